"""One contract for the whole catalogue: each row says enough, and nothing that contradicts itself."""

from dataclasses import fields, replace
from typing import Any

import pytest
from coordinator.core.model import Provider
from coordinator.providers.catalogue import CATALOGUE, HintPolicy, Kind, Row
from coordinator.providers.hops import row_of, visit

ROWS = pytest.mark.parametrize(("name", "row"), CATALOGUE.items(), ids=list(CATALOGUE))
FILLED: dict[str, Any] = {
    "issuer": "https://login.example.com",
    "client_id": "client",
    "logout_url": "https://login.example.com/logout",
}


@ROWS
def test_a_rows_name_is_lower_case_with_underscores_and_it_names_its_source(name: str, row: Row) -> None:
    assert name.replace("_", "").isalnum()
    assert name == name.lower()
    assert len(row.source) > 10


@ROWS
def test_what_a_row_needs_are_keys_of_a_provider(name: str, row: Row) -> None:
    keys = {field.name for field in fields(Provider)}

    assert all(alternatives and set(alternatives) <= keys for alternatives in row.needs)


@ROWS
def test_only_a_hop_of_ours_has_parameters(name: str, row: Row) -> None:
    if row.kind is not Kind.HOP:
        assert replace(row, source="") == Row(kind=row.kind, source="")


@ROWS
def test_a_row_that_wants_a_hint_says_how_it_is_called(name: str, row: Row) -> None:
    assert (row.hint_param is not None) == (row.hint is not HintPolicy.UNUSED)


@ROWS
def test_only_a_row_that_carries_state_proves_that_the_session_ended(name: str, row: Row) -> None:
    assert not row.proves or row.state_param is not None
    assert row.method in ("GET", "POST")
    assert row.longest_url <= 8_000


@ROWS
def test_a_row_with_all_that_it_needs_makes_a_visit(name: str, row: Row) -> None:
    if row.kind is not Kind.HOP:
        return
    provider = Provider("Some", name, **FILLED)
    visited = visit(provider, FILLED["logout_url"], return_url="https://l.example.com/logout/return", state="s" * 32)

    assert visited.url.startswith(FILLED["logout_url"])


@pytest.mark.parametrize(
    ("returns", "state_param", "proves"),
    [
        ("registered", "st", True),
        ("always", "st", True),
        ("registered", None, False),
        ("after_a_click", "st", False),
        ("maybe", "st", False),
    ],
)
def test_a_custom_provider_proves_something_only_when_it_returns_our_state(
    returns: str, state_param: str | None, proves: bool
) -> None:
    assert row_of(Provider("Some", "custom", state_param=state_param, returns=returns, **FILLED)).proves is proves
