"""The sealed journey: missing, finished, expired, forged, of other keys, or at odds with the configuration."""

import pytest

from tests.functional.browser import BASE, Browser
from tests.functional.cognito import Cognito
from tests.functional.deployment import Deployment
from tests.functional.passages import BACK, THE_END, at_cognito, at_the_provider, is_plain_page
from tests.functional.stages import RETURN, USUAL
from tests.functional.tokens import Person


@pytest.mark.parametrize("query", ["", "?state=0123456789012345678901"])
def test_a_missing_journey_shows_a_plain_page(query: str, browser: Browser, cognito: Cognito) -> None:
    assert is_plain_page(browser.come_back(BACK + query))
    assert not cognito.effects


def test_a_finished_journey_shows_a_plain_page(browser: Browser, cognito: Cognito, mary: Person) -> None:
    state = at_the_provider(browser, mary).hop[1]["state"]
    browser.come_back(f"{BACK}?state={state}")
    effects = len(cognito.effects)

    assert is_plain_page(browser.come_back(f"{BACK}?state={state}"))
    assert len(cognito.effects) == effects


def test_an_expired_journey_shows_a_plain_page(deployment: Deployment, browser: Browser, mary: Person) -> None:
    at_cognito(browser, mary)
    kept = [f"{cookie.name}={cookie.value}; Path=/; Secure" for cookie in browser.ours.values()]
    deployment.later(602)
    browser.receive(BASE, kept)

    assert is_plain_page(browser.come_back(BACK))


def test_a_journey_of_nine_minutes_leads_to_the_app(deployment: Deployment, browser: Browser, mary: Person) -> None:
    state = at_the_provider(browser, mary).hop[1]["state"]
    deployment.later(540)

    assert browser.come_back(f"{BACK}?state={state}").location == THE_END


@pytest.mark.parametrize("spoil", ["cut", "flipped", "empty", "longer", "json"])
def test_a_forged_journey_shows_a_plain_page(spoil: str, browser: Browser, mary: Person) -> None:
    at_cognito(browser, mary)
    for cookie in browser.ours.values():
        sealed = cookie.value or ""
        middle = len(sealed) // 2
        flipped = sealed[:middle] + ("A" if sealed[middle] != "A" else "B") + sealed[middle + 1 :]
        values = {"cut": sealed[:-4], "flipped": flipped, "empty": "", "longer": "A" + sealed, "json": "{}"}
        cookie.value = values[spoil]

    assert is_plain_page(browser.come_back(BACK))


def test_a_journey_that_another_deployment_sealed_shows_a_plain_page(
    deployment: Deployment, browser: Browser, mary: Person
) -> None:
    at_cognito(browser, mary)
    deployment.set(SIGNING_KEYS=deployment.new_key())

    assert is_plain_page(browser.come_back(BACK))


def test_a_journey_outlives_the_rotation_of_the_keys(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    old, new = deployment.new_key(), deployment.new_key()
    deployment.set(SIGNING_KEYS=old)
    at_cognito(browser, mary)
    deployment.set(SIGNING_KEYS=f"{old},{new}")
    answer = browser.come_back(BACK)
    deployment.set(SIGNING_KEYS=new)

    assert answer.hop[0] == f"{cognito.issuer}/end-session"
    assert browser.come_back(BACK).location == THE_END, "the last key seals"


def test_the_newest_journey_wins(browser: Browser, mary: Person) -> None:
    browser.visit(f"/logout?reach=browser&post_logout_redirect_uri={RETURN}&state=older")
    at_the_provider(browser, mary)

    assert browser.come_back(BACK).location == THE_END


def test_a_provider_that_left_the_configuration_is_not_visited(
    deployment: Deployment, browser: Browser, mary: Person
) -> None:
    at_cognito(browser, mary)
    deployment.configure(USUAL.partition("[providers")[0])

    answer = browser.come_back(BACK)

    assert answer.location == THE_END
