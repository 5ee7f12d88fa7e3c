"""The table and the document: the same rows, in colour on a terminal alone."""

import io
import json

import pytest
from rich.console import Console

from doctor.finding import Finding, ok, red, warn
from doctor.table import as_json, error_as_json, show, summary

ROWS = [ok("pool", "exists", "eu-1_A"), warn("app a", "everywhere", "[b]no", "do"), red("app b", "client", "no", "add")]


def printed(rows: list[Finding], *, terminal: bool) -> str:
    file = io.StringIO()
    show(rows, Console(file=file, force_terminal=terminal, width=100, color_system="standard" if terminal else "auto"))
    return file.getvalue()


def test_each_row_is_in_the_table_with_its_change_and_nothing_is_taken_for_markup() -> None:
    text = printed(ROWS, terminal=False)

    for row in ROWS:
        assert all(part in text for part in (row.subject, row.check, row.found, row.change))
    assert "1 red, 1 to look at, 1 as they should be." in text


def test_it_is_in_colour_on_a_terminal_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[1;31mRED" in printed(ROWS, terminal=True)
    assert "\x1b[" not in printed(ROWS, terminal=False)

    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[1;31m" not in printed(ROWS, terminal=True)


def test_the_document_holds_the_same() -> None:
    document = json.loads(as_json("prod", "eu-1_A", ROWS))

    assert (document["stage"], document["pool"], document["red"]) == ("prod", "eu-1_A", True)
    assert document["findings"][2] == {
        "subject": "app b",
        "check": "client",
        "verdict": "red",
        "found": "no",
        "change": "add",
    }
    assert json.loads(as_json("prod", "eu-1_A", ROWS[:2]))["red"] is False
    assert json.loads(error_as_json("prod", "No credentials.")) == {"stage": "prod", "error": "No credentials."}


def test_the_last_line_says_when_nothing_is_in_the_way() -> None:
    assert summary(ROWS[:2]).endswith("Nothing stands in the way of a logout.")
    assert not summary(ROWS).endswith("of a logout.")
