"""Tickets in hostile hands: one goes on by itself only from the page of the app that it was issued to."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.functional.answers import Answer
from tests.functional.browser import BASE, ELSEWHERE, SHOP_PAGE, Browser, Overrides
from tests.functional.cognito import GLOBAL_SIGN_OUT, Cognito
from tests.functional.deployment import Deployment
from tests.functional.judgements import goes_on, question
from tests.functional.sessions import app_cookies, sign_in
from tests.functional.stages import BLOG, CORP, SHOP, SHOP_COOKIES, TWO_APPS
from tests.functional.tokens import SHOP as SHOP_CLIENT
from tests.functional.tokens import Person

pytestmark = pytest.mark.slow

SIBLING = "https://forum.example.com"
MOBILE = "https://m.example.com"
SITE = {"accept": "application/json", "content-type": "application/json", "sec-fetch-site": "same-site"}
STRANGERS: dict[str, Overrides] = {
    "a sibling's origin": {"origin": SIBLING},
    "a sibling's referrer": {"referer": f"{SIBLING}/thread"},
    "an opaque origin": {"origin": "null"},
    "an opaque origin with the app's referrer": {"origin": "null", "referer": SHOP_PAGE},
    "nothing at all": {},
}
REFERRERS = [SHOP_PAGE, "https://shop.example.com/", f"{SIBLING}/", "https://evil.test/", BASE, None]
TWO_PAGES = SHOP.replace('"https://shop.example.com/"]', f'"{MOBILE}/bye"]') + SHOP_COOKIES + CORP
MOVED = SHOP.replace("https://shop.example.com", "https://new.example.com") + SHOP_COOKIES + CORP
ASKS_ALWAYS = SHOP + 'confirm = "always"\n' + SHOP_COOKIES + CORP


def kept(browser: Browser, answer: Answer) -> str:
    """The address with the ticket, which is a secret of this test."""
    location: str = answer.json["location"]
    browser.remembered.add(parse_qs(urlsplit(location).query)["ticket"][0])
    return location


def strangers_ticket(browser: Browser, stranger: str, **content: str) -> str:
    """The ticket that a program without a registered page gets; it brings a token that it may end."""
    answer = browser.request("POST", "/logout", json.dumps(content), {**SITE, **STRANGERS[stranger]})
    assert answer.status == 200
    return kept(browser, answer)


def pages_ticket(browser: Browser, **content: str) -> str:
    """The ticket that the page of the app gets."""
    return kept(browser, browser.fetch("/logout", content))


def asks(answer: Answer, browser: Browser) -> bool:
    """Whether the person is asked, and the app's cookies are as they were."""
    assert question(answer)
    return {"shop_session", "shop_rt", "shop_at", "shop_id.0", "shop_id.1"} <= app_cookies(browser)


@pytest.mark.parametrize("referrer", REFERRERS)
@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_ticket_of_a_stranger_asks_whatever_the_referrer(
    stranger: str, referrer: str | None, deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    location = strangers_ticket(deployment.browser(), stranger)
    sign_in(browser, mary)

    assert asks(browser.visit(location, SHOP_PAGE, {"referer": referrer}), browser)
    assert not cognito.effects


def test_a_ticket_of_a_stranger_asks_in_the_browser_that_called_as_well(browser: Browser, mary: Person) -> None:
    sign_in(browser, mary)

    assert asks(browser.visit(strangers_ticket(browser, "a sibling's origin")), browser)


def test_a_ticket_of_a_stranger_with_his_own_token_ends_nobody_else(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person, eve: Person
) -> None:
    tokens = {"access_token": eve.access_token(), "refresh_token": eve.refresh_token()}
    location = strangers_ticket(deployment.browser(), "a sibling's origin", reach="everywhere", **tokens)
    before = len(cognito.effects)
    sign_in(browser, mary)

    assert asks(browser.visit(location), browser)
    assert len(cognito.effects) == before


def test_a_page_is_asked_about_the_ticket_that_another_page_of_the_app_was_given(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    deployment.configure(TWO_PAGES)
    sign_in(browser, mary)
    location = pages_ticket(browser)

    assert asks(browser.visit(location, f"{MOBILE}/account"), browser)
    assert goes_on(browser.visit(location), cognito)


@pytest.mark.parametrize("origin", [SIBLING, "null", "https://evil.test"])
def test_an_origin_beats_the_referrer_when_a_ticket_comes_back(origin: str, browser: Browser, mary: Person) -> None:
    sign_in(browser, mary)

    assert asks(browser.visit(pages_ticket(browser), SHOP_PAGE, {"origin": origin}), browser)


def test_a_page_that_is_no_longer_configured_is_asked(deployment: Deployment, browser: Browser, mary: Person) -> None:
    sign_in(browser, mary)
    location = pages_ticket(browser)
    deployment.configure(MOVED)

    assert asks(browser.visit(location), browser)


def test_a_page_that_now_belongs_to_another_app_is_asked(
    deployment: Deployment, browser: Browser, mary: Person
) -> None:
    sign_in(browser, mary)
    location = pages_ticket(browser, client_id=SHOP_CLIENT)
    deployment.configure(MOVED + BLOG.replace("https://blog.example.org", "https://shop.example.com"))

    assert asks(browser.visit(location), browser)


@pytest.mark.parametrize("always_from_the_beginning", [True, False])
def test_an_app_that_always_asks_asks_about_a_ticket_of_its_own_page(
    always_from_the_beginning: bool, deployment: Deployment, browser: Browser, mary: Person
) -> None:
    if always_from_the_beginning:
        deployment.configure(ASKS_ALWAYS)
    sign_in(browser, mary)
    location = pages_ticket(browser)
    deployment.configure(ASKS_ALWAYS)

    assert asks(browser.visit(location), browser)


@pytest.mark.parametrize("how", ["id_token_hint", "access_token"])
def test_a_ticket_of_a_call_about_one_person_asks_in_the_browser_of_another(
    how: str, deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person, eve: Person
) -> None:
    token = eve.id_token() if how == "id_token_hint" else eve.access_token()
    location = pages_ticket(deployment.browser(), **{how: token})
    sign_in(browser, mary)

    assert asks(browser.visit(location), browser)
    assert not cognito.effects


def test_a_ticket_goes_on_when_the_browser_speaks_of_the_same_person(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    location = pages_ticket(deployment.browser(), id_token_hint=mary.id_token())
    sign_in(browser, mary)

    assert goes_on(browser.visit(location), cognito)


def test_a_ticket_of_no_app_asks(deployment: Deployment, browser: Browser, mary: Person) -> None:
    deployment.configure(TWO_APPS)
    location = pages_ticket(deployment.browser())
    sign_in(browser, mary)

    assert asks(browser.visit(location, ELSEWHERE), browser)


def test_a_ticket_repeats_no_global_sign_out(browser: Browser, cognito: Cognito, mary: Person) -> None:
    sign_in(browser, mary)
    location = pages_ticket(browser, reach="everywhere")
    assert [call.name for call in cognito.effects] == [GLOBAL_SIGN_OUT]

    assert goes_on(browser.visit(location), cognito)
    assert len(cognito.called(GLOBAL_SIGN_OUT)) == 1
