"""Signs a person in at the app `shop`, as the app's own server does it: tokens in cookies, the ID token in chunks."""

from dataclasses import dataclass
from typing import Any

from tests.functional.browser import SHOP_PAGE, Browser
from tests.functional.tokens import Person

EVERYWHERE_ON_THE_SITE = "Domain=example.com; Path=/; Secure; HttpOnly"


@dataclass(frozen=True)
class Session:
    """The tokens that the app's cookies hold."""

    refresh_token: str
    access_token: str
    id_token: str


def sign_in(browser: Browser, person: Person, **claims: Any) -> Session:
    """Give the browser the app's cookies: a session, three tokens, the ID token in two chunks."""
    session = Session(person.refresh_token(), person.access_token(), person.id_token(**claims))
    half = len(session.id_token) // 2
    cookies = {
        "shop_session": browser.remembered.add("session-of-the-shop"),
        "shop_rt": session.refresh_token,
        "shop_at": session.access_token,
        "shop_id.0": session.id_token[:half],
        "shop_id.1": session.id_token[half:],
    }
    keep(browser, cookies)
    return session


def keep(browser: Browser, cookies: dict[str, str], attributes: str = EVERYWHERE_ON_THE_SITE) -> None:
    """Let the app set these cookies."""
    browser.receive(SHOP_PAGE, [f"{name}={value}; {attributes}" for name, value in cookies.items()])


def app_cookies(browser: Browser) -> set[str]:
    """The names of the app's cookies that are still in the jar."""
    return {name for name in browser.cookies if not name.startswith("__Host-")}
