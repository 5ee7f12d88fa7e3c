"""Brings Mary's browser to the stations of a journey."""

from tests.functional.answers import Answer
from tests.functional.browser import BASE, Browser
from tests.functional.sessions import sign_in
from tests.functional.stages import RETURN
from tests.functional.tokens import Person

BACK = f"{BASE}/logout/return"
THE_END = f"{RETURN}?state=of-the-app"


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
