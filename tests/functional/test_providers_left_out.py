"""Providers that no hop can end: the logout goes on without them, and the receipt says why, and until when."""

import json
from datetime import UTC, datetime

import pytest

from tests.functional.audit_log import Output
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
