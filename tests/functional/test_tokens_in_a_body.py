"""Tokens in a body: whoever holds them may end them, but they prove nothing about this browser."""

import pytest

from tests.functional.browser import ELSEWHERE, Browser
from tests.functional.cognito import Cognito
from tests.functional.judgements import goes_on, question
from tests.functional.sessions import sign_in
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
