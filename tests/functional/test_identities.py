"""Which provider a person came through: the `identities` of the verified ID token, whatever their form."""

import json

import pytest

from tests.functional.browser import Browser
from tests.functional.cognito import Cognito
from tests.functional.deployment import Deployment
from tests.functional.journeys import walk
from tests.functional.stages import EVERY_PROVIDER
from tests.functional.tokens import CORP, Person

WITH_BOOLEANS = CORP | {"primary": True, "dateCreated": 1671416345385}
APPLE = CORP | {"providerName": "Apple", "providerType": "SignInWithApple"}


@pytest.mark.parametrize(
    "identities",
    [
        [CORP],
        [WITH_BOOLEANS],
        [CORP | {"primary": "false"}],
        [CORP | {"primary": False}],
        [{"providerName": "Corp"}],
        json.dumps([CORP]),
        json.dumps([WITH_BOOLEANS]),
        [CORP, CORP | {"userId": "4712"}],
    ],
    ids=["strings", "booleans", "not primary", "false", "name alone", "text", "text with booleans", "twice"],
)
def test_identities_in_any_documented_form_name_the_provider(
    identities: object, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    hint = mary.id_token(identities=identities)

    assert browser.fetch("/logout", {"id_token_hint": hint}).leg("provider")["provider"] == "Corp"
    walked = walk(browser, cognito, browser.submit("/logout", {"id_token_hint": hint}))
    assert walked.addresses[1:] == [f"{cognito.issuer}/end-session"]


@pytest.mark.parametrize("identities", [None, [], "[]"], ids=str)
def test_a_native_user_has_no_leg_for_a_provider(
    identities: object, browser: Browser, cognito: Cognito, nate: Person
) -> None:
    answer = browser.fetch("/logout", {"id_token_hint": nate.id_token(identities=identities)})

    assert "provider" not in [leg["leg"] for leg in answer.json["receipt"]["legs"]]
    assert walk(browser, cognito, browser.visit(answer.json["location"])).addresses == [f"{cognito.base}/logout"]


@pytest.mark.parametrize(
    "identities",
    ["{", "null", 7, True, {"providerName": "Corp"}, [7], [None], [[]], [{}], [{"providerName": None}], ["Corp"]],
    ids=str,
)
def test_identities_of_no_known_form_break_nothing(
    identities: object, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    answer = browser.visit(f"/logout?id_token_hint={mary.id_token(identities=identities)}")

    assert answer.hop[0] == f"{cognito.base}/logout"


def test_a_provider_that_is_not_configured_is_not_visited(browser: Browser, cognito: Cognito, mary: Person) -> None:
    hint = mary.id_token(identities=[APPLE])

    answer = browser.fetch("/logout", {"id_token_hint": hint})

    assert answer.outcome("provider") in ("not_attempted", "not_supported")
    assert walk(browser, cognito, browser.visit(answer.json["location"])).addresses == [f"{cognito.base}/logout"]


def test_the_token_is_believed_before_the_parameter(deployment: Deployment, browser: Browser, mary: Person) -> None:
    deployment.configure(EVERY_PROVIDER)

    answer = browser.fetch("/logout", {"id_token_hint": mary.id_token(), "identity_provider": "Legacy"})

    assert answer.leg("provider")["provider"] == "Corp"


def test_several_identities_break_nothing(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    deployment.configure(EVERY_PROVIDER)
    linked = [CORP | {"primary": "false"}, APPLE | {"primary": "false"}]

    walked = walk(browser, cognito, browser.visit(f"/logout?id_token_hint={mary.id_token(identities=linked)}"))

    assert walked.addresses[0] == f"{cognito.base}/logout"
    assert walked.last.status == 200
