"""One contract for the whole catalogue: each row says enough, contradicts nothing, and tells no more than it names."""

import re
import secrets
from dataclasses import fields
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from coordinator.core.model import Provider
from coordinator.providers.catalogue import CATALOGUE
from coordinator.providers.hops import Told, endpoint_allowed, fixed_endpoint, row_of, visit
from coordinator.providers.row import Cascade, Flaw, HintPolicy, Kind, Returns, Row
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.samples import PRINTABLE

ROWS = pytest.mark.parametrize(("name", "row"), CATALOGUE.items(), ids=list(CATALOGUE))
HOPS = [name for name, row in CATALOGUE.items() if row.is_hop]
ENDPOINT = "https://login.example.com/logout"
FILLED: dict[str, Any] = {"issuer": "https://login.example.com", "client_id": "client", "logout_url": ENDPOINT}
RETURN = "https://l.example/logout/return"
PARAMETERS = ("hint_param", "client_param", "return_param", "state_param", "logout_hint_param", "ui_locales_param")


@ROWS
def test_a_row_says_whose_it_is_who_says_so_and_when_it_was_read(name: str, row: Row) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
    assert row.title and len(row.source) > 10
    assert re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", row.read)
    assert row.prompt in ("login", "select_account")


@ROWS
def test_what_a_row_needs_are_keys_of_a_provider(name: str, row: Row) -> None:
    keys = {field.name for field in fields(Provider)}

    assert all(alternatives and set(alternatives) <= keys for alternatives in row.needs)
    assert not row.is_hop or row.url or row.needs, "without a URL of its own it must ask for one"


@ROWS
def test_a_row_does_not_contradict_itself(name: str, row: Row) -> None:
    named = {parameter for parameter in PARAMETERS if getattr(row, parameter) is not None}
    if not row.is_hop:
        assert not named and not row.needs and not row.bare
    assert (row.hint_param is not None) == row.wants_hint
    assert row.kind is not Kind.TERMINAL or row.return_param is None
    assert not row.proves or (row.state_param is not None and row.returns is not Returns.NEVER)
    assert (row.cascade is Cascade.ON_REQUEST) == (row.cascade_param is not None)
    assert row.method in ("GET", "POST") and (row.method == "GET" or row.takes_post)
    assert row.state_param is None or row.return_param is not None
    assert not row.bare or row.hint is not HintPolicy.REQUIRED
    assert Flaw.FOREIGN not in row.takes_hints
    assert bool(row.logout_hint_from) == (row.logout_hint_param is not None)


@ROWS
def test_our_state_fits(name: str, row: Row) -> None:
    assert max(22, row.shortest_state) <= len(secrets.token_urlsafe(24)) <= (row.longest_state or 10_000)


@pytest.mark.parametrize("name", HOPS)
def test_every_hop_is_https_and_allowed(name: str) -> None:
    row = CATALOGUE[name]
    provider = Provider("Some", name, **FILLED)

    assert row.url is None or row.url.startswith("https://")
    assert endpoint_allowed(provider, fixed_endpoint(provider) or "")
    assert not endpoint_allowed(provider, "http://login.example.com/logout")


@given(st.sampled_from(HOPS), PRINTABLE, PRINTABLE, PRINTABLE, st.booleans())
def test_nothing_is_told_that_the_row_does_not_name_and_all_is_encoded_once(
    name: str, hint: str, logout_hint: str, locales: str, has_hint: bool
) -> None:
    provider = Provider("Some", name, **FILLED)
    row = row_of(provider)
    told = Told(RETURN, "s" * 32, hint if has_hint else None, logout_hint, locales)

    visited = visit(provider, ENDPOINT, told)

    if visited is None:
        assert not has_hint and _fails_without(row)
        return
    expected = {
        row.hint_param: hint,
        row.client_param: "client",
        row.return_param: RETURN,
        row.state_param: "s" * 32,
        row.logout_hint_param: logout_hint,
        row.ui_locales_param: locales,
    }
    assert visited.url.startswith(ENDPOINT) and visited.url.isascii() and visited.url.isprintable()
    for parameter, value in (*parse_qsl(urlsplit(visited.url).query, keep_blank_values=True), *visited.fields):
        assert expected[parameter] == value


def _fails_without(row: Row) -> bool:
    """Whether a row allows no hop without a hint."""
    return not row.bare and row.hint in (HintPolicy.REQUIRED, HintPolicy.REQUIRED_TO_RETURN)


@pytest.mark.parametrize("name", HOPS)
def test_no_url_is_longer_than_its_row_allows(name: str) -> None:
    provider = Provider("Some", name, **FILLED)
    row = row_of(provider)

    visited = visit(provider, ENDPOINT, Told(RETURN, "s" * 32, "h" * 9_000))

    if visited is None:
        assert _fails_without(row)
        return
    assert len(visited.url) <= row.longest_url
    assert (visited.method == "POST") == (row.method == "POST" or (row.wants_hint and row.takes_post))


@pytest.mark.parametrize(
    ("returns", "state_param", "return_param", "proves"),
    [
        ("registered", "st", "to", True),
        ("always", "st", "to", True),
        ("registered", "st", None, False),
        ("registered", None, "to", False),
        ("after_a_click", "st", "to", False),
        ("maybe", "st", "to", False),
        ("never", "st", "to", False),
    ],
)
def test_a_custom_provider_proves_something_only_when_it_returns_our_state(
    returns: str, state_param: str | None, return_param: str | None, proves: bool
) -> None:
    provider = Provider("Some", "custom", state_param=state_param, return_param=return_param, returns=returns, **FILLED)

    assert row_of(provider).proves is proves
