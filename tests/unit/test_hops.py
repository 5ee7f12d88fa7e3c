"""From a row to the URL that ends a provider's session: nothing that the row does not name, encoded once."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from coordinator.core.model import Provider
from coordinator.providers.catalogue import CATALOGUE
from coordinator.providers.hops import Branch, Told, Visit, branches, endpoint_allowed, returns
from coordinator.providers.hops import visit as visit_or_none
from coordinator.providers.row import Returns
from hypothesis import given

from tests.unit.samples import CORP, DEAF, LEGACY, PRINTABLE, SAML

ENDPOINT = "https://login.corp.example/end-session"
RETURN = "https://logout.example.com/logout/return"
PLAIN = replace(LEGACY, client_id=None)


def visit(provider: Provider, endpoint: str, **told: Any) -> Visit:
    """The visit of a provider that can be visited."""
    found = visit_or_none(provider, endpoint, Told(**told))
    assert found is not None
    return found


def query_of(visited: Visit) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(visited.url).query, keep_blank_values=True, strict_parsing=True)


def test_the_standard_hop_says_hint_client_return_and_state() -> None:
    visited = visit(CORP, ENDPOINT, return_url=RETURN, state="s", hint="h.i.t", logout_hint="mary", ui_locales="de en")

    assert visited.method == "GET"
    assert query_of(visited) == [
        ("id_token_hint", "h.i.t"),
        ("client_id", "cognito-at-corp"),
        ("post_logout_redirect_uri", RETURN),
        ("state", "s"),
        ("logout_hint", "mary"),
        ("ui_locales", "de en"),
    ]


def test_what_is_absent_is_left_out() -> None:
    assert query_of(visit(CORP, ENDPOINT, return_url=RETURN, state=None)) == [
        ("client_id", "cognito-at-corp"),
        ("post_logout_redirect_uri", RETURN),
    ]


@given(PRINTABLE, PRINTABLE)
def test_each_parameter_is_encoded_once_whatever_it_holds(state: str, hint: str) -> None:
    visited = visit(CORP, ENDPOINT, return_url=RETURN, state=state, logout_hint=hint)

    assert visited.url.startswith(f"{ENDPOINT}?")
    assert visited.url.isascii()
    assert visited.url.isprintable()
    assert [value for _, value in query_of(visited) if value not in ("cognito-at-corp", RETURN)] == [
        value for value in (state, hint) if value
    ]


def test_a_custom_provider_is_told_nothing_that_the_stage_file_does_not_name() -> None:
    told = {"return_url": RETURN, "state": "s", "hint": "h.i.t", "logout_hint": "mary", "ui_locales": "de"}

    assert visit(PLAIN, PLAIN.logout_url or "", **told) == Visit(
        "https://login.legacy.example/signout?kind=full", returns=Returns.MAYBE
    )


def test_a_custom_provider_has_names_and_constants_of_its_own() -> None:
    renamed = replace(
        LEGACY, return_param="returnTo", client_param="client", state_param="st", extra=(("federated", "a&b"),)
    )
    visited = visit(renamed, renamed.logout_url or "", return_url=RETURN, state="s", hint="h.i.t", logout_hint="mary")

    assert query_of(visited) == [
        ("kind", "full"),
        ("client", "abc"),
        ("returnTo", RETURN),
        ("st", "s"),
        ("federated", "a&b"),
    ]


def test_a_url_that_grows_longer_than_its_row_allows_becomes_a_form() -> None:
    longest = CATALOGUE["oidc"].longest_url
    bare = len(visit(CORP, ENDPOINT, return_url=RETURN, state="s", hint="h").url)
    just = visit(CORP, ENDPOINT, return_url=RETURN, state="s", hint="h" * (longest - bare + 1))
    over = visit(CORP, ENDPOINT, return_url=RETURN, state="s", hint="h" * (longest - bare + 2))

    assert (just.method, len(just.url)) == ("GET", longest)
    assert (over.method, over.url) == ("POST", ENDPOINT)
    assert dict(over.fields)["id_token_hint"] == "h" * (longest - bare + 2)
    assert [name for name, _ in over.fields] == ["id_token_hint", "client_id", "post_logout_redirect_uri", "state"]


def test_a_url_that_is_too_long_for_a_provider_without_forms_is_no_hop() -> None:
    renamed = replace(LEGACY, return_param="returnTo")

    assert visit_or_none(renamed, ENDPOINT, Told(RETURN + "x" * 9_000)) is None


def test_a_hint_that_makes_a_url_too_long_is_left_out_where_the_provider_takes_no_form_and_can_do_without() -> None:
    either = replace(CORP, profile="zitadel")
    told = Told(RETURN, "s", "h" * 9_000)

    assert branches(either, has_hint=True) == (Branch.HINT, Branch.WITHOUT_HINT)
    visited = visit_or_none(either, ENDPOINT, told)
    assert visited is not None
    assert "id_token_hint" not in dict(query_of(visited))
    assert visited.returns is Returns.AFTER_A_CLICK


def test_a_provider_that_shall_get_forms_gets_them_whatever_their_length() -> None:
    visited = visit(replace(CORP, method="POST"), ENDPOINT, return_url=RETURN, hint="h.i.t")

    assert (visited.method, visited.url) == ("POST", ENDPOINT)
    assert dict(visited.fields)["id_token_hint"] == "h.i.t"


def test_a_broker_ends_the_session_behind_it_only_when_the_stage_file_says_so() -> None:
    broker = replace(CORP, profile="auth0")

    assert "federated" not in dict(query_of(visit(broker, ENDPOINT, return_url=RETURN)))
    assert dict(query_of(visit(replace(broker, cascade=True), ENDPOINT, return_url=RETURN)))["federated"] == "true"


@pytest.mark.parametrize(
    ("profile", "told", "proves"),
    [
        ("okta", {"hint": "h.i.t"}, True),
        ("oidc", {}, True),  # by the standard, the return comes after the logout
        ("pingone", {}, True),
        ("zitadel", {"hint": "h.i.t"}, True),
        ("zitadel", {}, False),
        ("auth0", {}, False),
        ("onelogin", {}, False),
        ("node_oidc_provider", {"hint": "h.i.t"}, False),
        ("entra", {"logout_hint": "mary", "vouched": True}, True),
        ("entra", {"logout_hint": "the-callers"}, False),
        ("entra", {}, False),
        ("login_gov", {}, True),
        ("cognito", {}, False),
        ("google", {}, False),
    ],
)
def test_a_return_proves_something_only_where_the_provider_knew_whom_to_sign_out(
    profile: str, told: dict[str, Any], proves: bool
) -> None:
    assert visit(replace(CORP, profile=profile), ENDPOINT, return_url=RETURN, state="s", **told).proves is proves


def test_a_printed_visit_shows_no_hint() -> None:
    assert "h.i.t" not in repr(visit(CORP, ENDPOINT, return_url=RETURN, state=None, hint="h.i.t"))


@pytest.mark.parametrize(
    ("endpoint", "issuer", "allowed"),
    [
        ("https://login.corp.example/end", "https://login.corp.example", True),
        ("https://elsewhere.example/end", "https://login.corp.example", True),
        ("http://localhost:8002/end", "http://localhost:8002/o", True),
        ("http://localhost:8002/end", "https://login.corp.example", False),
        ("http://login.corp.example/end", "http://localhost:8002/o", False),
        ("javascript:alert(1)", "https://login.corp.example", False),
        ("https://login.corp.example/end#x", "https://login.corp.example", False),
        ("https://mary@login.corp.example/end", "https://login.corp.example", False),
        ("//login.corp.example/end", "https://login.corp.example", False),
        ("", "https://login.corp.example", False),
        ("https://login.corp.example/end", None, True),
        ("http://localhost/end", None, False),
    ],
)
def test_a_discovered_endpoint_may_be_http_only_when_its_issuer_is(
    endpoint: str, issuer: str | None, allowed: bool
) -> None:
    assert endpoint_allowed(replace(CORP, issuer=issuer), endpoint) is allowed


def test_a_configured_logout_url_is_the_only_one_that_its_provider_has() -> None:
    fixed = replace(CORP, logout_url="https://login.corp.example/logout")

    assert endpoint_allowed(fixed, "https://login.corp.example/logout")
    assert not endpoint_allowed(fixed, ENDPOINT)


@pytest.mark.parametrize("provider", [SAML, DEAF, replace(LEGACY, logout_url=None)])
def test_what_discovers_nothing_goes_nowhere_else(provider: object) -> None:
    assert not endpoint_allowed(provider, ENDPOINT)  # type: ignore[arg-type]


def test_a_hop_needs_a_hint_or_a_client_id_where_the_provider_asks_for_one() -> None:
    nameless = replace(CORP, client_id=None)

    assert branches(CORP, has_hint=False) == (Branch.WITHOUT_HINT,)
    assert branches(nameless, has_hint=True) == (Branch.HINT,)
    assert branches(nameless, has_hint=False) == ()
    assert branches(PLAIN, has_hint=False) == (Branch.WITHOUT_HINT,)
    assert branches(SAML, has_hint=True) == ()
    assert branches(DEAF, has_hint=True) == ()


@pytest.mark.parametrize(
    ("profile", "has_hint", "allowed"),
    [
        ("okta", True, (Branch.HINT,)),
        ("okta", False, ()),
        ("onelogin", True, (Branch.HINT, Branch.BARE)),
        ("onelogin", False, (Branch.BARE,)),
        ("login_gov", True, (Branch.WITHOUT_HINT,)),
        ("entra", False, (Branch.WITHOUT_HINT,)),
    ],
)
def test_a_row_allows_what_is_not_known_to_fail(profile: str, has_hint: bool, allowed: tuple[Branch, ...]) -> None:
    assert branches(replace(CORP, profile=profile), has_hint=has_hint) == allowed


def test_a_bare_url_says_nothing_and_nobody_comes_back_from_it() -> None:
    sparing = replace(CORP, profile="onelogin")
    visited = visit(sparing, ENDPOINT, return_url=RETURN, state="s", logout_hint="mary")

    assert (visited.url, visited.returns) == (ENDPOINT, Returns.NEVER)
    assert returns(sparing, Branch.HINT) is Returns.REGISTERED
