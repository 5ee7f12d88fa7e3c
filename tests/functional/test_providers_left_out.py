"""Providers that no hop can end: the logout goes on without them, and the receipt says why, and until when."""

import json
import secrets
from datetime import UTC, datetime

import pytest

from tests.functional.audit_log import Output, ours
from tests.functional.browser import Browser
from tests.functional.cognito import Cognito
from tests.functional.deployment import Deployment
from tests.functional.journeys import walk
from tests.functional.sessions import sign_in
from tests.functional.stages import CORP as CORP_TABLE
from tests.functional.stages import RETURN, SHOP, SHOP_COOKIES
from tests.functional.tokens import CORP, Person

UNHEARD = CORP | {"providerName": "Unheard"}
OKTA = """
[providers.Okta]
profile = "okta"
issuer = "https://example.okta.com"
logout_url = "https://example.okta.com/oauth2/v1/logout"
hint = "claim:custom:okta_id_token"
session_hours = 2
"""


def test_a_provider_that_only_the_pool_has_is_named_and_counted_once(
    browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    hint = mary.id_token(identities=[UNHEARD, CORP])

    walked = walk(browser, cognito, browser.visit(f"/logout?id_token_hint={hint}&post_logout_redirect_uri={RETURN}"))

    assert walked.addresses == [f"{cognito.base}/logout", f"{cognito.issuer}/end-session"]
    assert walked.last.location == RETURN
    assert output.metrics["provider_not_configured"] == 1
    leg = browser.fetch("/logout", {"id_token_hint": mary.id_token(identities=[UNHEARD])}).leg("provider")
    assert (leg["provider"], leg["outcome"], leg["reason"]) == ("Unheard", "not_supported", "not_configured")


@pytest.mark.parametrize(
    "identity",
    [
        CORP | {"providerName": "Renamed", "issuer": "CORP_ISSUER/entity"},
        CORP | {"providerName": "Corp", "issuer": None},
    ],
    ids=["by its issuer's host", "by its name"],
)
def test_a_provider_is_known_by_its_name_or_by_its_issuers_host(
    identity: dict[str, object], browser: Browser, cognito: Cognito, mary: Person
) -> None:
    listed = json.loads(json.dumps([identity]).replace("CORP_ISSUER", cognito.issuer))

    walked = walk(browser, cognito, browser.visit(f"/logout?id_token_hint={mary.id_token(identities=listed)}"))

    assert walked.addresses[1:] == [f"{cognito.issuer}/end-session"]


def test_a_social_provider_of_another_name_is_known_by_its_type(
    deployment: Deployment, cognito: Cognito, mary: Person
) -> None:
    deployment.configure(SHOP + '[providers.MyApple]\nprofile = "apple"\n')
    identity = CORP | {"providerName": "SignInWithApple", "providerType": "SignInWithApple", "issuer": None}

    leg = deployment.browser().fetch("/logout", {"id_token_hint": mary.id_token(identities=[identity])}).leg("provider")

    assert (leg["provider"], leg["reason"]) == ("MyApple", "provider_has_no_logout")


def test_without_the_hint_that_it_requires_a_provider_is_not_visited_and_the_receipt_says_until_when(
    deployment: Deployment, cognito: Cognito, mary: Person
) -> None:
    deployment.configure(SHOP + SHOP_COOKIES + OKTA)
    browser = deployment.browser()
    identity = CORP | {"providerName": "Okta"}
    hint = mary.id_token(identities=[identity])

    answer = browser.fetch("/logout", {"id_token_hint": hint})

    leg = answer.leg("provider")
    assert (leg["outcome"], leg["reason"]) == ("not_supported", "no_hint")
    alive = datetime.fromisoformat(leg["alive_until"]) - datetime.now(UTC)
    assert 7_190 <= alive.total_seconds() <= 7_200
    assert answer.json["receipt"]["reauthenticate"] == "login"
    walked = walk(browser, cognito, browser.submit("/logout", {"id_token_hint": hint}))
    assert walked.addresses == [f"{cognito.base}/logout"]


def test_a_hint_for_another_user_is_no_hint_to_a_provider_that_requires_one(
    deployment: Deployment, cognito: Cognito, mary: Person, nate: Person
) -> None:
    deployment.configure(SHOP + SHOP_COOKIES + OKTA)
    browser = deployment.browser()
    for person, visited in ((mary, True), (nate, False)):
        token = person.id_token(iss="https://example.okta.com", signed_by="corp")
        identity = CORP | {"providerName": "Okta", "userId": mary.sub}
        sign_in(browser, mary, identities=[identity], **{"custom:okta_id_token": token})
        addresses = walk(browser, cognito, browser.visit("/logout")).addresses
        assert ("https://example.okta.com/oauth2/v1/logout" in addresses) is visited


@pytest.mark.parametrize(("kind", "prompt"), [("Google", "select_account"), ("SignInWithApple", "login")])
def test_the_app_is_told_how_to_ask_for_a_fresh_sign_in(
    kind: str, prompt: str, deployment: Deployment, mary: Person
) -> None:
    deployment.configure(SHOP + CORP_TABLE)
    identity = CORP | {"providerName": kind, "providerType": kind, "issuer": None}

    answer = deployment.browser().fetch("/logout", {"id_token_hint": mary.id_token(identities=[identity])})

    assert answer.json["receipt"]["reauthenticate"] == prompt


def as_called(browser: Browser, **fields: str) -> tuple[str, str | None, str | None]:
    """Outcome and reason of the provider's leg as a `fetch` is told, and what the next sign-in must ask for."""
    answer = browser.fetch("/logout", fields)
    leg = answer.leg("provider")
    return leg["outcome"], leg["reason"], answer.json["receipt"]["reauthenticate"]


def test_a_fetch_is_told_what_its_navigation_will_find_which_carries_no_token_of_its_body(
    deployment: Deployment, cognito: Cognito, mary: Person
) -> None:
    deployment.configure(SHOP + SHOP_COOKIES + OKTA)
    okta = CORP | {"providerName": "Okta", "userId": mary.sub}
    claims = {"custom:okta_id_token": mary.id_token(iss="https://example.okta.com", signed_by="corp")}
    hint = mary.id_token(identities=[okta], **claims)

    browser = deployment.browser()
    assert as_called(browser, id_token_hint=hint) == ("not_supported", "no_hint", "login")

    sign_in(browser, mary, identities=[okta], **claims)
    assert as_called(browser) == ("not_attempted", None, None)
    location = browser.fetch("/logout", {}).json["location"]
    assert "https://example.okta.com/oauth2/v1/logout" in walk(browser, cognito, browser.visit(location)).addresses


def test_a_fetch_is_promised_a_hint_that_the_user_pool_may_tell_the_navigation(
    deployment: Deployment, mary: Person
) -> None:
    deployment.configure(SHOP + SHOP_COOKIES + OKTA, ADMIN_GET_USER="on")
    browser = deployment.browser()
    sign_in(browser, mary, identities=[CORP | {"providerName": "Okta", "userId": mary.sub}])

    assert as_called(browser) == ("not_attempted", None, None)


def test_a_hint_that_does_not_fit_is_audited_and_the_one_that_does_is_kept(
    deployment: Deployment, cognito: Cognito, mary: Person, output: Output
) -> None:
    second = (
        OKTA.replace("Okta]", "Second]").replace("example.okta.com", "second.okta.com").replace("okta_id", "second")
    )
    deployment.configure(SHOP + SHOP_COOKIES + OKTA + second)
    linked = [CORP | {"providerName": name, "userId": mary.sub} for name in ("Okta", "Second")]
    issuers = {"okta_id_token": "https://example.okta.com", "second_token": "https://second.okta.com"}
    claims = {
        f"custom:{name}": mary.id_token(iss=issuer, signed_by="corp", padding="p" * 1_000)
        for name, issuer in issuers.items()
    }

    answer = deployment.browser().submit("/logout", {"id_token_hint": mary.id_token(identities=linked, **claims)})

    assert answer.status == 303
    found = [
        (ours(event)["provider"], ours(event)["outcome"], event["status_detail"])
        for event in output.events
        if ours(event).get("leg") == "provider"
    ]
    assert found == [("Second", "not_supported", "hint_too_long")]


def test_the_longest_endpoint_costs_its_own_provider_the_hop(
    deployment: Deployment, cognito: Cognito, mary: Person
) -> None:
    evil = '[providers.Evil]\nprofile = "custom"\nreturn_param = "to"\nreturns = "registered"\n'
    evil += f'logout_url = "https://evil.example/{secrets.token_urlsafe(3_500)}"\n'
    deployment.configure(SHOP + SHOP_COOKIES + evil + CORP_TABLE)
    browser = deployment.browser()
    sign_in(browser, mary, identities=[{"providerName": "Evil", "primary": True}, CORP | {"primary": False}])

    walked = walk(browser, cognito, browser.visit("/logout"))

    assert walked.addresses == [f"{cognito.base}/logout", f"{cognito.issuer}/end-session"]


def test_until_when_a_session_lives_is_said_too_where_discovery_offers_no_logout(
    deployment: Deployment, cognito: Cognito, mary: Person
) -> None:
    del cognito.discovery["end_session_endpoint"]
    deployment.set(PUBLIC_URL="https://shop.example.com/signing")
    deployment.configure(SHOP + SHOP_COOKIES + CORP_TABLE + "session_hours = 8\n")
    browser = deployment.browser()
    sign_in(browser, mary)

    leg = browser.fetch("/signing/logout", {}, headers={"sec-fetch-site": "same-origin"}).leg("provider")

    assert (leg["outcome"], leg["reason"]) == ("not_supported", "no_end_session_endpoint")
    assert leg["alive_until"] is not None
