"""The audit trail under hostile text, our own errors and a full disk: one line stays one line, and nothing stops."""

import io
import json
from contextlib import redirect_stdout

from aws_lambda_powertools import Metrics
from coordinator.adapters.audit import Audit
from coordinator.core.model import App, Leg, LegReport, Outcome, Reach, Trail

from tests.adapters.output import Written

HOSTILE = 'a\r\nb\n{"class_uid":1}\x1b[31m\x00"\\\u2028\u0085\ud800 ä'
TRAIL = Trail("logout-1", Reach.BROWSER, App("shop", "client", ("https://shop.example.com/",)), "mary")
DONE = LegReport(Leg.TOKENS, Outcome.DONE)


def test_nothing_that_a_caller_chose_breaks_out_of_its_line(audit: Audit, written: Written) -> None:
    app = App(HOSTILE, HOSTILE, ())
    report = LegReport(Leg.PROVIDER, Outcome.DONE, "Corp\r\n", HOSTILE)
    audit.step(Trail("logout-1", Reach.APP, app, HOSTILE), "hop", report, HOSTILE)
    audit.warn(HOSTILE)
    event, warning = written.lines()

    assert event["user"]["uid"] == event["service"]["name"] == event["status_detail"] == HOSTILE
    assert warning == {"level": "WARNING", "message": HOSTILE}


def test_a_provider_name_that_is_no_text_stops_nothing(audit: Audit) -> None:
    audit.step(TRAIL, "hop", LegReport(Leg.PROVIDER, Outcome.DONE, "\ud800"))


class Full(io.StringIO):
    """An output that takes nothing."""

    def write(self, text: str) -> int:
        """Fail, as a full disk does."""
        raise OSError("no space left")


def test_an_output_that_takes_nothing_stops_no_step(audit: Audit) -> None:
    with redirect_stdout(Full()):
        audit.step(TRAIL, "effect", DONE)
        audit.error("logout-1", ValueError("the-token"))
        audit.warn("far")


def test_an_output_that_takes_nothing_stops_no_answer_and_no_later_count(audit: Audit, written: Written) -> None:
    audit.count(DONE)
    try:
        with redirect_stdout(Full()):
            audit.flush()
        audit.count(DONE)
        audit.flush()
        assert written.line()["tokens_done"] == [1.0]
    finally:
        Metrics(namespace="LogoutCoordinator").clear_metrics()


def test_an_error_of_ours_is_reported_by_type_and_place_and_never_by_its_text(audit: Audit, written: Written) -> None:
    def deep() -> None:
        raise ValueError("the-token")

    try:
        deep()
    except ValueError as error:
        audit.error("logout-1", error)
    event = written.line()

    assert event["status_detail"].startswith("server_error: ValueError at ")
    assert "deep" in event["status_detail"]
    assert "the-token" not in json.dumps(event)


def test_an_error_that_was_never_raised_has_no_place(audit: Audit, written: Written) -> None:
    audit.error("logout-1", ValueError("the-token"))

    assert written.line()["status_detail"] == "server_error: ValueError at unknown"
