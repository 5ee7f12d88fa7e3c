"""The JSON answer for `fetch`: what it holds, who may read it, and where the page goes next."""

import pytest

from tests.functional.answers import Answer
from tests.functional.browser import BASE, ELSEWHERE, Browser
from tests.functional.cognito import Cognito
from tests.functional.deployment import Deployment
from tests.functional.journeys import walk
from tests.functional.sessions import app_cookies, sign_in
from tests.functional.stages import RETURN, TWO_APPS
from tests.functional.tokens import Person

ORIGIN = "https://shop.example.com"
SAME_HOST = "https://shop.example.com"
PREFLIGHT = {"access-control-request-method": "POST", "access-control-request-headers": "authorization,content-type"}


def preflight(browser: Browser, origin: str) -> Answer:
    """Ask as a browser does before a `fetch` with JSON."""
    sent = {"origin": origin, "sec-fetch-mode": "cors", "sec-fetch-dest": "empty", "sec-fetch-site": "cross-site"}
    return browser.request("OPTIONS", "/logout", None, {"accept": "*/*", **PREFLIGHT, **sent})


def may_read(answer: Answer, origin: str) -> bool:
    """Whether a browser gives the answer to a script of this origin that sent credentials."""
    assert answer.header("Access-Control-Allow-Origin") not in ("*", "null")
    return answer.header("Access-Control-Allow-Origin") == origin and (
        answer.header("Access-Control-Allow-Credentials") == "true"
    )


def test_the_answer_says_who_what_and_where_next(browser: Browser, mary: Person) -> None:
    sign_in(browser, mary)

    answer = browser.fetch("/logout", {})

    assert answer.status == 200
    assert set(answer.json) == {"logout_id", "location", "receipt"}
    assert answer.json["location"].startswith(f"{BASE}/logout/start?ticket=")
    assert answer.header("Cache-Control") == "no-store"
    assert may_read(answer, ORIGIN)
    assert "Origin" in [name.strip() for value in answer.all("Vary") for name in value.split(",")]


def test_a_get_with_fetch_is_answered_as_well(browser: Browser, cognito: Cognito, mary: Person) -> None:
    session = sign_in(browser, mary)

    assert browser.fetch("/logout").json["location"].startswith(f"{BASE}/logout/start?ticket=")
    assert cognito.revoked == [session.refresh_token]


def test_the_page_navigates_and_the_journey_is_the_same(browser: Browser, cognito: Cognito, mary: Person) -> None:
    session = sign_in(browser, mary)
    answer = browser.fetch("/logout", {"post_logout_redirect_uri": RETURN, "state": "s1"})
    assert cognito.revoked == [session.refresh_token]

    walked = walk(browser, cognito, browser.visit(answer.json["location"]))

    assert walked.addresses == [f"{cognito.base}/logout", f"{cognito.issuer}/end-session"]
    assert walked.last.location == f"{RETURN}?state=s1"
    assert app_cookies(browser) == set()
    assert cognito.revoked == [session.refresh_token], "revoked once"


@pytest.mark.parametrize(
    ("accept", "is_json"),
    [
        ("application/json", True),
        ("application/json, text/plain, */*", True),
        ("Application/JSON;charset=utf-8", True),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", False),
        ("*/*", False),
    ],
)
def test_accept_says_who_is_asking(accept: str, is_json: bool, browser: Browser) -> None:
    answer = browser.submit("/logout", {}, headers={"accept": accept})

    assert (answer.status == 200) == is_json
    assert is_json == bool((answer.header("Content-Type") or "").startswith("application/json"))


def test_the_hint_of_a_provider_does_not_travel_in_a_ticket(browser: Browser, cognito: Cognito, mary: Person) -> None:
    hint = mary.id_token(**{"custom:corp_id_token": mary.provider_id_token()})
    answer = browser.fetch("/logout", {"id_token_hint": hint})

    walked = walk(browser, cognito, browser.visit(answer.json["location"]))

    assert "id_token_hint" not in walked.hops[1][1]


