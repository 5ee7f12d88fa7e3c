"""A person at a real Chromium: clicks, types, and asks every owner what is still alive."""

from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from typing import Literal
from urllib.parse import urlencode

from playwright.sync_api import BrowserContext, Error, Locator, Page

from local.addresses import query_value
from local.owners import Owners
from local.person import credentials
from local.system import LocalSystem
from tests.browser.album import Album
from tests.browser.chromium import MILLISECONDS
from tests.browser.complaints import Complaints

REFRESH, ACCESS, COOKIES = "refresh token", "access token", "the app's cookies"
COGNITO, PROVIDER = "Cognito's session", "the provider's session"
EVERYTHING = {REFRESH, ACCESS, COOKIES, COGNITO, PROVIDER}
NOBODY, SIGNED_OUT = "Nobody is signed in.", "You are signed out of"
# What the app's page has for each way to sign out: the element's role and name.
WAYS: dict[str, tuple[Literal["link", "button"], str]] = {
    "link": ("link", "Sign out"),
    "form": ("button", "Sign out by form"),
    "fetch": ("button", "Sign out by fetch"),
    "Cognito alone": ("button", "Cognito's logout alone"),
}


class Visitor:
    """One person, one browser, one app. `page` is the tab in front."""

    def __init__(self, context: BrowserContext, system: LocalSystem, app: str, album: Album) -> None:
        context.set_default_timeout(MILLISECONDS)
        self.context = context
        self.complaints = Complaints(context)
        self.system = system
        self.client = system.pool.apps[app]
        self.page = context.new_page()
        self._album = album
        self._credentials: Mapping[str, str] = credentials(system, self.client)
        self._tokens: dict[str, str] = {}

    def picture(self, what: str, page: Page | None = None) -> None:
        """Keep what the tab shows."""
        self._album.add(page or self.page, what)

    def last_pictures(self) -> None:
        """Keep what every tab shows, where a test went wrong."""
        for tab in self.context.pages:
            with suppress(Error):  # no picture of a tab that is about to be left
                self.picture("where it ended", tab)

    def new_tab(self) -> Page:
        """Open a tab, which is in front from now on; the one that was before."""
        before, self.page = self.page, self.context.new_page()
        return before

    def open_app(self) -> None:
        """Open the app's front page in the tab."""
        self.page.goto(self.client.home)

    def sign_in(self) -> bool:
        """Click "Sign in" on the app's page; True when a password was asked for (it is typed), False when none was."""
        self.open_app()
        self.page.get_by_text(NOBODY).wait_for()
        self.picture("the app")
        self.page.get_by_role("link", name="Sign in", exact=True).click()
        password, somebody = self.page.locator("input[type=password]:visible"), self.page.get_by_text("Signed in as")
        password.or_(somebody).first.wait_for()
        asked = password.count() > 0
        if asked:
            self.picture("the password is asked for")
            self.page.locator("input[name=username]:visible").fill(self._credentials["username"])
            password.fill(self._credentials["password"])
            password.press("Enter")
            somebody.wait_for()
        self.picture("signed in")
        self._tokens = self.kept()
        return asked

    def kept(self) -> dict[str, str]:
        """What the app keeps of its people in this browser, the refresh token as `rt`, the access token as `at`."""
        return {name[-2:]: value for name, value in self.app_cookies().items()}

    def app_cookies(self) -> dict[str, str]:
        """The app's own cookies in this browser, by name."""
        ours = (f"{self.client.name}_{ending}" for ending in ("session", "id", "at", "rt"))
        held = {cookie.get("name", ""): cookie.get("value", "") for cookie in self.context.cookies()}
        return {name: held[name] for name in ours if name in held}

    def way_out(self, way: str) -> Locator:
        """What to click on the app's page in order to sign out: one of WAYS."""
        role, name = WAYS[way]
        return self.page.get_by_role(role, name=name, exact=True)

    def press(self, what: Locator) -> Callable[[], None]:
        """Click, and wait for nothing; what is returned clicks the same spot again, while the page is being left."""
        box = what.bounding_box()
        assert box is not None

        def again() -> None:
            self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

        again()
        return again

    def link_to(self, url: str) -> None:
        """Let the app's link lead to another address, as if its page had been written so."""
        self.way_out("link").evaluate("(link, url) => { link.href = url }", url)

    def plain_link(self, **more: str) -> str:
        """The address of `/logout` for this app without a token; `more` adds parameters, empty ones are left out."""
        query = {"client_id": self.client.client_id, "post_logout_redirect_uri": self.client.signed_out} | more
        given = {name: value for name, value in query.items() if value}
        return f"{self.system.places.logout}/logout?{urlencode(given)}"

    def at_the_end(self) -> None:
        """Wait for the app's page that ends a logout."""
        self.page.wait_for_url(f"{self.client.signed_out}*")
        self.page.get_by_text(SIGNED_OUT).wait_for()
        self.picture("back at the app")

    def alive(self) -> set[str]:
        """What of the last sign-in is alive: tokens and sessions asked from their owners, cookies from the browser."""
        owners, provider = Owners(self.system), self.system.provider
        query = {
            "response_type": "code",
            "client_id": self.client.client_id,
            "redirect_uri": self.client.callback,
            "scope": "openid",
            "state": "asked-by-a-test",
            "prompt": "none",
        }
        at_provider = query | {"client_id": provider.client_id, "redirect_uri": provider.callback}
        known = {
            REFRESH: owners.honours_refresh_token(self.client, self._tokens["rt"]),
            ACCESS: owners.honours_access_token(self._tokens["at"]),
            COOKIES: bool(self.kept()),
            COGNITO: self._is_known(f"{self.system.places.cognito}/oauth2/authorize?{urlencode(query)}"),
            PROVIDER: self._is_known(f"{provider.issuer}/authorize/?{urlencode(at_provider)}"),
        }
        return {subject for subject, lives in known.items() if lives}

    def _is_known(self, url: str) -> bool:
        """Whether an authorization endpoint gives this browser a code for `prompt=none`; it must give one or refuse.

        It is asked in a tab of its own (OpenID Connect Core 1.0, section 3.1.2.6), and whoever the code was for knows
        nothing of the question, so what becomes of it does not count.
        """
        visited: list[str] = []
        with closing(self.context.new_page()) as tab, suppress(Error):
            self.complaints.ignore(tab)
            tab.on("request", lambda request: visited.append(request.url))
            tab.goto(url)
        answers = [address for address in visited if query_value(address, "code")]
        refused = [address for address in visited if query_value(address, "error") == "login_required"]
        assert bool(answers) != bool(refused), f"{url.partition('?')[0]} gave neither a code nor login_required"
        return bool(answers)
