"""The journey: sealed in a cookie, one hop at a time, moved on by a return with the right state or with none."""

import pytest

from tests.functional.answers import Answer
from tests.functional.audit_log import Output, ours
from tests.functional.browser import BASE, Browser
from tests.functional.cognito import Cognito
from tests.functional.deployment import Deployment
from tests.functional.sessions import sign_in
from tests.functional.stages import RETURN, USUAL
from tests.functional.tokens import Person

BACK = f"{BASE}/logout/return"


def at_cognito(browser: Browser, mary: Person) -> Answer:
    """The answer that sends Mary's browser to Cognito."""
    sign_in(browser, mary)
    return browser.visit(f"/logout?post_logout_redirect_uri={RETURN}&state=of-the-app")


def at_the_provider(browser: Browser, mary: Person) -> Answer:
    """The answer that sends Mary's browser to the provider."""
    at_cognito(browser, mary)
    return browser.come_back(BACK)


def is_plain_page(answer: Answer) -> bool:
    """Whether a page says that there is nothing to do here."""
    assert answer.location is None, answer
    return answer.is_page and 200 <= answer.status < 500 and not answer.forms


def outcome_of(output: Output, leg: str) -> str:
    """The last outcome that the audit tells of a leg."""
    return str([ours(event)["outcome"] for event in output.events if ours(event).get("leg") == leg][-1])


def test_cognito_comes_first_and_comes_back_without_a_state(
    browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    assert at_cognito(browser, mary).hop[0] == f"{cognito.base}/logout"

    answer = browser.come_back(BACK)

    assert answer.hop[0] == f"{cognito.issuer}/end-session"
    assert outcome_of(output, "cognito") == "unconfirmed"


def test_the_hop_to_the_provider_carries_a_fresh_state_and_where_to_come_back(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    first = at_the_provider(browser, mary)
    second = at_the_provider(browser, mary)

    parameters = first.hop[1]
    assert parameters["client_id"] == "cognito-at-corp"
    assert parameters["post_logout_redirect_uri"] == BACK
    assert len(parameters["state"]) >= 22
    assert parameters["state"] != second.hop[1]["state"] != "of-the-app"
    assert first.header("Cache-Control") == "no-store"
    assert first.header("Referrer-Policy") == "no-referrer"


def test_a_return_with_the_state_is_done_and_leads_to_the_app(browser: Browser, mary: Person, output: Output) -> None:
    state = at_the_provider(browser, mary).hop[1]["state"]

    answer = browser.come_back(f"{BACK}?state={state}")

    assert (answer.status, answer.location) == (303, f"{RETURN}?state=of-the-app")
    assert outcome_of(output, "provider") == "done"
    assert not browser.ours


def test_a_return_without_any_state_moves_on_unconfirmed(browser: Browser, mary: Person, output: Output) -> None:
    at_the_provider(browser, mary)

    answer = browser.come_back(BACK)

    assert answer.location == f"{RETURN}?state=of-the-app"
    assert outcome_of(output, "provider") == "unconfirmed"


def test_a_return_with_a_wrong_state_moves_nothing(browser: Browser, mary: Person, output: Output) -> None:
    state = at_the_provider(browser, mary).hop[1]["state"]
    before = browser.ours

    answer = browser.come_back(f"{BACK}?state={'x' * len(state)}")

    assert answer.is_page
    assert answer.location is None
    assert answer.forms or answer.links, "a button to go on"
    assert {name: cookie.value for name, cookie in browser.ours.items()} == {
        name: cookie.value for name, cookie in before.items()
    }
    assert not output.steps("completed")
    assert browser.come_back(f"{BACK}?state={state}").location == f"{RETURN}?state=of-the-app"


def test_the_button_after_a_wrong_state_leads_on(browser: Browser, mary: Person) -> None:
    at_the_provider(browser, mary)
    page = browser.come_back(f"{BACK}?state=wrong")

    answer = browser.press(page.forms[0]) if page.forms else browser.visit(page.links[0], BASE)
    while answer.status == 303 and (answer.location or "").startswith(BASE):
        answer = browser.visit(answer.location or "", BASE)

    assert answer.location == f"{RETURN}?state=of-the-app"


@pytest.mark.parametrize("query", ["state=", "state=a&state=b", "state=%00", "state=" + "x" * 5000])
def test_an_odd_state_moves_nothing_and_breaks_nothing(query: str, browser: Browser, mary: Person) -> None:
    state = at_the_provider(browser, mary).hop[1]["state"]

    answer = browser.come_back(f"{BACK}?{query}")

    assert answer.status < 500
    if query != "state=":  # an empty one may count as none
        assert answer.location is None
        assert browser.come_back(f"{BACK}?state={state}").location == f"{RETURN}?state=of-the-app"


def test_a_post_becomes_a_get_of_the_same_address(browser: Browser, mary: Person, output: Output) -> None:
    state = at_the_provider(browser, mary).hop[1]["state"]

    answer = browser.submit(f"{BACK}?state={state}", {}, "https://idp.test/")

    assert (answer.status, answer.location) == (303, f"{BACK}?state={state}")
    assert not output.steps("completed")
    assert browser.come_back(answer.location or "").location == f"{RETURN}?state=of-the-app"


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

    assert browser.come_back(f"{BACK}?state={state}").location == f"{RETURN}?state=of-the-app"


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
    assert browser.come_back(BACK).location == f"{RETURN}?state=of-the-app", "the last key seals"


def test_the_newest_journey_wins(browser: Browser, mary: Person) -> None:
    browser.visit(f"/logout?reach=browser&post_logout_redirect_uri={RETURN}&state=older")
    at_the_provider(browser, mary)

    assert browser.come_back(BACK).location == f"{RETURN}?state=of-the-app"


def test_a_provider_that_left_the_configuration_is_not_visited(
    deployment: Deployment, browser: Browser, mary: Person
) -> None:
    at_cognito(browser, mary)
    deployment.configure(USUAL.partition("[providers")[0])

    answer = browser.come_back(BACK)

    assert answer.location == f"{RETURN}?state=of-the-app"


def test_the_end_without_a_return_address_shows_what_ended(browser: Browser, mary: Person) -> None:
    sign_in(browser, mary)
    browser.visit("/logout")
    state = browser.come_back(BACK).hop[1]["state"]

    answer = browser.come_back(f"{BACK}?state={state}")

    assert (answer.status, answer.location, answer.is_page) == (200, None, True)
    assert "Corp" in answer.body
    assert not browser.ours
