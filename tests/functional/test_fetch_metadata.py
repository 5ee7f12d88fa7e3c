"""What is no navigation of a person has no effect: images, frames, scripts, prefetches, odd methods."""

import pytest

from tests.functional.audit_log import Output
from tests.functional.browser import ELSEWHERE, HTML, SHOP_PAGE, Browser, Overrides
from tests.functional.cognito import Cognito
from tests.functional.deployment import Deployment
from tests.functional.judgements import goes_on, is_refused, nothing_ended, refusal_is_audited
from tests.functional.sessions import sign_in
from tests.functional.stages import SHOP, SHOP_COOKIES
from tests.functional.tokens import Person

EMBEDDED = [
    "image",
    "iframe",
    "frame",
    "script",
    "style",
    "object",
    "embed",
    "audio",
    "fencedframe",
    "worker",
    "report",
]


@pytest.mark.parametrize("destination", EMBEDDED)
@pytest.mark.parametrize("page", [SHOP_PAGE, ELSEWHERE])
def test_a_request_for_a_part_of_a_page_is_refused(
    destination: str, page: str, browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    sign_in(browser, mary)
    before = browser.cookies
    headers: Overrides = {"sec-fetch-dest": destination, "sec-fetch-mode": "no-cors", "sec-fetch-user": None}

    answer = browser.visit(f"/logout?id_token_hint={mary.id_token()}", page, headers)

    assert is_refused(answer, "not_a_navigation", 403)
    assert nothing_ended(browser, cognito, before)
    assert refusal_is_audited(output)


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-mode": "no-cors"},
        {"sec-fetch-mode": "no-cors", "origin": None},
        {"origin": "https://evil.test"},
        {"origin": "null"},
        {"origin": "https://shop.example.com.evil.test"},
    ],
    ids=str,
)
def test_a_fetch_that_is_not_cors_from_a_registered_origin_is_refused(
    headers: Overrides, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    sign_in(browser, mary)
    before = browser.cookies

    answer = browser.fetch("/logout", {"refresh_token": mary.refresh_token()}, headers=headers)

    assert is_refused(answer, "not_a_navigation", 403)
    assert nothing_ended(browser, cognito, before)


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-purpose": "prefetch"},
        {"sec-purpose": "prefetch;prerender"},
        {"sec-purpose": "prefetch;anonymous-client-ip"},
        {"purpose": "prefetch"},
    ],
    ids=str,
)
def test_a_prefetch_is_sent_away_so_that_the_click_is_made_anew(
    headers: Overrides, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    sign_in(browser, mary)
    before = browser.cookies

    answer = browser.visit("/logout", headers=headers)

    assert (answer.status, answer.location, answer.set_cookies) == (503, None, [])
    assert answer.header("Cache-Control") == "no-store"
    assert nothing_ended(browser, cognito, before)
    assert goes_on(browser.visit("/logout"), cognito)


def test_an_app_that_asks_nobody_is_not_signed_out_by_an_image(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    deployment.configure(SHOP + 'confirm = "never"\n' + SHOP_COOKIES)
    sign_in(browser, mary)
    before = browser.cookies

    answer = browser.visit("/logout", ELSEWHERE, {"sec-fetch-dest": "image", "sec-fetch-mode": "no-cors"})

    assert is_refused(answer, "not_a_navigation", 403)
    assert nothing_ended(browser, cognito, before)


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-dest": "image", "sec-fetch-mode": "no-cors"},
        {"sec-fetch-dest": "iframe"},
        {"sec-purpose": "prefetch"},
    ],
    ids=str,
)
def test_a_ticket_is_not_taken_from_a_part_of_a_page_or_a_prefetch(
    headers: Overrides, browser: Browser, mary: Person
) -> None:
    sign_in(browser, mary)
    location = browser.fetch("/logout", {}).json["location"]

    answer = browser.visit(location, headers=headers)

    assert answer.status >= 400
    assert (answer.location, answer.set_cookies) == (None, [])


def test_a_head_request_moves_no_journey_on(browser: Browser, mary: Person, output: Output) -> None:
    sign_in(browser, mary)
    browser.visit("/logout")
    before = len(output.steps("hop"))

    answer = browser.request("HEAD", "/logout/return", None, {"accept": HTML})

    assert answer.status == 405
    assert (answer.location, answer.set_cookies) == (None, [])
    assert len(output.steps("hop")) == before
