"""The page docs/reference.md is true where it is not written from the code, too."""

import json

from coordinator import cookie_budget
from coordinator.adapters import discovery, keys
from coordinator.core.model import Leg, Outcome
from coordinator.settings.provider_tables import LONGEST_SESSION

from local.pages import trail
from local.pages.marks import DOCS, between, rows_of
from local.pages.stage_keys import stage_keys

PAGE = (DOCS / "reference.md").read_text(encoding="utf-8")


def names(table: str) -> list[str]:
    """The first cells of a table, without their marks."""
    return [cells[0].strip("`") for cells in rows_of(between(PAGE, table))]


def test_legs_and_outcomes_stand_in_the_order_of_the_code() -> None:
    assert names("legs") == list(Leg)
    assert names("outcomes") == list(Outcome)


def test_a_reason_is_of_legs_that_there_are() -> None:
    rows = rows_of(between(PAGE, "reasons"))

    assert len(rows) > 40
    assert {leg for cells in rows for leg in cells[1].split(", ")} <= set(Leg)


def test_keys_and_discovery_documents_are_kept_alike_and_a_cookie_fits() -> None:
    assert keys.FRESH_SECONDS == discovery.FRESH_SECONDS
    assert cookie_budget.LARGEST_COOKIE < 4_096


def test_a_stage_file_has_no_other_tables_and_a_session_may_last_as_long_as_it_says() -> None:
    assert stage_keys()["stage"] == {"apps", "providers"}
    assert f"| `session_hours` | 1 to {LONGEST_SESSION:,} |" in PAGE


def test_every_step_and_member_of_an_event_is_explained() -> None:
    explained = PAGE.partition("## Audit events")[2].partition("## Metrics")[0].rpartition("```")[2]
    event = json.loads(trail.example().strip("`json\n"))
    ours = event["unmapped"]["logout"]

    # What OCSF says of each of its events (class, category, type, severity) is left to its schema.
    members = {*event, "status_detail", "actor"} - {"category_uid", "class_uid", "type_uid", "severity_id"}
    assert all(f"`{name}" in explained for name in members - {"metadata", "unmapped"})
    assert all(f"`{name}`" in explained or f".{name}`" in explained for name in ours)
    assert all(f"`{step}`" in explained for step in ("requested", "refused", "effect", "hop", "completed"))
