"""Tokens in a body: whoever holds them may end them, but they prove nothing about this browser."""

import pytest

from tests.functional.browser import ELSEWHERE, Browser
from tests.functional.cognito import REVOKE, Cognito
from tests.functional.judgements import goes_on, question
from tests.functional.sessions import keep, sign_in
from tests.functional.stages import RETURN
from tests.functional.tokens import CORP as AT_CORP
from tests.functional.tokens import Person


@pytest.mark.parametrize("site", ["cross-site", None])
def test_tokens_in_a_body_are_revoked_at_once_but_the_browser_is_asked(
    site: str | None, browser: Browser, cognito: Cognito, mary: Person, eve: Person
) -> None:
    sign_in(browser, mary)
    before = browser.cookies
    token = eve.refresh_token()

    answer = browser.submit("/logout", {"refresh_token": token}, ELSEWHERE, {"sec-fetch-site": site})

    assert question(answer)
    assert cognito.revoked == [token]
    assert before.items() <= browser.cookies.items()


def test_after_the_question_a_token_of_the_body_is_not_revoked_again(
    browser: Browser, cognito: Cognito, mary: Person, eve: Person
) -> None:
    session = sign_in(browser, mary)
    token = eve.refresh_token()

    form = question(browser.submit("/logout", {"refresh_token": token}, ELSEWHERE))
    assert goes_on(browser.press(form), cognito)

    assert cognito.revoked == [token, session.refresh_token]


def test_a_hint_in_a_body_proves_nothing_about_this_browser(browser: Browser, mary: Person) -> None:
    fields = {"id_token_hint": mary.id_token(identities=[AT_CORP]), "post_logout_redirect_uri": RETURN}

    assert question(browser.submit("/logout", fields, ELSEWHERE))


def test_a_token_of_the_body_is_not_on_the_page_that_asks(browser: Browser, eve: Person) -> None:
    token = eve.refresh_token()

    assert token not in browser.submit("/logout", {"refresh_token": token}, ELSEWHERE).body


def test_a_body_from_elsewhere_sends_no_token_of_the_cookies_everywhere(
    browser: Browser, cognito: Cognito, mary: Person, eve: Person
) -> None:
    sign_in(browser, mary)
    token = eve.refresh_token()

    assert question(browser.submit("/logout", {"refresh_token": token, "reach": "everywhere"}, ELSEWHERE))

    assert [call.name for call in cognito.effects] == [REVOKE]
    assert cognito.revoked == [token]


def test_a_token_that_came_twice_is_revoked_once(browser: Browser, cognito: Cognito, mary: Person) -> None:
    session = sign_in(browser, mary)

    browser.submit("/logout", {"refresh_token": session.refresh_token})

    assert cognito.revoked == [session.refresh_token]


def test_the_token_of_the_body_and_the_one_of_the_cookies_are_both_revoked(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    session, another = sign_in(browser, mary), mary.refresh_token()

    browser.submit("/logout", {"refresh_token": another})

    assert sorted(cognito.revoked) == sorted([another, session.refresh_token])


def test_an_empty_token_is_no_token(browser: Browser, cognito: Cognito) -> None:
    keep(browser, {"shop_rt": "", "shop_at": ""})

    assert goes_on(browser.submit("/logout", {"refresh_token": "", "reach": "everywhere"}), cognito)
    assert not cognito.effects
