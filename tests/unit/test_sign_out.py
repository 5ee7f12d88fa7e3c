"""Gather, decide, do: what one request to /logout does to the world, and what it answers."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from coordinator.core.model import Claims
from coordinator.core.plan import SIGN_OUT_SCOPE
from coordinator.errors import EffectFailed, TokenInvalid, Unavailable

from tests.unit.deployments import Answer, Deployed
from tests.unit.samples import NOW, claims

CORP_END = "https://login.corp.example/end-session"
SAME_SITE = {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Dest": "document"}
COOKIES = {"Cookie": "shop_session=s; shop_rt=the-refresh; shop_at=the-access; shop_id=the-id"}
FROM_CORP = {"identities": [{"providerName": "Corp", "primary": "true"}], "custom:corp_id_token": "h.i.t"}


@pytest.fixture
def mary(deployed: Deployed) -> Deployed:
    """The shop, and Mary's tokens in her cookies: she came in through Corp."""
    deployed.knows("id", "the-id", claims(everything=FROM_CORP))
    deployed.knows("access", "the-access", claims(username="Corp_mary", scopes=frozenset({SIGN_OUT_SCOPE})))
    deployed.discovery.endpoints["Corp"] = CORP_END
    return deployed


def query_of(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def sign_out(mary: Deployed, **query: str) -> Answer:
    return mary.get(headers={**SAME_SITE, **COOKIES}, **query)


def test_tokens_and_cookies_die_before_the_browser_goes_to_cognito(mary: Deployed) -> None:
    answer = sign_out(mary, client_id="1example23456789")

    assert answer.status == 303
    assert answer.location.startswith("https://example.auth.eu-central-1.amazoncognito.com/logout?")
    assert query_of(answer.location) == {
        "client_id": "1example23456789",
        "logout_uri": "https://logout.example.com/logout/return",
    }
    assert mary.cognito.revoked == ["the-refresh"]
    assert {name for name, value in answer.cookies.items() if not value} == {
        "shop_session",
        "shop_rt",
        "shop_at",
        "shop_id",
    }
    assert mary.legs("effect") == [("tokens", None, "done", None)]


def test_everywhere_ends_all_sessions_by_the_cookies_access_token(mary: Deployed) -> None:
    sign_out(mary, reach="everywhere")

    assert (mary.cognito.ended, mary.cognito.revoked) == (["the-access"], [])
    assert [leg[:3] for leg in mary.legs("effect")] == [("tokens", None, "done"), ("other_sessions", None, "done")]


def test_an_app_only_logout_makes_no_hop_and_goes_back_at_once(mary: Deployed) -> None:
    answer = sign_out(
        mary, reach="app", post_logout_redirect_uri="https://shop.example.com/signed-out", state="s t&a=te"
    )

    assert answer.location == "https://shop.example.com/signed-out?state=s%20t%26a%3Dte"
    assert mary.cognito.revoked == ["the-refresh"]
    assert [step for step, _, _ in mary.audit.steps] == ["requested", "effect", "completed"]


def test_without_an_address_to_go_back_to_the_receipt_has_a_button(mary: Deployed) -> None:
    answer = sign_out(mary, reach="app")

    assert answer.status == 200
    assert 'href="https://shop.example.com/signed-out"' in answer.body


def test_a_failed_effect_keeps_nobody_signed_in(mary: Deployed) -> None:
    mary.cognito.failing["revoke"] = EffectFailed("timeout", retryable=True)

    assert sign_out(mary).status == 303
    assert mary.legs("effect") == [("tokens", None, "failed", "timeout")]


def test_a_native_user_meets_no_provider(deployed: Deployed) -> None:
    deployed.knows("id", "the-id", claims())
    sign_out(deployed, reach="browser")

    assert deployed.legs("hop") == []


@pytest.mark.parametrize(
    ("identities", "legs"),
    [
        ([{"providerName": "Deaf"}], [("provider", "Deaf", "not_supported", "provider_has_no_logout")]),
        ([{"providerName": "Unlisted"}], [("provider", "Unlisted", "not_supported", "not_configured")]),
        ([{"providerName": "CorpSaml"}], []),
        ([{"providerName": "Legacy"}], []),
    ],
)
def test_what_no_hop_can_end_is_said_at_once(
    deployed: Deployed, identities: object, legs: list[tuple[str, str | None, str, str | None]]
) -> None:
    deployed.knows("id", "the-id", claims(everything={"identities": identities}))
    sign_out(deployed)

    assert deployed.legs("hop") == legs


@pytest.mark.parametrize(
    ("endpoint", "outcome"),
    [(None, ("not_supported", "no_end_session_endpoint")), (Unavailable("timeout"), ("failed", "discovery_failed"))],
)
def test_a_provider_whose_endpoint_is_not_found_is_named(
    mary: Deployed, endpoint: Unavailable | None, outcome: tuple[str, str]
) -> None:
    mary.discovery.endpoints["Corp"] = endpoint
    sign_out(mary)

    assert mary.legs("hop") == [("provider", "Corp", *outcome)]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"client_id": "another"}, "unknown_client"),
        ({"identity_provider": "Unlisted"}, "unknown_provider"),
        ({"post_logout_redirect_uri": "https://evil.example/"}, "return_not_registered"),
        ({"id_token_hint": "forged"}, "invalid_hint"),
        ({"id_token_hint": "of-the-blog", "client_id": "1example23456789"}, "client_mismatch"),
        ({"refresh_token": "x"}, "token_in_query"),
    ],
)
def test_a_refusal_comes_before_any_effect_and_never_redirects(
    mary: Deployed, query: dict[str, str], code: str
) -> None:
    mary.knows("id", "of-the-blog", Claims("mary", "2example23456789", NOW + 60))
    answer = sign_out(mary, **query)

    assert (answer.status, answer.location) == (400, "")
    assert code in answer.body
    assert (mary.cognito.revoked, mary.cognito.ended) == ([], [])
    assert mary.audit.steps == [("refused", None, code)]


def test_keys_that_cannot_be_had_make_a_hint_absent_and_stop_nothing(mary: Deployed) -> None:
    mary.tokens.broken = Unavailable("timeout")
    answer = sign_out(mary, id_token_hint="the-id", reach="everywhere")

    assert answer.status == 303
    assert mary.cognito.revoked == ["the-refresh"]
    assert mary.legs("effect")[1] == ("other_sessions", None, "failed", "keys_unavailable")


def test_a_stale_cookie_locks_nobody_in(mary: Deployed) -> None:
    mary.tokens.broken = TokenInvalid("signature")

    assert sign_out(mary).status == 303
    assert mary.cognito.revoked == ["the-refresh"]


def test_what_nobody_foresaw_is_our_error_and_shows_nothing(mary: Deployed) -> None:
    mary.undo.setattr(mary.seals, "seal", lambda *_: 1 / 0)
    answer = sign_out(mary)

    assert answer.status == 500
    assert "server_error" in answer.body
    assert [type(error) for error in mary.audit.errors] == [ZeroDivisionError]
    assert mary.audit.flushed == 1
