"""What an answer of `POST /sign-out` says, how an effect of it ends, and what is printed of it."""

import io
import json

import pytest
from rich.console import Console

from local.sign_out import answers, showing
from local.sign_out.answers import Result
from tests.unit.samples import NOW
from tests.unit.sign_out.results import result

ANSWER = {
    "logout_id": "id-1",
    "user": "Corp_mary",
    "receipt": {
        "reach": "everywhere",
        "legs": [
            {
                "leg": "other_sessions",
                "provider": None,
                "outcome": "pending",
                "reason": "deferred",
                "alive_until": None,
            },
            {"leg": "revocation_list", "provider": None, "outcome": "done", "reason": None, "alive_until": None},
        ],
        "reauthenticate": None,
    },
}


def test_an_answer_is_read_and_kept_as_it_was() -> None:
    read = answers.read("mary", NOW, 202, json.dumps(ANSWER).encode())

    assert (read.state, read.logout_id, read.reasons) == ("pending", "id-1", "other_sessions pending: deferred")
    assert answers.unpack(json.loads(json.dumps(answers.pack(read)))) == read


@pytest.mark.parametrize(
    ("status", "body", "error", "state"),
    [
        (404, b'{"error": "unknown_user"}', "unknown_user", "unknown"),
        (503, b'{"error": "temporarily_unavailable"}', "temporarily_unavailable", "failed"),
        (404, b"<!doctype html>", "http_404", "failed"),
        (502, b'["error"]', "http_502", "failed"),
        (200, b"{}", "http_200", "failed"),
    ],
)
def test_what_is_no_receipt_is_an_error(status: int, body: bytes, error: str, state: str) -> None:
    read = answers.read("mary", NOW, status, body)

    assert (read.error, read.state) == (error, state)


def test_of_several_ends_done_stands_and_what_is_no_end_changes_nothing() -> None:
    waiting = answers.read("mary", NOW, 202, json.dumps(ANSWER).encode())

    failed = waiting.ended("other_sessions", "failed", "maybe_tried")
    assert (failed.state, failed.reasons) == ("failed", "other_sessions failed: maybe_tried")
    assert failed.ended("other_sessions", "done", None).state == "done"
    assert failed.ended("other_sessions", "done", None).ended("other_sessions", "failed", "x").state == "done"
    assert waiting.ended("other_sessions", "pending", None) == waiting.ended("tokens", "done", None) == waiting


def test_the_report_names_who_failed_and_why_whom_nobody_knows_and_who_waits() -> None:
    console = Console(file=io.StringIO(), width=100, highlight=False)
    told = [result("mary"), result("b[red]ob", "failed"), Result("eve", NOW, error="unknown_user")]

    showing.report(console, 5, [*told, result("pam", "pending")])
    showing.receipt(console, told[0])

    assert isinstance(console.file, io.StringIO)
    lines = [line.strip() for line in console.file.getvalue().splitlines()]
    assert lines[0] == "5 users: done: 1, pending: 1, failed: 1, unknown: 1, not sent: 1"
    assert {"b[red]ob  other_sessions failed: throttled", "eve", "mary: done (logout_id id-mary)"} <= set(lines)


def test_without_a_terminal_progress_is_lines_and_on_one_it_is_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(showing, "LINE_SECONDS", 0.0)
    pipe = Console(file=io.StringIO(), force_terminal=False)
    terminal = Console(file=io.StringIO(), force_terminal=True, width=100)

    for console in (pipe, terminal):
        with showing.progress(console, 2) as shown:
            shown.show([result("mary")])

    assert isinstance(pipe.file, io.StringIO) and isinstance(terminal.file, io.StringIO)
    assert pipe.file.getvalue() == "asked for 1 of 2 (done: 1, pending: 0, failed: 0, unknown: 0)\n"
    assert "1/2" in terminal.file.getvalue()