def test_a_page_of_our_own_origin_goes_straight_to_the_first_hop(
    deployment: Deployment, cognito: Cognito, mary: Person
) -> None:
    deployment.set(PUBLIC_URL=SAME_HOST)
    browser = deployment.browser(SAME_HOST)
    sign_in(browser, mary)

    answer = browser.fetch("/logout", {})

    assert answer.json["location"].startswith(f"{cognito.base}/logout?")
    assert browser.ours, "the journey cookie comes with this answer"
    assert app_cookies(browser) == set()
    assert answer.outcome("app_cookies") == "done"


@pytest.mark.parametrize("origin", [ORIGIN, "https://blog.example.org"])
def test_a_preflight_of_any_apps_origin_is_answered(origin: str, deployment: Deployment, browser: Browser) -> None:
    deployment.configure(TWO_APPS)

    answer = preflight(browser, origin)

    assert (answer.status, answer.body, answer.set_cookies) == (204, "", [])
    assert may_read(answer, origin)
    assert "Origin" in (answer.header("Vary") or "")
    allowed = {name.strip().lower() for name in (answer.header("Access-Control-Allow-Headers") or "").split(",")}
    assert {"content-type", "authorization"} <= allowed
    assert "POST" in (answer.header("Access-Control-Allow-Methods") or "")


@pytest.mark.parametrize(
    "origin", ["https://evil.test", "null", "https://shop.example.com.evil.test", "http://shop.example.com"]
)
def test_a_preflight_of_another_origin_is_given_nothing(origin: str, browser: Browser) -> None:
    answer = preflight(browser, origin)

    assert answer.header("Access-Control-Allow-Origin") is None
    assert answer.header("Access-Control-Allow-Credentials") is None


@pytest.mark.parametrize("origin", ["https://evil.test", "null"])
def test_no_script_from_elsewhere_reads_an_answer(origin: str, browser: Browser) -> None:
    for headers in ({"origin": origin}, {"origin": origin, "sec-fetch-dest": None, "sec-fetch-mode": None}):
        answer = browser.fetch("/logout", {}, headers={**headers, "sec-fetch-site": "cross-site"})
        assert answer.header("Access-Control-Allow-Origin") is None


def test_the_app_can_read_a_refusal(browser: Browser) -> None:
    answer = browser.fetch("/logout", {"reach": "galaxy"})

    assert answer.json["error"] == "invalid_request"
    assert may_read(answer, ORIGIN)


def test_a_server_without_a_browser_ends_the_tokens_it_holds(browser: Browser, cognito: Cognito, mary: Person) -> None:
    sent = {"accept": "application/json", "content-type": "application/x-www-form-urlencoded"}
    token = mary.refresh_token()

    answer = browser.request("POST", "/logout", f"refresh_token={token}", dict(sent))

    assert answer.status == 200
    assert cognito.revoked == [token]
    assert answer.outcome("tokens") == "done"
    assert answer.outcome("cognito") == answer.outcome("app_cookies") == "not_attempted"
    assert answer.header("Access-Control-Allow-Origin") is None


def test_a_call_that_shows_no_intent_ends_nothing_of_the_browser(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    sign_in(browser, mary)
    sent = {"accept": "application/json"}

    answer = browser.request("GET", "/logout", None, dict(sent))

    assert answer.status == 200
    assert cognito.effects == []
    assert {leg["outcome"] for leg in answer.json["receipt"]["legs"]} <= {"not_attempted", "not_supported"}
    assert browser.visit(answer.json["location"], ELSEWHERE).forms, "the person is asked there"
    assert "shop_session" in browser.cookies


def test_a_call_that_shows_no_intent_is_asked_even_with_the_apps_referrer(browser: Browser) -> None:
    answer = browser.request("GET", "/logout", None, {"accept": "application/json"})

    asked = browser.visit(answer.json["location"])
    assert (asked.status, asked.location) == (200, None)
    assert asked.forms
