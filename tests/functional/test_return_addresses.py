"""Where a browser may go at the end: a registered address, character by character, and nowhere else."""

from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest

from tests.functional.audit_log import Output
from tests.functional.browser import Browser
from tests.functional.cognito import Cognito
from tests.functional.deployment import Deployment
from tests.functional.journeys import walk
from tests.functional.judgements import goes_on, is_refused, refusal_is_audited
from tests.functional.stages import RETURN, SHOP, USUAL

NOT_REGISTERED = [
    "https://evil.test/",
    "https://shop.example.com/signed-out/",
    "https://shop.example.com/signed-out?x=1",
    "https://shop.example.com/signed-out#x",
    "https://shop.example.com/Signed-out",
    "https://shop.example.com/%73igned-out",
    "https://shop.example.com/x/../signed-out",
    "https://shop.example.com:443/signed-out",
    "https://SHOP.example.com/signed-out",
    "HTTPS://shop.example.com/signed-out",
    "http://shop.example.com/signed-out",
    "https://shop.example.com.evil.test/signed-out",
    "https://shop.example.com@evil.test/signed-out",
    "https://evil.test\\@shop.example.com/signed-out",
    "https://evil.test#https://shop.example.com/signed-out",
    "//shop.example.com/signed-out",
    "///evil.test",
    "\\\\evil.test",
    "/signed-out",
    "javascript:alert(1)",
    "data:text/html,x",
    " https://shop.example.com/signed-out",
    "https://shop.example.com/signed-out ",
    "https://shop.example.com/signed-out\r\nLocation: https://evil.test/",
    "https://shop.example.com/signed-out\x00",
    "https://shop\u3002example.com/signed-out",
]
OTHERS = {
    "host": "evil.test",
    "x-forwarded-host": "evil.test",
    "x-forwarded-proto": "http",
    "forwarded": "host=evil.test;proto=http",
    "x-original-url": "https://evil.test/",
}


@pytest.mark.parametrize("hostile", NOT_REGISTERED)
def test_an_address_that_is_not_registered_is_refused_by_get_and_by_post(
    hostile: str, browser: Browser, cognito: Cognito, output: Output
) -> None:
    fields = {"post_logout_redirect_uri": hostile}

    assert is_refused(browser.visit(f"/logout?{urlencode(fields)}"), "return_not_registered", 400)
    assert refusal_is_audited(output)
    assert is_refused(browser.submit("/logout", fields), "return_not_registered", 400)
    assert not cognito.effects


def test_no_header_changes_where_the_browser_goes(browser: Browser, cognito: Cognito) -> None:
    address = f"/logout?post_logout_redirect_uri={RETURN}"
    plain, headed = browser.visit(address), browser.visit(address, headers=dict(OTHERS))

    assert goes_on(headed, cognito)
    assert headed.location == plain.location
    assert walk(browser, cognito, headed).last.location == RETURN


@pytest.mark.parametrize("state", ["a b&c=d#e?f/g", "é☃", "%41", "x" * 1024, "<script>", "a+b", "a\r\nSet-Cookie: x=y"])
def test_the_state_is_given_back_encoded(state: str, browser: Browser, cognito: Cognito) -> None:
    query = urlencode({"post_logout_redirect_uri": RETURN, "state": state})

    end = walk(browser, cognito, browser.visit(f"/logout?{query}")).last

    assert (end.location or "").startswith(f"{RETURN}?state=")
    parts = urlsplit(end.location or "")
    assert parse_qs(parts.query, strict_parsing=True) == {"state": [state]}
    assert not parts.fragment


def test_the_state_is_added_to_an_address_that_has_a_query(
    deployment: Deployment, browser: Browser, cognito: Cognito
) -> None:
    address = "https://shop.example.com/?page=bye"
    deployment.configure(SHOP.replace("https://shop.example.com/signed-out", address))

    end = walk(browser, cognito, browser.visit(f"/logout?post_logout_redirect_uri={quote(address)}&state=s1")).last

    assert end.location == f"{address}&state=s1"


def test_a_state_without_a_return_address_is_dropped(browser: Browser, cognito: Cognito) -> None:
    end = walk(browser, cognito, browser.visit("/logout?state=dropped-on-the-way")).last

    assert end.status == 200
    assert "dropped-on-the-way" not in end.body


def test_without_a_return_address_the_receipt_page_has_a_button_to_the_first_one(
    browser: Browser, cognito: Cognito
) -> None:
    end = walk(browser, cognito, browser.visit("/logout")).last

    assert (end.status, end.is_page, end.location) == (200, True, None)
    assert RETURN in [*end.links, *(form.action for form in end.forms)]
    assert end.header("Cache-Control") == "no-store"


def test_an_app_with_a_default_return_gets_the_browser_back_at_once(
    deployment: Deployment, browser: Browser, cognito: Cognito
) -> None:
    deployment.configure(SHOP + "default_return = true\n")

    end = walk(browser, cognito, browser.visit("/logout?state=nobody-asked")).last

    assert (end.status, end.location) == (303, RETURN)


def test_a_mobile_app_is_reached_by_a_button_on_a_page(
    deployment: Deployment, browser: Browser, cognito: Cognito
) -> None:
    address = "com.example.shop:/signed-out"
    deployment.configure(SHOP.replace("https://shop.example.com/signed-out", address))

    end = walk(browser, cognito, browser.visit(f"/logout?post_logout_redirect_uri={address}&state=s1")).last

    assert (end.status, end.is_page, end.location) == (200, True, None)
    assert f"{address}?state=s1" in [*end.links, *(form.action for form in end.forms)]


def test_a_target_that_is_no_longer_configured_is_not_visited(
    deployment: Deployment, browser: Browser, cognito: Cognito
) -> None:
    answer = browser.visit(f"/logout?post_logout_redirect_uri={RETURN}")
    deployment.configure(USUAL.replace("/signed-out", "/moved"))

    end = walk(browser, cognito, answer).last

    assert RETURN not in (end.location or "") + end.body


def test_a_failure_to_name_a_known_app_never_redirects(browser: Browser, output: Output) -> None:
    answer = browser.visit(f"/logout?client_id=nobody&post_logout_redirect_uri={RETURN}")

    assert is_refused(answer, "unknown_client", 400)
    assert refusal_is_audited(output)
