"""A request of ours, after the HTTP dialect: what the service reads, and what it gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from coordinator.core.cookies import first
from coordinator.core.deletions import Deletion, Place
from coordinator.core.intent import Evidence
from coordinator.core.model import App, LegReport, Reach
from coordinator.core.returns import origin_of
from coordinator.providers.hops import Visit

ROUTES = {
    "/logout": ("GET", "POST", "OPTIONS"),
    "/logout/start": ("GET",),
    "/logout/return": ("GET", "POST"),
    "/.well-known/openid-configuration": ("GET",),
}
"""Every route of people and their apps, with the methods that it takes."""
OPERATORS_ROUTES = {"/sign-out": ("POST",)}
"""The routes that API Gateway opens to those alone whom IAM lets in."""
PROVIDERS_ROUTES = {"/backchannel-logout/{provider}": ("POST",)}
"""The routes of the providers, whose tokens say who they are."""

JOURNEY_COOKIE = "__Host-logout-journey"
HINT_COOKIE = "__Host-logout-hint"
CONFIRMATION_COOKIE = "__Host-logout-confirmation"


@dataclass(frozen=True, slots=True)
class Request:
    """One request: `base` is our public URL without trailing slash, header names are in lower case."""

    logout_id: str
    method: str
    route: str
    base: str
    query: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    cookies: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def evidence(self) -> Evidence:
        """What the browser says about where the request comes from."""
        headers = self.headers
        return Evidence(
            origin=headers.get("origin"),
            referer=headers.get("referer"),
            site=headers.get("sec-fetch-site"),
            mode=headers.get("sec-fetch-mode"),
            dest=headers.get("sec-fetch-dest"),
        )

    @property
    def wants_json(self) -> bool:
        """Whether the caller is a program: it accepts JSON and no HTML, or is a `fetch`, which no redirect helps."""
        accepted = self.headers.get("accept", "").lower()
        return self.evidence.mode == "cors" or ("application/json" in accepted and "text/html" not in accepted)

    @property
    def bearer(self) -> str | None:
        """The access token of an `Authorization: Bearer` header (RFC 6750 section 2.1)."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() or None if scheme.lower() == "bearer" else None

    @property
    def place(self) -> Place:
        """Where our `/logout` lies, for the reach of cookies."""
        return place_of(self.base)

    @property
    def origin(self) -> str:
        """Our own origin."""
        return origin_of(self.base) or ""

    def cookie(self, name: str) -> str | None:
        """Return the value of one of our own cookies."""
        return first(self.cookies, name)


def place_of(base: str) -> Place:
    """Return where `/logout` lies below a public URL."""
    parts = urlsplit(base)
    return Place(parts.hostname or "", f"{parts.path}/logout")


@dataclass(frozen=True, slots=True)
class OwnCookie:
    """One of our `__Host-` cookies to set; without a value it is deleted."""

    name: str
    value: str | None = field(default=None, repr=False)
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Go:
    """The browser goes to the next hop; after the `last` one, which does not return, there is nothing left to do."""

    visit: Visit
    last: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """The logout is over: back to `url`, or the receipt page, with a button to `button` where there is one."""

    url: str | None = field(repr=False)
    button: str | None = field(repr=False)
    reach: Reach
    legs: tuple[LegReport, ...]


@dataclass(frozen=True, slots=True)
class AskFirst:
    """The person is asked first; `sealed` comes back with the answer."""

    sealed: str = field(repr=False)
    app: App | None = None
    reach: Reach = Reach.BROWSER


@dataclass(frozen=True, slots=True)
class Called:
    """A program called: it gets the receipt so far, and where to navigate."""

    location: str = field(repr=False)
    reach: Reach = Reach.BROWSER
    legs: tuple[LegReport, ...] = ()


@dataclass(frozen=True, slots=True)
class Astray:
    """A browser came back with a state that is not this hop's: a page with a button to go on."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the service decided, with the cookies that go along.

    A page is in the languages that this logout was asked for in, and in the look of its app.
    """

    what: Go | Ended | AskFirst | Called | Astray
    logout_id: str
    own_cookies: tuple[OwnCookie, ...] = ()
    deletions: tuple[Deletion, ...] = ()
    ui_locales: str | None = field(default=None, repr=False)
    app: App | None = None
