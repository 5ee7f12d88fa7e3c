"""Cookies that are broken, foreign or from another time: they keep nobody signed in, and break nothing."""

import pytest

from tests.functional.browser import Browser
from tests.functional.cognito import Cognito
from tests.functional.forgeries import HINTS
from tests.functional.journeys import walk
from tests.functional.judgements import goes_on
from tests.functional.sessions import app_cookies, keep
from tests.functional.tokens import Person

ODD = [
    ";;;=; a; shop_rt=TOKEN",
    "shop_rt=TOKEN; shop_id.0=",
    'x="unclosed; shop_rt=TOKEN',
    "a=1,b=2; shop_rt=TOKEN",
    "shop_id.x=1; shop_id.=2; shop_id.00=3; shop_id.-1=4; shop_rt=TOKEN",
    "shop_id.99999999999999999999=1; shop_rt=TOKEN",
    "__Host-logout=; __Host-=x; shop_rt=TOKEN",
    "\u00e9=\u00e9; \x7f=1; shop_rt=TOKEN",
]


@pytest.mark.parametrize("kind", HINTS)
def test_a_cookie_with_a_token_that_proves_nothing_keeps_nobody_signed_in(
    kind: str, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    token = mary.refresh_token()
    keep(browser, {"shop_id.0": HINTS[kind](mary), "shop_session": "open", "shop_rt": token})

    answer = browser.visit("/logout")

    assert goes_on(answer, cognito)
    assert cognito.revoked == [token]
    assert app_cookies(browser) == set()
    assert walk(browser, cognito, answer).addresses == [f"{cognito.base}/logout"], "it is not believed either"


@pytest.mark.parametrize("header", ODD)
def test_a_broken_cookie_header_hides_no_other_cookie(
    header: str, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    token = mary.refresh_token()

    answer = browser.visit("/logout", headers={"cookie": header.replace("TOKEN", token)})

    assert goes_on(answer, cognito)
    assert cognito.revoked == [token]


def test_cookies_in_several_headers_are_all_read(browser: Browser, cognito: Cognito, mary: Person) -> None:
    token = mary.refresh_token()

    answer = browser.visit("/logout", headers={"cookie": "theme=dark", "Cookie": f"shop_rt={token}"})

    assert goes_on(answer, cognito)
    assert cognito.revoked == [token]
