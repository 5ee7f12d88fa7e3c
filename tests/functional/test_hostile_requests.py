"""Requests in hostile hands: odd texts, odd times, odd destinations; what shows no intent learns nothing."""

import json
from typing import Any

import pytest

from tests.functional.audit_log import Output
from tests.functional.browser import BASE, SHOP_PAGE, Browser, Overrides
from tests.functional.cognito import Cognito
from tests.functional.deployment import Deployment
from tests.functional.judgements import goes_on, is_refused, nothing_ended
from tests.functional.passages import BACK, at_cognito, at_the_provider
from tests.functional.sessions import keep, sign_in
from tests.functional.stages import EVERY_PROVIDER, TWO_APPS
from tests.functional.tokens import Person

pytestmark = pytest.mark.slow

JSON = {"content-type": "application/json", "accept": "text/html"}
BEYOND_9999: list[object] = [253_402_300_800, 10**15, 10**30, 1e30, "253402300800"]
PROGRAM: Overrides = {"accept": "application/json"}


def shown(document: dict[str, Any]) -> dict[str, Any]:
    """A JSON answer without what differs between any two: ids, tickets, and the exact time an hour from now."""
    receipt = document["receipt"]
    legs = [{**leg, "alive_until": leg["alive_until"] is not None} for leg in receipt["legs"]]
    return {**receipt, "legs": legs}


@pytest.mark.parametrize("state", ["\ud800", "\udfff", "x\udc00y", "\udc00\ud800"])
def test_half_a_surrogate_pair_is_no_state(state: str, browser: Browser, mary: Person) -> None:
    at_the_provider(browser, mary)
    journey = browser.cookies

    answer = browser.request("POST", "/logout/return", json.dumps({"state": state}), {**JSON})

    assert (answer.status, answer.location, answer.set_cookies) == (400, None, [])
    assert browser.cookies == journey


@pytest.mark.parametrize("expires", BEYOND_9999)
def test_an_access_token_that_never_expires_starts_no_global_effect(
    expires: object, deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    deployment.set(ADMIN_SIGN_OUT="on")
    token = mary.access_token(exp=expires)

    by_body = browser.fetch("/logout", {"reach": "everywhere", "access_token": token})
    keep(browser, {"shop_at": token, "shop_id.0": mary.id_token(exp=expires)})
    by_cookie = browser.fetch("/logout", {"reach": "everywhere"})

    assert by_body.outcome("other_sessions") == by_cookie.outcome("other_sessions") == "not_supported"
    assert not cognito.effects
    assert goes_on(browser.visit("/logout"), cognito)


@pytest.mark.parametrize("expires", BEYOND_9999)
def test_a_hint_that_never_expires_is_no_hint(
    expires: object, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    sign_in(browser, mary)
    before = browser.cookies

    answer = browser.fetch("/logout", {"id_token_hint": mary.id_token(exp=expires)})

    assert is_refused(answer, "invalid_hint", 400)
    assert nothing_ended(browser, cognito, before)


def test_the_last_second_of_9999_is_a_time(browser: Browser, cognito: Cognito, mary: Person) -> None:
    keep(browser, {"shop_at": mary.access_token(exp=253_402_300_799), "shop_rt": mary.refresh_token()})

    assert browser.fetch("/logout", {}).leg("tokens")["alive_until"] == "9999-12-31T23:59:59Z"


def test_a_program_without_intent_learns_nothing_of_the_browsers_cookies(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    deployment.configure(EVERY_PROVIDER)
    sign_in(browser, mary)

    for reach in ("app", "browser", "everywhere"):
        with_cookies = browser.request("GET", f"/logout?reach={reach}", None, PROGRAM)
        without = deployment.browser().request("GET", f"/logout?reach={reach}", None, PROGRAM)
        assert shown(with_cookies.json) == shown(without.json)

    assert not cognito.effects
    assert not [word for word in (mary.sub, mary.username, "Corp") if word in output.read()]
    assert all(event["user"] == {"name": "unknown"} for event in output.events)


def test_a_program_without_intent_does_not_learn_which_app_the_browser_is_signed_in_to(
    deployment: Deployment, browser: Browser, mary: Person
) -> None:
    deployment.configure(TWO_APPS)
    sign_in(browser, mary)

    with_cookies = browser.request("GET", "/logout", None, PROGRAM)

    assert shown(with_cookies.json) == shown(deployment.browser().request("GET", "/logout", None, PROGRAM).json)


def test_a_person_who_is_asked_is_not_named_in_the_audit(browser: Browser, mary: Person, output: Output) -> None:
    sign_in(browser, mary)

    browser.visit("/logout", "https://evil.test/")

    assert output.events
    assert not [word for word in (mary.sub, mary.username, "Corp") if word in output.read()]


@pytest.mark.parametrize("mode", ["no-cors", "navigate", None])
@pytest.mark.parametrize("destination", ["image", "iframe", "frame", "script", "empty", "object"])
def test_a_part_of_a_page_moves_no_journey(
    destination: str, mode: str | None, browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    at_cognito(browser, mary)
    journey, told = browser.cookies, len(output.events)
    headers: Overrides = {"sec-fetch-dest": destination, "sec-fetch-mode": mode, "sec-fetch-user": None}

    answer = browser.visit(BACK, "https://evil.test/", headers)

    assert is_refused(answer, "not_a_navigation", 403)
    assert browser.cookies == journey
    assert len(output.events) == told + 1
    assert browser.come_back(BACK).hop[0] == f"{cognito.issuer}/end-session", "it goes on where it was"


@pytest.mark.parametrize("name", ["Sec-Purpose", "sec-purpose", "Purpose", "X-Moz"])
@pytest.mark.parametrize("value", ["anonymous-client-ip;prefetch", "prefetch;anonymous-client-ip", "Prefetch, x"])
def test_a_prefetch_is_known_by_any_of_its_words(
    name: str, value: str, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    sign_in(browser, mary)
    before = browser.cookies

    answer = browser.visit("/logout", SHOP_PAGE, {name: value})

    assert (answer.status, answer.header("Cache-Control"), answer.location) == (503, "no-store", None)
    assert nothing_ended(browser, cognito, before)


@pytest.mark.parametrize("method", ["POST", "HEAD", "OPTIONS", "PUT"])
def test_a_ticket_is_taken_by_get_alone(method: str, browser: Browser) -> None:
    answer = browser.request(method, f"{BASE}/logout/start?ticket=x", None, {"accept": "text/html"})

    assert (answer.status, answer.header("Allow")) == (405, "GET")
