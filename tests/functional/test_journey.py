"""The journey: one hop at a time, moved on by a return with the right state or with none."""

import pytest

from tests.functional.audit_log import Output, ours
from tests.functional.browser import BASE, Browser
from tests.functional.cognito import Cognito
from tests.functional.passages import BACK, THE_END, at_cognito, at_the_provider
from tests.functional.sessions import sign_in
from tests.functional.tokens import Person


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

    assert (answer.status, answer.location) == (303, THE_END)
    assert outcome_of(output, "provider") == "done"
    assert not browser.ours


def test_a_return_without_any_state_moves_on_unconfirmed(browser: Browser, mary: Person, output: Output) -> None:
    at_the_provider(browser, mary)

    answer = browser.come_back(BACK)

    assert answer.location == THE_END
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
    assert browser.come_back(f"{BACK}?state={state}").location == THE_END


def test_the_button_after_a_wrong_state_leads_on(browser: Browser, mary: Person) -> None:
    at_the_provider(browser, mary)
    page = browser.come_back(f"{BACK}?state=wrong")

    answer = browser.press(page.forms[0]) if page.forms else browser.visit(page.links[0], BASE)
    while answer.status == 303 and (answer.location or "").startswith(BASE):
        answer = browser.visit(answer.location or "", BASE)

    assert answer.location == THE_END


@pytest.mark.parametrize("query", ["state=", "state=a&state=b", "state=%00", "state=" + "x" * 5000])
def test_an_odd_state_moves_nothing_and_breaks_nothing(query: str, browser: Browser, mary: Person) -> None:
    state = at_the_provider(browser, mary).hop[1]["state"]

    answer = browser.come_back(f"{BACK}?{query}")

    assert answer.status < 500
    if query != "state=":  # an empty one may count as none
        assert answer.location is None
        assert browser.come_back(f"{BACK}?state={state}").location == THE_END


def test_a_post_becomes_a_get_of_the_same_address(browser: Browser, mary: Person, output: Output) -> None:
    state = at_the_provider(browser, mary).hop[1]["state"]

    answer = browser.submit(f"{BACK}?state={state}", {}, "https://idp.test/")

    assert (answer.status, answer.location) == (303, f"{BACK}?state={state}")
    assert not output.steps("completed")
    assert browser.come_back(answer.location or "").location == THE_END


def test_the_end_without_a_return_address_shows_what_ended(browser: Browser, mary: Person) -> None:
    sign_in(browser, mary)
    browser.visit("/logout")
    state = browser.come_back(BACK).hop[1]["state"]

    answer = browser.come_back(f"{BACK}?state={state}")

    assert (answer.status, answer.location, answer.is_page) == (200, None, True)
    assert "Corp" in answer.body
    assert not browser.ours
