"""An app's page offers the ways to sign out, with the tokens where they belong, below a strict policy."""

from pathlib import Path

import jwt
import pytest
from werkzeug.test import Client, TestResponse

from local.addresses import query_value
from local.app import application
from local.forms import first_form
from local.places import Places
from local.pool import AppClient, Pool

PLACES = Places(Path("unused"), names="browser")
HOME = f"{PLACES.app}/shop/"
NAME = "Ada <b>Example</b>"


@pytest.fixture
def browser() -> Client:
    """A browser without cookies, at an app and another one of native users."""
    shop = AppClient("shop", "shop-client", "", HOME)
    desk = AppClient("desk", "desk-client", "", f"{PLACES.app}/desk/", "COGNITO")
    return Client(application(PLACES, Pool("pool", {"shop": shop, "desk": desk}, "grace", "")))


@pytest.fixture
def signed_in(browser: Client) -> Client:
    """The same with the cookies of a sign-in to the shop."""
    tokens = {"id": jwt.encode({"name": NAME}, "", algorithm="none"), "at": "the-access", "rt": "the-refresh"}
    for ending, value in tokens.items():
        browser.set_cookie(f"shop_{ending}", value, domain="app.localhost")
    return browser


def opened(browser: Client, path: str) -> TestResponse:
    """The page at a path of the apps' site."""
    return browser.get(path, base_url=PLACES.app)


def test_the_front_page_lists_the_apps_below_a_policy_that_allows_nothing(browser: Client) -> None:
    answer = opened(browser, "/")
    assert f'<a href="{HOME}">shop</a>' in answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; form-action 'none';")


def test_the_policy_names_every_hop_of_a_logout_and_no_more(browser: Client) -> None:
    policy = opened(browser, "/shop/").headers["Content-Security-Policy"].split("; ")
    hops = "http://logout.localhost:8004 http://localhost:8001 http://127.0.0.1:8002 http://app.localhost:8003"
    assert f"form-action {hops}" in policy
    assert {"default-src 'none'", "script-src 'self'", "connect-src http://logout.localhost:8004"} <= set(policy)
    assert "127.0.0.1" not in opened(browser, "/desk/").headers["Content-Security-Policy"]


def test_tokens_travel_in_the_form_and_only_the_hint_in_the_link(signed_in: Client) -> None:
    answer = opened(signed_in, "/shop/?reach=everywhere")
    form = first_form(answer.text, HOME)
    assert form is not None
    assert (form.method, form.action) == ("POST", f"{PLACES.logout}/logout")
    assert (form.fields["refresh_token"], form.fields["access_token"]) == ("the-refresh", "the-access")
    assert form.fields["reach"] == "everywhere"
    assert "the-refresh" not in answer.text.partition("<form")[0]
    assert answer.headers["Cache-Control"] == "no-store"


def test_who_is_signed_in_is_text_and_no_markup(signed_in: Client) -> None:
    assert "Signed in as Ada &lt;b&gt;Example&lt;/b&gt;." in opened(signed_in, "/shop/").text


def test_nobody_is_signed_in_without_a_token_that_can_be_read(browser: Client) -> None:
    browser.set_cookie("shop_id", "no token", domain="app.localhost")
    assert "Nobody is signed in." in opened(browser, "/shop/").text


def test_an_app_out_of_the_logouts_reach_deletes_its_own_cookies(signed_in: Client) -> None:
    deleted = opened(signed_in, "/shop/signed-out").headers.getlist("Set-Cookie")
    assert {value.partition("=")[0] for value in deleted} == {"shop_id", "shop_at", "shop_rt", "shop_session"}
    assert all("Max-Age=0" in value for value in deleted)


def test_a_sign_in_goes_to_the_apps_own_provider(browser: Client) -> None:
    location = opened(browser, "/shop/sign-in").headers["Location"]
    assert location.startswith(f"{PLACES.cognito}/oauth2/authorize?")
    assert query_value(location, "identity_provider") == "Corp"


def test_the_script_is_a_file_of_the_app(browser: Client) -> None:
    assert "<script src=" in opened(browser, "/shop/").text
    with opened(browser, "/static/sign-out.js") as answer:
        assert answer.status_code == 200
