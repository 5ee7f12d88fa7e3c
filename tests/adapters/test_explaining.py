"""`make explain`: the events that we write become a timeline, in which what is red says why, and what to change."""

import io
import json
import time
from pathlib import Path
from typing import Any

import boto3
import pytest
from coordinator.adapters.audit import Audit
from coordinator.core.model import App, Leg, LegReport, Outcome, Reach, Trail
from moto import mock_aws
from rich.console import Console

from local.errors import LocalError
from local.explain import __main__, advice, reading, showing, timeline
from local.explain.timeline import Light
from local.stack import Stack
from tests.adapters.output import Written
from tests.architecture.test_reference_page import names

SHOP = App("shop", "client", ("https://shop.example.com/",))
TRAIL = Trail("logout-1", Reach.BROWSER, SHOP, "mary")
STEPS: list[tuple[int, str, LegReport | None, str | None]] = [
    (0, "requested", None, None),
    (140, "effect", LegReport(Leg.TOKENS, Outcome.FAILED, reason="throttled"), None),
    (1_250, "hop", LegReport(Leg.COGNITO, Outcome.UNCONFIRMED), None),
    (1_300, "hop", LegReport(Leg.PROVIDER, Outcome.NOT_SUPPORTED, "Google", "provider_has_no_logout"), None),
    (1_310, "completed", None, None),
    (600_000, "effect", LegReport(Leg.TOKENS, Outcome.DONE), None),
]


@pytest.fixture
def lines(audit: Audit, written: Written) -> list[str]:
    """The log of one logout, in which the retry function did later what had failed."""
    return written_by(audit, written, TRAIL, STEPS)


def written_by(audit: Audit, written: Written, trail: Trail, steps: list[Any]) -> list[str]:
    found = []
    for after, step, report, detail in steps:
        audit.step(trail, step, report, detail)
        event = written.line()
        found.append(json.dumps(event | {"time": event["time"] + after}))
    return found


def drawn(story: timeline.Story, width: int = 120) -> str:
    console = Console(file=io.StringIO(), width=width)
    showing.draw(console, story)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_logout_is_told_in_order_and_what_is_red_says_why_and_what_to_change(lines: list[str]) -> None:
    story = timeline.story("logout-1", [json.loads(line) for line in reversed(lines)])

    assert (story.app, story.reach, story.user, story.completed) == ("shop", "browser", "mary", True)
    assert [(line.after, line.what, line.outcome, line.light, line.again) for line in story.lines] == [
        (0, "asked for", "", Light.PLAIN, False),
        (140, "the app's tokens", "failed", Light.RED, False),
        (1_250, "Cognito's session", "unconfirmed", Light.YELLOW, False),
        (1_300, "the provider's session: Google", "not_supported", Light.RED, False),
        (1_310, "the browser is at the end", "", Light.PLAIN, False),
        (600_000, "the app's tokens", "done", Light.GREEN, True),
    ]
    assert story.lines[1].meaning == "the quota of Cognito, or of the table, is spent"
    assert story.lines[1].fix == advice.FIXES["throttled"]
    assert story.red == 1, "the tokens were ended in the end"


def test_the_timeline_is_drawn_with_times_dots_and_fixes(lines: list[str]) -> None:
    told = drawn(timeline.story("logout-1", map(json.loads, lines)))

    assert "2027-01-15 08:00:00 UTC, app shop, reach browser, user mary" in told
    assert "+140 ms ✖ the app's tokens  failed  throttled" in told
    assert "+1.2 s ◐ Cognito's session  unconfirmed" in told
    assert "│ fix: nothing here: that provider has no sign-out to send a browser to" in told
    assert "+10 min ● the app's tokens  done  again" in told
    assert "It came to the end; 1 of its parts could not be ended." in told


def test_a_refusal_says_what_to_do_about_it(audit: Audit, written: Written) -> None:
    steps = [(0, "refused", None, "return_not_registered")]
    story = timeline.story("logout-1", map(json.loads, written_by(audit, written, Trail("logout-1"), steps)))

    assert story.lines[0].fix.startswith("add the address to the app's return_to, character by character")
    assert "It was refused." in drawn(story)


def test_a_logout_that_nobody_finished_says_so(lines: list[str]) -> None:
    assert "It never came to the end" in drawn(timeline.story("logout-1", map(json.loads, lines[:3])))


def test_every_reason_of_the_reference_has_a_fix_or_needs_none() -> None:
    assert set(names("reasons")) == advice.FIXES.keys() | advice.HARMLESS
    assert not advice.FIXES.keys() & advice.HARMLESS
    assert set(advice.meanings()) == set(names("reasons"))
    assert set(advice.refusals()) == set(names("refusals"))
    assert all(advice.meanings().values()) and all(advice.refusals().values())


def test_a_file_may_hold_more_than_events_and_more_than_one_logout(
    lines: list[str], audit: Audit, written: Written, tmp_path: Path
) -> None:
    later = written_by(audit, written, Trail("logout-2"), [(9_000_000, "requested", None, None)])
    file = tmp_path / "events.jsonl"
    noise = ["START RequestId: 1", '{"_aws": {}}', "{broken", f"2027-01-15T08:00:00 log/stream {later[0]}"]
    file.write_text("\n".join([*lines, *noise]))

    assert reading.from_file(file, None)[0] == "logout-2"
    assert len(reading.from_file(file, "logout-1")[1]) == len(lines)
    with pytest.raises(LocalError, match="holds no event of logout-3"):
        reading.from_file(file, "logout-3")
    with pytest.raises(LocalError, match="is no logout_id"):
        reading.from_file(file, "../logout")


def test_the_events_of_a_stack_lie_in_all_its_log_groups(lines: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    with mock_aws():
        session = boto3.Session("testing", "testing", region_name="eu-central-1")
        logs, groups = session.client("logs"), {"LogGroupName": lines[:5], "RetryLogGroupName": lines[5:]}
        for group, messages in groups.items():
            logs.create_log_group(logGroupName=group)
            logs.create_log_stream(logGroupName=group, logStreamName="one")
            now = int(time.time() * 1000)
            events = [{"timestamp": now, "message": message} for message in (*messages, '{"another": "line"}')]
            logs.put_log_events(logGroupName=group, logStreamName="one", logEvents=events)
        stack = Stack("logout-dev", {name: name for name in groups}, session)

        assert len(reading.from_stack(stack, "logout-1")[1]) == len(lines)
        with pytest.raises(LocalError, match="logout-dev: holds no event of logout-9"):
            reading.from_stack(stack, "logout-9")
        with pytest.raises(LocalError, match="is no logout_id"):
            reading.from_stack(stack, '" "')


def test_the_command_draws_a_file_and_writes_a_page(
    lines: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "events.jsonl"
    file.write_text("\n".join(lines))
    asked = __main__.arguments([f"--file={file}", "--html", f"--folder={tmp_path}"])

    assert __main__.run(asked) == 1
    page = (tmp_path / "logout-1.html").read_text(encoding="utf-8")
    assert "the provider&#x27;s session: Google" in page and "<script" not in page
    assert str(tmp_path / "logout-1.html") in capsys.readouterr().out


def test_the_command_says_in_a_sentence_that_there_is_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert __main__.run(__main__.arguments([f"--file={tmp_path / 'none'}"])) == 2
    assert "cannot be read as a text file" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        __main__.arguments([])
