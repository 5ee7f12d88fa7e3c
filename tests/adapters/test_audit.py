"""The audit trail: one line of ASCII JSON per step whatever it holds, a stable uid, and each outcome counted once."""

import pytest
from coordinator.adapters.audit import Audit
from coordinator.core.model import App, Leg, LegReport, Outcome, Reach, Trail

from tests.adapters.output import Written

SHOP = App("shop", "client", ("https://shop.example.com/",))
TRAIL = Trail("logout-1", Reach.BROWSER, SHOP, "mary")
DONE = LegReport(Leg.TOKENS, Outcome.DONE)


def test_a_step_is_one_ocsf_event_on_one_line(audit: Audit, written: Written) -> None:
    audit.step(TRAIL, "effect", DONE)

    assert written.line() == {
        "activity_id": 2,
        "activity_name": "Logoff",
        "category_uid": 3,
        "class_uid": 3002,
        "type_uid": 300202,
        "severity_id": 1,
        "status_id": 1,
        "status": "Success",
        "time": 1_800_000_000_000,
        "user": {"uid": "mary"},
        "service": {"name": "shop", "uid": "client"},
        "metadata": {
            "version": "1.6.0",
            "product": {
                "name": "Logout Coordinator for Amazon Cognito",
                "vendor_name": "Logout Coordinator for Amazon Cognito",
                "version": "1.2.3",
            },
            "uid": "8a000ce7-f85d-5132-b7e5-9a6866fab7a9",
            "correlation_uid": "logout-1",
        },
        "unmapped": {
            "logout": {
                "logout_id": "logout-1",
                "step": "effect",
                "reach": "browser",
                "app": "shop",
                "provider": None,
                "leg": "tokens",
                "outcome": "done",
                "verified": True,
            }
        },
    }


@pytest.mark.parametrize(
    ("step", "report", "activity", "status"),
    [
        ("requested", None, (99, "requested"), (1, "Success")),
        ("refused", None, (99, "refused"), (2, "Failure")),
        ("completed", None, (2, "Logoff"), (1, "Success")),
        ("effect", Outcome.FAILED, (99, "effect"), (2, "Failure")),
        ("hop", Outcome.UNCONFIRMED, (99, "hop"), (99, "unconfirmed")),
        ("hop", Outcome.NOT_SUPPORTED, (99, "hop"), (99, "not_supported")),
        ("hop", Outcome.PENDING, (99, "hop"), (99, "pending")),
        ("hop", Outcome.DONE, (2, "Logoff"), (1, "Success")),
    ],
)
def test_activity_and_status_follow_the_contract(
    audit: Audit,
    written: Written,
    step: str,
    report: Outcome | None,
    activity: tuple[int, str],
    status: tuple[int, str],
) -> None:
    audit.step(TRAIL, step, None if report is None else LegReport(Leg.PROVIDER, report, "Corp", "because"), "because")
    event = written.line()

    assert (event["activity_id"], event["activity_name"]) == activity
    assert event["type_uid"] == 300200 + activity[0]
    assert (event["status_id"], event["status"]) == status
    assert event["status_detail"] == "because"


def test_who_is_not_verified_is_unknown(audit: Audit, written: Written) -> None:
    audit.step(Trail("logout-1"), "refused", detail="invalid_hint")
    event = written.line()

    assert event["user"] == {"name": "unknown"}
    assert event["service"] == {"name": "logout"}
    assert event["unmapped"]["logout"]["verified"] is False


def test_a_repeated_step_has_the_same_uid_and_no_other_step_has_it(audit: Audit, written: Written) -> None:
    corp, okta = (LegReport(Leg.PROVIDER, Outcome.DONE, name) for name in ("Corp", "Okta"))
    for trail in (TRAIL, Trail("logout-1"), Trail("logout-2")):
        audit.step(trail, "requested")
        audit.step(trail, "effect", DONE)
        for report in (corp, okta):
            audit.step(trail, "hop", report)
        audit.step(trail, "completed")
    uids = [event["metadata"]["uid"] for event in written.lines()]

    assert uids[:5] == uids[5:10]
    assert len(set(uids)) == 10


def test_outcomes_are_counted_once_and_flushed_once(audit: Audit, written: Written) -> None:
    audit.step(TRAIL, "requested")
    audit.step(TRAIL, "effect", DONE)
    audit.step(TRAIL, "effect", DONE)
    audit.count(LegReport(Leg.APP_COOKIES, Outcome.NOT_SUPPORTED))
    written.lines()
    audit.flush()
    metrics = written.line()

    assert {name: metrics[name] for name in ("requested", "tokens_done", "app_cookies_not_supported")} == {
        "requested": [1.0],
        "tokens_done": [2.0],
        "app_cookies_not_supported": [1.0],
    }
    (directive,) = metrics["_aws"]["CloudWatchMetrics"]
    assert directive["Namespace"] == "LogoutCoordinator"
    assert len(directive["Metrics"]) == 3
    audit.flush()
    assert written.lines() == []
