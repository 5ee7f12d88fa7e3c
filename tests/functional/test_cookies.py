"""Our cookies and the app's: attributes, size, and deletions that a real cookie jar accepts."""

import time
from http.cookies import Morsel, SimpleCookie

import pytest

from tests.functional.answers import Answer
from tests.functional.audit_log import Output
from tests.functional.browser import BASE, Browser
from tests.functional.cognito import Cognito
from tests.functional.deployment import Deployment
from tests.functional.sessions import app_cookies, keep, sign_in
from tests.functional.stages import CORP, RETURN, SHOP
from tests.functional.tokens import Person


def deletions(answer: Answer) -> dict[str, Morsel[str]]:
    """The cookies that an answer expires, by name."""
    morsels = [morsel for header in answer.set_cookies for morsel in SimpleCookie(header).values()]
    return {morsel.key: morsel for morsel in morsels if not morsel.value}


def with_cookies(*cookies: str) -> str:
    """The stage of a shop with these cookies."""
    return SHOP + "cookies = [" + ", ".join(cookies) + "]\n" + CORP


def test_the_journey_cookie_is_ours_alone_for_ten_minutes(browser: Browser, mary: Person) -> None:
    sign_in(browser, mary)

    answer = browser.visit(f"/logout?post_logout_redirect_uri={RETURN}&state={'s' * 1024}")

    assert browser.ours
    for cookie in browser.ours.values():
        assert cookie.secure
        assert cookie.path == "/"
        assert not cookie.domain_specified
        assert cookie.has_nonstandard_attr("HttpOnly")
        assert cookie.get_nonstandard_attr("SameSite") == "Lax"
        assert cookie.expires is not None and time.time() + 590 < cookie.expires <= time.time() + 601
    assert max(len(header.encode()) for header in answer.set_cookies) <= 3900


def test_the_journey_tells_nothing_to_who_reads_the_cookie(browser: Browser, mary: Person) -> None:
    session = sign_in(browser, mary)
    browser.visit(f"/logout?post_logout_redirect_uri={RETURN}&state=readable-state")

    sealed = " ".join(cookie.value or "" for cookie in browser.ours.values())
    assert not [word for word in (session.id_token, mary.sub, "readable-state", "shop.example") if word in sealed]


def test_every_cookie_of_the_app_is_expired_even_when_it_did_not_come(browser: Browser) -> None:
    names = set(deletions(browser.visit("/logout")))

    assert {"shop_session", "shop_rt", "shop_at"} <= names


def test_a_deletion_repeats_path_and_domain_and_is_secure(browser: Browser, mary: Person) -> None:
    sign_in(browser, mary)

    found = deletions(browser.visit("/logout"))

    assert set(found) >= {"shop_session", "shop_rt", "shop_at", "shop_id.0", "shop_id.1"}
    for name in ("shop_session", "shop_rt", "shop_at", "shop_id.0", "shop_id.1"):
        assert found[name]["domain"].lstrip(".") == "example.com"
        assert found[name]["path"] == "/"
        assert found[name]["secure"], "a browser lets no insecure answer overwrite a Secure cookie"
        assert found[name]["max-age"] == "0" or "1970" in found[name]["expires"]


def test_every_chunk_that_came_is_expired(browser: Browser, mary: Person) -> None:
    token = mary.id_token()
    keep(browser, {f"shop_id.{number}": token[number * 100 : (number + 1) * 100] for number in range(12)})
    assert len(app_cookies(browser)) >= 8

    browser.visit("/logout")

    assert app_cookies(browser) == set()


def test_a_cookie_of_somebody_else_is_left_alone(browser: Browser, mary: Person) -> None:
    sign_in(browser, mary)
    keep(browser, {"other_app": "1", "shop_id": "no-chunk", "shop_idx.0": "another", "shop_session2": "1"})

    browser.visit("/logout")

    assert {"other_app", "shop_idx.0", "shop_session2"} <= app_cookies(browser)


