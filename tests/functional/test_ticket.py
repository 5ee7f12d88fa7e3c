"""The ticket of `/logout/start`: sealed, for one minute, without a token, and only for the page that asked for it."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.functional.answers import Answer
from tests.functional.browser import BASE, ELSEWHERE, Browser
from tests.functional.cognito import Cognito
from tests.functional.deployment import Deployment
from tests.functional.judgements import goes_on
from tests.functional.sessions import app_cookies, sign_in
from tests.functional.stages import SHOP, SHOP_COOKIES, TWO_APPS
from tests.functional.tokens import SHOP as SHOP_CLIENT
from tests.functional.tokens import Person


def ticket_address(browser: Browser, **content: str) -> str:
    """Where the page shall go; the ticket is a secret of this test."""
    location: str = browser.fetch("/logout", content).json["location"]
    (ticket,) = parse_qs(urlsplit(location).query)["ticket"]
    browser.remembered.add(ticket)
    return location


def leads_nowhere(answer: Answer) -> bool:
    """Whether the answer is a page without a redirect and without a cookie."""
    assert (answer.location, answer.set_cookies) == (None, []), answer
    return answer.is_page and 200 <= answer.status < 500


def test_the_page_that_asked_goes_on_by_itself(browser: Browser, cognito: Cognito, mary: Person) -> None:
    sign_in(browser, mary)

    answer = browser.visit(ticket_address(browser))

    assert goes_on(answer, cognito)
    assert browser.ours
    assert app_cookies(browser) == set()
    assert answer.header("Cache-Control") == "no-store"


@pytest.mark.parametrize("referrer", [None, "https://evil.test/", "https://shop.example.com.evil.test/", BASE])
def test_another_page_is_asked_and_may_go_on(
    referrer: str | None, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    sign_in(browser, mary)
    location = ticket_address(browser)

    answer = browser.visit(location, ELSEWHERE, {"referer": referrer})

    assert (answer.status, answer.is_page, answer.location) == (200, True, None)
    assert {"shop_session", "shop_rt"} <= app_cookies(browser)
    (form,) = answer.forms
    assert goes_on(browser.press(form), cognito)
    assert app_cookies(browser) == set()


def test_a_ticket_is_good_for_a_minute(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    sign_in(browser, mary)
    location = ticket_address(browser)
    deployment.later(55)

    assert goes_on(browser.visit(location), cognito)


def test_a_ticket_is_no_good_after_a_minute(deployment: Deployment, browser: Browser, mary: Person) -> None:
    sign_in(browser, mary)
    location = ticket_address(browser)
    deployment.later(62)

    assert leads_nowhere(browser.visit(location))
    assert "shop_session" in browser.cookies


@pytest.mark.parametrize("ticket", ["", "x", "%00", "a" * 3000, "{}"])
def test_a_forged_ticket_leads_nowhere(ticket: str, browser: Browser, cognito: Cognito, mary: Person) -> None:
    sign_in(browser, mary)

    assert leads_nowhere(browser.visit(f"/logout/start?ticket={ticket}"))
    assert leads_nowhere(browser.visit(f"/logout/start?ticket={ticket}&ticket={ticket}"))
    assert leads_nowhere(browser.visit("/logout/start"))
    assert "shop_session" in browser.cookies
    assert not cognito.effects


def test_a_ticket_of_another_deployment_leads_nowhere(deployment: Deployment, browser: Browser) -> None:
    location = ticket_address(browser)
    deployment.set(SIGNING_KEYS=deployment.new_key())

    assert leads_nowhere(browser.visit(location))


def test_a_ticket_is_no_journey_and_a_journey_is_no_ticket(browser: Browser, mary: Person) -> None:
    browser.visit("/logout")
    (journey,) = browser.ours.values()
    ticket = parse_qs(urlsplit(ticket_address(browser)).query)["ticket"][0]

    assert leads_nowhere(browser.visit(f"/logout/start?ticket={journey.value}"))
    journey.value = ticket
    assert browser.come_back(f"{BASE}/logout/return").location is None


def test_no_token_travels_in_a_ticket(browser: Browser, mary: Person) -> None:
    short = ticket_address(browser, refresh_token=mary.refresh_token(40))
    long = ticket_address(
        browser,
        refresh_token=mary.refresh_token(3000),
        access_token=mary.access_token(),
        id_token_hint=mary.id_token(**{"custom:corp_id_token": mary.provider_id_token(1500)}),
    )

    assert len(long) < len(short) + 300


def test_a_ticket_repeats_no_effect(browser: Browser, cognito: Cognito, mary: Person) -> None:
    session = sign_in(browser, mary)
    location = ticket_address(browser)

    assert goes_on(browser.visit(location), cognito)
    browser.visit(location)

    assert cognito.revoked == [session.refresh_token]


def test_the_hop_after_a_ticket_tells_nobody_about_it(browser: Browser) -> None:
    assert browser.visit(ticket_address(browser)).header("Referrer-Policy") == "no-referrer"


def test_a_person_may_think_for_some_minutes(deployment: Deployment, browser: Browser, cognito: Cognito) -> None:
    asked = browser.visit(ticket_address(browser), ELSEWHERE)
    deployment.later(200)

    assert goes_on(browser.press(asked.forms[0]), cognito)


def test_what_a_call_without_intent_left_alive_ends_after_the_answer(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    session = sign_in(browser, mary)
    location = browser.request("GET", "/logout", None, {"accept": "application/json"}).json["location"]
    assert not cognito.effects

    asked = browser.visit(location, ELSEWHERE)
    assert goes_on(browser.press(asked.forms[0]), cognito)

    assert cognito.revoked == [session.refresh_token]
    assert app_cookies(browser) == set()


def test_an_app_that_has_everybody_asked_has_its_fetches_asked(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    deployment.configure(SHOP + 'confirm = "always"\n' + SHOP_COOKIES)
    sign_in(browser, mary)

    location = ticket_address(browser)

    assert not cognito.effects
    assert browser.visit(location).forms
    assert "shop_session" in browser.cookies


def test_a_fetch_about_two_people_ends_nothing_unasked(
    browser: Browser, cognito: Cognito, mary: Person, eve: Person
) -> None:
    sign_in(browser, mary)

    location = ticket_address(browser, id_token_hint=eve.id_token())

    assert not cognito.effects
    assert browser.visit(location).forms
    assert "shop_session" in browser.cookies


def test_the_page_of_another_app_ends_nothing_of_this_one(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    deployment.configure(TWO_APPS)
    sign_in(browser, mary)

    answer = browser.fetch("/logout", {"client_id": SHOP_CLIENT}, "https://blog.example.org/post")

    assert not cognito.effects
    assert "shop_session" in browser.cookies
    if answer.status == 200:
        assert browser.visit(answer.json["location"], "https://blog.example.org/post").forms
