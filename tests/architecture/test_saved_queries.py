"""The saved queries find what they promise, over events as our audit trail writes them."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.architecture import insights
from tests.architecture.template import ROOT, Deployment, of_type

QUERIES = of_type("AWS::Logs::QueryDefinition")
EVERY_QUERY = pytest.mark.parametrize(("name", "query"), QUERIES.items(), ids=QUERIES)


@pytest.fixture
def rows(events: list[dict[str, Any]]) -> Callable[[str], list[insights.Row]]:
    """The rows of a query by its name in the template, without the times."""

    def found(name: str) -> list[insights.Row]:
        told = insights.run(QUERIES[name]["QueryString"], events)
        return [
            {key: value for key, value in row.items() if key not in ("last_time", "requested", "since")} for row in told
        ]

    return found


def test_who_was_signed_out_is_found_once_for_each_leg(rows: Callable[[str], list[insights.Row]]) -> None:
    assert rows("SignedOutUsersQuery") == [
        {"user.uid": "ann", "unmapped.logout.leg": "other_sessions", "logouts": 1},
        {"user.uid": "mary", "unmapped.logout.leg": "tokens", "logouts": 1},
    ]


def test_a_logout_that_never_completed_is_found(rows: Callable[[str], list[insights.Row]]) -> None:
    assert rows("UnfinishedLogoutsQuery") == [
        {"unmapped.logout.logout_id": "of-bob", "completed": 0, "user": "bob"},
    ]


def test_an_effect_that_waits_is_found_until_it_has_ended(rows: Callable[[str], list[insights.Row]]) -> None:
    (row,) = rows("PendingEffectsQuery")

    assert row.pop("metadata.uid")
    assert row == {
        "unmapped.logout.logout_id": "of-pam",
        "unmapped.logout.leg": "other_sessions",
        "pending": 1,
        "user": "pam",
    }


@EVERY_QUERY
def test_every_field_of_a_query_is_one_of_an_audit_event(
    name: str, query: dict[str, Any], events: list[dict[str, Any]]
) -> None:
    misspelt = re.sub(r"unmapped\.logout\.", "unmapped.logoff.", query["QueryString"])

    insights.run(query["QueryString"], events)
    with pytest.raises(insights.NoSuchField):
        insights.run(misspelt, events)


@EVERY_QUERY
def test_a_query_reads_every_log_with_audit_events_and_no_other(name: str, query: dict[str, Any]) -> None:
    everything = Deployment(Retry="on", OperatorSignOut="on")

    assert everything.value(query["LogGroupNames"]) == ["LogoutLogs", "RetryLogs", "SignOutLogs"]
    assert Deployment().value(query["LogGroupNames"]) == ["LogoutLogs"]


def test_every_query_is_explained_and_no_other() -> None:
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    head = "| query | each row | |"
    table = page[page.index(head) :].partition("\n\n")[0].splitlines()[2:]

    assert {row.split("|")[1].strip(" `") for row in table} == {
        Deployment().value(query["Name"]).partition("/")[2] for query in QUERIES.values()
    }
