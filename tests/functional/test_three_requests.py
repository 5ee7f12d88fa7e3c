"""A call by `fetch`, the question that the navigation meets, and the answer to it: three requests, one logout."""

from tests.functional.browser import ELSEWHERE, Browser
from tests.functional.cognito import GLOBAL_SIGN_OUT, Cognito
from tests.functional.deployment import Deployment
from tests.functional.journeys import walk
from tests.functional.judgements import goes_on
from tests.functional.sessions import sign_in
from tests.functional.test_ticket import ticket_address
from tests.functional.tokens import Person


def test_what_the_call_did_is_not_done_again_after_the_question(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    session = sign_in(browser, mary)
    location = ticket_address(browser)
    assert cognito.revoked == [session.refresh_token]

    (form,) = browser.visit(location, ELSEWHERE, {"referer": None}).forms
    assert goes_on(browser.press(form), cognito)

    assert cognito.revoked == [session.refresh_token]


def test_a_global_sign_out_of_the_call_is_not_repeated_and_not_forgotten(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    sign_in(browser, mary)
    location = ticket_address(browser, reach="everywhere")
    assert len(cognito.called(GLOBAL_SIGN_OUT)) == 1

    (form,) = browser.visit(location, ELSEWHERE, {"referer": None}).forms
    last = walk(browser, cognito, browser.press(form)).last

    assert len(cognito.called(GLOBAL_SIGN_OUT)) == 1
    assert "<code>other_sessions: done" in last.body
