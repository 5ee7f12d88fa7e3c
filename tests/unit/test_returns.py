"""Where may a browser go? Only to what the configuration holds, character by character."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from ada_url import URL, check_url
from coordinator.core import returns
from coordinator.errors import Refused
from hypothesis import example, given
from hypothesis import strategies as st

from tests.unit.redirects import EVIL, GOOD, HOSTILE
from tests.unit.samples import PRINTABLE, SHOP, SIGNED_OUT


def test_nothing_asked_is_nothing_to_go_back_to() -> None:
    assert returns.registered(SHOP, None) is None
    assert returns.registered(None, None) is None


@pytest.mark.parametrize("url", SHOP.return_to)
def test_a_registered_address_comes_back_as_it_stands_in_the_configuration(url: str) -> None:
    assert returns.registered(SHOP, url) is url


def test_without_an_app_no_address_is_registered() -> None:
    with pytest.raises(Refused) as refused:
        returns.registered(None, SIGNED_OUT)
    assert refused.value.code == "return_not_registered"


@given(HOSTILE)
@example(f"https://{GOOD}/signed-out")
@example(f"https://{EVIL}/signed-out")
def test_whatever_is_accepted_is_a_configured_text_and_a_browser_stays_on_its_origin(hostile: str) -> None:
    try:
        accepted = returns.registered(SHOP, hostile)
    except Refused as refused:
        assert refused.code == "return_not_registered"
        assert len(hostile) < 30 or hostile not in refused.description
        assert hostile not in SHOP.return_to
        return
    assert accepted in SHOP.return_to
    assert URL(accepted).origin in returns.origins(SHOP)


@given(HOSTILE, st.none() | PRINTABLE)
def test_a_location_is_a_configured_address_byte_for_byte_plus_an_encoded_state_at_most(
    hostile: str, state: str | None
) -> None:
    for configured in SHOP.return_to:
        location = returns.with_state(configured, state if state is not None else hostile)
        assert location.startswith(f"{configured}?state=")
        assert location.isascii()
        assert location.isprintable()
        assert " " not in location
        assert URL(location).origin == URL(configured).origin
        assert URL(location).pathname == URL(configured).pathname


@given(PRINTABLE, st.sampled_from(["https://shop.example.com/", "https://shop.example.com/?kept=1"]))
def test_the_state_comes_back_from_the_address_as_it_was_given(state: str, url: str) -> None:
    pairs = parse_qsl(urlsplit(returns.with_state(url, state)).query, keep_blank_values=True)

    assert pairs[-1] == ("state", state)
    assert pairs[:-1] == parse_qsl(urlsplit(url).query)


def test_no_state_leaves_the_address_alone() -> None:
    assert returns.with_state(SIGNED_OUT, None) == SIGNED_OUT


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://shop.example.com/a?b", "https://shop.example.com"),
        ("https://shop.example.com:443/", "https://shop.example.com"),
        ("http://localhost:80/", "http://localhost"),
        ("https://shop.example.com:8443/", "https://shop.example.com:8443"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
        ("https://SHOP.example.com/", "https://shop.example.com"),
        ("com.example.shop:/signed-out", None),
        ("javascript:alert(1)", None),
        ("https:///path", None),
        ("https://shop.example.com:port/", None),
        ("https://[::1/", None),
        ("/signed-out", None),
        ("null", None),
        ("", None),
    ],
)
def test_the_origin_of_an_address_is_what_a_browser_sends_as_origin(url: str, origin: str | None) -> None:
    assert returns.origin_of(url) == origin
    if origin is not None:
        assert URL(url).origin == origin


def test_an_apps_own_scheme_has_no_web_origin() -> None:
    app = replace(SHOP, return_to=(SIGNED_OUT, "com.example.shop:/signed-out"))

    assert returns.origins(app) == {"https://shop.example.com"}


@given(HOSTILE)
def test_reading_an_origin_never_raises_and_agrees_with_a_browser_on_configured_forms(hostile: str) -> None:
    origin = returns.origin_of(hostile)
    if returns.is_web_url(hostile) and check_url(hostile):
        assert URL(hostile).origin == origin


def test_of_a_state_nothing_is_left_that_means_something_in_an_address() -> None:
    assert returns.with_state(SIGNED_OUT, "a/b?c&d=e#f+g h") == f"{SIGNED_OUT}?state=a%2Fb%3Fc%26d%3De%23f%2Bg%20h"


@pytest.mark.parametrize("url", ["https://shop.example.com/Xy/SIGNED-OUT", "com.example.shop:/X/SIGNED-OUT"])
def test_letters_of_a_path_may_be_large(url: str) -> None:
    assert returns.is_web_url(url) or returns.is_app_scheme(url)


def test_a_caller_without_an_app_is_told_what_to_say() -> None:
    with pytest.raises(Refused, match="client_id"):
        returns.registered(None, SIGNED_OUT)
