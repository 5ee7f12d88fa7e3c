"""The nouns of a logout as frozen values: apps, providers, verified claims, legs and their outcomes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

SECONDS_OF = {"journey": 600, "hint": 600, "ticket": 60, "confirmation": 300, "remembered": 3_651 * 86_400}
"""How long what is sealed for a purpose is good: a refresh token lives ten years at most, what it gives another day."""


class Reach(StrEnum):
    """How far a logout goes."""

    APP = "app"
    BROWSER = "browser"
    EVERYWHERE = "everywhere"


class Leg(StrEnum):
    """One thing that a logout ends."""

    TOKENS = "tokens"
    OTHER_SESSIONS = "other_sessions"
    REVOCATION_LIST = "revocation_list"
    APP_COOKIES = "app_cookies"
    COGNITO = "cognito"
    PROVIDER = "provider"


class Outcome(StrEnum):
    """What became of a leg, from nothing done to worst."""

    NOT_ATTEMPTED = "not_attempted"
    NOT_SUPPORTED = "not_supported"
    DONE = "done"
    UNCONFIRMED = "unconfirmed"
    PENDING = "pending"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class AppCookie:
    """One cookie of an app, or all whose names begin with `name`.

    Chunks have `numbered` between name and number: with "." they are called `<name>.0`, `<name>.1` and so on. Those
    `by_user` are called `<name><user>.<what>`, as Amplify does it, and `<what>` says which token they hold. `hosts` are
    the only ones that a cookie without a domain can lie on, where they are known. `public_domain` says that `domain`
    is a public suffix such as `co.uk`, on which browsers allow no cookies.
    """

    name: str
    domain: str | None = None
    path: str = "/"
    holds: str | None = None
    numbered: str = ""
    by_user: bool = False
    hosts: tuple[str, ...] = ()
    public_domain: bool = False

    @property
    def several(self) -> bool:
        """Whether only the cookies that arrive say what their names are."""
        return self.by_user or self.numbered != ""


@dataclass(frozen=True, slots=True)
class App:
    """An app client of the user pool, with the URLs that a browser may go back to.

    `refresh_token_days` is how long its refresh tokens live at most. On our pages it is called by its `display_name`,
    with a `logo` (an https URL, or a `data:` URI of an image) and a `color` (`#rrggbb`).
    """

    name: str
    client_id: str
    return_to: tuple[str, ...]
    cookies: tuple[AppCookie, ...] = ()
    client_secret: str | None = field(default=None, repr=False)
    confirm: str = "auto"
    default_return: bool = False
    refresh_token_days: int = 30
    display_name: str | None = None
    logo: str | None = field(default=None, repr=False)
    color: str | None = None

    @property
    def shown_name(self) -> str:
        """What people call it."""
        return self.display_name or self.name


@dataclass(frozen=True, slots=True)
class Provider:
    """An identity provider as the stage file names it; `hint` and `logout_hint` are names of claims.

    `remembered` says which of these two come from the store of sign-ins instead, where they are None.
    `method` is POST where its hops shall be forms whatever their length; `session_hours` is how long a session lives
    there, where somebody knows it. On our pages it is called by its `display_name`. Its logout tokens are signed by one
    of `algs`; with `compat` they need neither `typ` nor `exp`; one that names a session ends that `session`, or all of
    the `user`, as `backchannel` says.
    """

    name: str
    profile: str
    issuer: str | None = None
    client_id: str | None = None
    logout_url: str | None = None
    hint: str | None = None
    logout_hint: str | None = None
    return_param: str | None = None
    client_param: str | None = None
    state_param: str | None = None
    returns: str = "maybe"
    extra: tuple[tuple[str, str], ...] = ()
    method: str = "GET"
    cascade: bool = False
    session_hours: int | None = None
    display_name: str | None = None
    algs: tuple[str, ...] = ("RS256",)
    compat: bool = False
    backchannel: str = "session"
    remembered: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Claims:
    """What a verified token of the pool says; `expires` in seconds since the epoch.

    `everything` holds all claims, for provider hints that lie in custom attributes.
    """

    subject: str
    client_id: str
    expires: int
    username: str | None = None
    origin_jti: str | None = None
    scopes: frozenset[str] = frozenset()
    everything: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class LegReport:
    """The outcome of one leg; `reason` is a code, `alive_until` is in seconds since the epoch."""

    leg: Leg
    outcome: Outcome
    provider: str | None = None
    reason: str | None = None
    alive_until: int | None = None


class Purpose(StrEnum):
    """What a sealed value is for: one sealed for another purpose does not open."""

    JOURNEY = "journey"
    HINT = "hint"
    TICKET = "ticket"
    CONFIRMATION = "confirmation"
    REMEMBERED = "remembered"

    @property
    def seconds(self) -> int:
        """How long a value sealed for this purpose is good; what is remembered says itself until when within that."""
        return SECONDS_OF[self.value]


@dataclass(frozen=True, slots=True)
class Trail:
    """What the audit events of one logout have in common; `subject` is the user's `sub`, once it is verified.

    `operator` is who asked for it in somebody else's place, as an ARN; `provider` the one that told us of a sign-out.
    """

    logout_id: str
    reach: Reach | None = None
    app: App | None = None
    subject: str | None = None
    operator: str | None = None
    provider: str | None = None


@dataclass(frozen=True, slots=True)
class User:
    """A user of the pool by the name that Cognito itself uses, and by `sub`; `attributes` are all that the pool has."""

    username: str
    subject: str
    attributes: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
