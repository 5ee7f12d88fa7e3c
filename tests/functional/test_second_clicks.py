"""A second click, or a second logout after an abandoned one: the first one's cookies are there, and do no harm."""

from tests.functional.browser import BASE, ELSEWHERE, Browser
from tests.functional.cognito import Cognito
from tests.functional.judgements import goes_on
from tests.functional.sessions import sign_in
from tests.functional.test_ticket import ticket_address
from tests.functional.tokens import Person

RETURNED = f"{BASE}/logout/return"


def test_a_second_yes_goes_on_with_the_journey_of_the_first(browser: Browser, cognito: Cognito, mary: Person) -> None:
    session = sign_in(browser, mary)
    (form,) = browser.visit("/logout", ELSEWHERE).forms
    first = browser.press(form)

    second = browser.press(form)

    assert goes_on(second, cognito)
    assert second.location == first.location
    assert cognito.revoked == [session.refresh_token], "one effect"
    assert browser.come_back(RETURNED).hop[0] == f"{cognito.issuer}/end-session"


def test_a_second_call_in_the_middle_of_the_journey_keeps_the_hint(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    hint = mary.provider_id_token()
    session = sign_in(browser, mary, **{"custom:corp_id_token": hint})
    assert goes_on(browser.visit(ticket_address(browser, id_token_hint=session.id_token)), cognito)

    again = browser.visit(ticket_address(browser, id_token_hint=session.id_token))

    assert goes_on(again, cognito)
    assert browser.come_back(RETURNED).hop[1]["id_token_hint"] == hint


def test_a_hint_under_way_is_not_used_for_somebody_else(
    browser: Browser, cognito: Cognito, mary: Person, nate: Person
) -> None:
    session = sign_in(browser, mary, **{"custom:corp_id_token": mary.provider_id_token()})
    assert goes_on(browser.visit(ticket_address(browser, id_token_hint=session.id_token)), cognito)

    other = nate.id_token(identities=[{"providerName": "Corp"}])
    assert goes_on(browser.visit(ticket_address(browser, id_token_hint=other)), cognito)

    assert "id_token_hint" not in browser.come_back(RETURNED).hop[1]


def test_cookies_of_an_abandoned_journey_do_not_push_the_new_hint_out(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    hint = mary.provider_id_token(1_900)
    for _ in range(2):
        sign_in(browser, mary, **{"custom:corp_id_token": hint})
        assert goes_on(browser.visit("/logout"), cognito)

    assert browser.come_back(RETURNED).hop[1]["id_token_hint"] == hint
