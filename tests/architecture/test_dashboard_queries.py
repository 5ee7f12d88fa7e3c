"""The queries of the dashboard find what their titles say, over events as our audit trail and Lambda write them."""

import re
from typing import Any

import pytest

from tests.architecture import insights
from tests.architecture.conftest import Clock
from tests.architecture.test_dashboard import BARE, FULL, Widget, widgets

EVERY_LOG = ["LogoutLogs", "RetryLogs", "SignOutLogs", "SignalsLogs"]
LOGS = [one["properties"] for one in widgets(FULL) if one["type"] == "log"]
# What Lambda writes at a cold start, a warm one and one from a snapshot, by its schema of platform.report:
# https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html#platform-report
REPORTS = [
    {"time": f"2027-01-15T08:0{minute}:00.000Z", "type": "platform.report", "record": {"metrics": metrics}}
    for minute, metrics in enumerate(
        [
            {"durationMs": 131.6, "billedDurationMs": 700, "initDurationMs": 540.5},
            {"durationMs": 90.1, "billedDurationMs": 500, "initDurationMs": 400.25},
            {"durationMs": 20.3, "billedDurationMs": 21},
            {"durationMs": 25.1, "billedDurationMs": 90, "restoreDurationMs": 61.2},
        ]
    )
]


@pytest.fixture
def every(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The audit events, and what Lambda itself wrote."""
    return [*events, *REPORTS]


def rows(title: str, events: list[dict[str, Any]], now: float = 0) -> list[insights.Row]:
    """What a widget shows of events."""
    (query,) = (one["query"] for one in LOGS if one["title"] == title)
    return insights.run(query.partition("\n| ")[2], events, now)


@pytest.mark.parametrize("properties", LOGS, ids=[one["title"] for one in LOGS])
def test_every_field_of_a_query_is_one_of_an_event(properties: Widget, every: list[dict[str, Any]]) -> None:
    query = properties["query"].partition("\n| ")[2]
    misspelt = re.sub(r"\b(unmapped|record|status)(\.|_)", r"\1s\2", query)

    insights.run(query, every)
    with pytest.raises(insights.NoSuchField):
        insights.run(misspelt, every)
    assert properties["region"] == "us-east-1" and properties["view"] in ("table", "bar", "timeSeries")


def test_a_query_reads_every_log_with_what_it_asks_for_and_no_other() -> None:
    for deployment, audited in ((FULL, EVERY_LOG), (BARE, ["LogoutLogs"])):
        for one in widgets(deployment):
            if one["type"] == "log":
                sources, _, query = one["properties"]["query"].partition("\n| ")
                wanted = audited if "class_uid" in query else ["LogoutLogs"]
                assert sources == " | ".join(f"SOURCE '{log}'" for log in wanted)


def test_logouts_are_counted_by_reach_and_by_provider(every: list[dict[str, Any]]) -> None:
    assert rows("Completed logouts by reach", every) == [{"unmapped.logout.reach": "everywhere", "logouts": 3}]
    assert rows("Logouts by reach and provider", every) == [
        {
            "unmapped.logout.reach": "everywhere",
            "unmapped.logout.provider": "Okta",
            "unmapped.logout.outcome": "done",
            "logouts": 1,
        }
    ]


def test_refusals_are_counted_by_their_code(every: list[dict[str, Any]]) -> None:
    assert rows("Refusals by code", every) == [{"status_detail": "invalid_hint", "refusals": 1}]


def test_what_is_pending_stands_with_the_minutes_since_it_began(every: list[dict[str, Any]], clock: Clock) -> None:
    (pending,) = rows("Pending effects, and since how many minutes", every, now=clock.seconds + 600)

    assert pending["unmapped.logout.logout_id"] == "of-pam"
    assert 10 < pending["oldest"] < 11


def test_cold_starts_are_counted_by_the_hour_and_measured(every: list[dict[str, Any]]) -> None:
    (hour,) = rows("Cold starts of the logout function", every)
    (measured,) = rows("How long a cold start takes (ms)", every)

    assert (hour["cold_starts"], hour["restores"]) == (2, 1)
    assert measured == {"cold_starts": 2, "p50": 400.25, "p99": 540.5, "calls": 4}
