"""What one row of the catalogue says: where a provider ends its session, what it must be told, and who says so."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The class of a provider: who ends its session, and by what pattern of URL."""

    OIDC_RP = "oidc_rp"
    """A hop with the names of OpenID Connect RP-Initiated Logout 1.0."""
    RENAMED = "renamed"
    """A hop with documented names of the provider's own."""
    BEST_EFFORT = "best_effort"
    """A hop that nobody promises: undocumented, or known to fail at times."""
    TERMINAL = "terminal"
    """A hop to a fixed page that takes no return URL."""
    NONE = "none"
    """No hop: nobody but the person can end it."""
    SAML_BY_COGNITO = "saml_by_cognito"
    """No hop of ours: Cognito visits the provider inside its own `/logout`."""


class HintPolicy(StrEnum):
    """What the provider wants with the ID token that it issued to Cognito."""

    REQUIRED = "required"
    """Fails without it."""
    REQUIRED_TO_RETURN = "required_to_return"
    """Ends the session without it, too, but then sends nobody back."""
    OR_CLIENT_ID = "or_client_id"
    """Takes it, and makes do with `client_id`."""
    UNUSED = "unused"
    """Has no use for it; it is never sent."""
    FORBIDDEN = "forbidden"
    """Refuses a request that has one."""


class Flaw(StrEnum):
    """What may be wrong with a hint; one with a flaw that the row does not take counts as absent."""

    EXPIRED = "expired"
    OTHER_USER = "other_user"
    """Its `sub` is not the user that Cognito linked."""
    UNREADABLE = "unreadable"
    """Neither a signed nor an encrypted token."""
    FOREIGN = "foreign"
    """Issued by another provider: no row takes it, since it is nobody's business there."""


class Returns(StrEnum):
    """Whether the browser comes back, from surely to never: the order of the hops."""

    ALWAYS = "always"
    REGISTERED = "registered"
    """When our return URL is registered with the provider."""
    AFTER_A_CLICK = "after_a_click"
    """The person is asked there, and may walk away."""
    MAYBE = "maybe"
    NEVER = "never"


SURELY = frozenset({Returns.ALWAYS, Returns.REGISTERED})
"""From there the browser comes back whatever the person does."""


class Cascade(StrEnum):
    """Whether a provider that is a broker ends the session at the provider behind it."""

    NO = "no"
    AUTOMATIC = "automatic"
    """It tries to by itself."""
    ON_REQUEST = "on_request"
    """When the stage file says `cascade = true`, by the row's `cascade_param`."""
    UNKNOWN = "unknown"


class Tells(StrEnum):
    """What a provider's logout tokens (OpenID Connect Back-Channel Logout 1.0) name."""

    SESSION = "session"
    """The session there by its `sid`, mostly beside the person."""
    PERSON = "person"
    """The person alone, by `sub`."""
    NOTHING = "nothing"
    """It sends none."""
    UNKNOWN = "unknown"
    """Nothing that was read says it."""


class Confidence(StrEnum):
    """Who says what a row says; none of it was tried against a live provider unless its source says so."""

    VENDOR = "vendor"
    """The provider's own documents, code or discovery document."""
    OTHERS = "others"
    """Other people's code, reports or copies."""
    TRIED = "tried"
    """The provider itself, in the end-to-end tests."""


LONGEST_URL = 8_000
"""Characters that every server should take (RFC 9110 section 4.1), where a provider documents no other limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """How one kind of provider ends a session. Parameter names are None where there is no such parameter.

    Where: `url` is fixed; `discovers` takes `end_session_endpoint` of the issuer's discovery document; `path`,
    appended to the issuer, is all there is, or what is left when discovery tells nothing. A `logout_url` of the stage
    file beats them all. `issuers` are patterns of hosts, or of host and path, by which a provider of the pool is
    recognized. `needs` lists alternatives: of each tuple the stage file must hold one key.

    What it is told: `takes_hints` are the flaws of a hint that do no harm; `bare` says that the URL alone, without any
    parameter, ends the session where nothing better can be sent; `shortest_state` and `longest_state` in characters;
    beyond `longest_url` characters the hop is a form if the row `takes_post`, else it goes with less.

    What comes of it: `returns` with all that it wants, `without_hint` where a hint was wanted and missing; `proves`
    says that a return with our `state` proves the end of the session, and `proves_without_hint` that it does so, too,
    where the person may have been asked. A `logout_hint` of the caller's own goes to the provider unless
    `callers_logout_hint` forbids it. `also_ends` and `note` are for people; `prompt` is what the next sign-in must ask
    for while the session lives. `unverified` names what in the row has no source.

    What it tells: `tells` is what its logout tokens name, and `tells_how` what they need, with who says so.
    """

    title: str
    kind: Kind
    source: str
    read: str
    confidence: Confidence
    unverified: str = ""
    needs: tuple[tuple[str, ...], ...] = ()
    issuers: tuple[str, ...] = ()
    saml: bool = False
    url: str | None = None
    path: str | None = None
    discovers: bool = False
    hint: HintPolicy = HintPolicy.UNUSED
    takes_hints: frozenset[Flaw] = frozenset({Flaw.EXPIRED})
    hint_param: str | None = None
    client_param: str | None = None
    return_param: str | None = None
    state_param: str | None = None
    logout_hint_param: str | None = None
    logout_hint_from: str = ""
    callers_logout_hint: bool = True
    ui_locales_param: str | None = None
    cascade_param: str | None = None
    bare: bool = False
    shortest_state: int = 0
    longest_state: int | None = None
    longest_url: int = LONGEST_URL
    takes_post: bool = False
    method: str = "GET"
    returns: Returns = Returns.NEVER
    without_hint: Returns | None = None
    proves: bool = False
    proves_without_hint: bool = True
    also_ends: str = ""
    cascade: Cascade = Cascade.NO
    prompt: str = "login"
    note: str = ""
    tells: Tells = Tells.UNKNOWN
    tells_how: str = ""
    configurable: bool = False

    @property
    def is_hop(self) -> bool:
        """Whether we send the browser to the provider."""
        return self.kind not in (Kind.NONE, Kind.SAML_BY_COGNITO)

    @property
    def wants_hint(self) -> bool:
        """Whether a hint is ever sent."""
        return self.hint not in (HintPolicy.UNUSED, HintPolicy.FORBIDDEN)