def test_paths_and_host_only_cookies_and_prefixes_are_deleted_as_they_were_set(
    deployment: Deployment, browser: Browser
) -> None:
    deployment.configure(
        with_cookies(
            '{ name = "deep", domain = "example.com", path = "/logout" }',
            '{ name = "mine", path = "/" }',
            '{ name = "__Host-shop", path = "/" }',
            '{ name = "__Secure-shop", domain = "example.com", path = "/" }',
        )
    )
    keep(browser, {"deep": "1"}, "Domain=example.com; Path=/logout; Secure")
    keep(browser, {"__Secure-shop": "1"}, "Domain=example.com; Path=/; Secure")
    browser.receive(BASE, ["mine=1; Path=/; Secure", "__Host-shop=1; Path=/; Secure"])

    answer = browser.visit("/logout")

    found = deletions(answer)
    assert {"deep", "mine", "__Host-shop", "__Secure-shop"} <= set(found)
    assert not found["mine"]["domain"] and not found["__Host-shop"]["domain"]
    assert app_cookies(browser) == set()
    assert "__Host-shop" not in browser.cookies


@pytest.mark.parametrize(
    ("public_url", "domain"),
    [
        (BASE, "shop.example.com"),
        (BASE, "example.org"),
        (BASE, "ample.com"),
        (BASE, "com"),
        ("https://logout.shop.co.uk", "co.uk"),
        ("https://shop.github.io", "github.io"),
    ],
)
def test_a_cookie_out_of_reach_is_not_promised(
    public_url: str, domain: str, deployment: Deployment, output: Output, caplog: pytest.LogCaptureFixture
) -> None:
    far = f'{{ name = "far_cookie", domain = "{domain}", path = "/" }}'
    deployment.start_cold()
    deployment.configure(with_cookies(far, '{ name = "near_cookie", path = "/" }'), PUBLIC_URL=public_url)

    answer = deployment.browser(public_url).fetch("/logout", {})

    assert answer.outcome("app_cookies") == "not_supported"
    assert "far_cookie" not in deletions(answer)
    assert "far_cookie" in output.read() + caplog.text, "the check at the start names it"


def test_a_parent_domain_below_a_public_suffix_is_within_reach(deployment: Deployment) -> None:
    url = "https://logout.shop.co.uk"
    near = '{ name = "near_cookie", domain = "shop.co.uk", path = "/" }'
    deployment.configure(with_cookies(near), PUBLIC_URL=url)

    assert "near_cookie" in deletions(deployment.browser(url).visit("/logout"))


@pytest.mark.parametrize(("length", "travels"), [(1200, True), (6000, False)])
def test_the_hint_travels_in_a_cookie_of_its_own_where_it_fits(
    length: int, travels: bool, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    hint = mary.provider_id_token(length)
    fields = {"id_token_hint": mary.id_token(**{"custom:corp_id_token": hint})}

    answer = browser.submit("/logout", fields)
    assert max(len(header.encode()) for header in answer.set_cookies) <= 3900
    parameters = browser.come_back(f"{BASE}/logout/return").hop[1]

    assert parameters.get("id_token_hint") == (hint if travels else None)
    assert parameters["client_id"] == "cognito-at-corp"


def test_the_hint_is_dropped_before_the_headers_grow_too_long(browser: Browser, cognito: Cognito, mary: Person) -> None:
    browser.receive(BASE, [f"filler{number}={'f' * 1900}; Path=/; Secure" for number in range(3)])
    fields = {"id_token_hint": mary.id_token(**{"custom:corp_id_token": mary.provider_id_token(2000)})}

    browser.submit("/logout", fields)

    assert sum(len(f"{name}={value}; ") for name, value in browser.cookies.items()) <= 8000
    answer = browser.come_back(f"{BASE}/logout/return")
    assert answer.hop[0] == f"{cognito.issuer}/end-session"
    assert "id_token_hint" not in answer.hop[1]


def test_a_finished_journey_takes_its_hint_along(browser: Browser, mary: Person) -> None:
    fields = {"id_token_hint": mary.id_token(**{"custom:corp_id_token": mary.provider_id_token()})}
    browser.submit("/logout", fields)
    state = browser.come_back(f"{BASE}/logout/return").hop[1]["state"]

    browser.come_back(f"{BASE}/logout/return?state={state}")

    assert not browser.ours
