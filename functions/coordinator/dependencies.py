"""What the service needs of the world, as a port each; `bootstrap` fills them in with the real adapters."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from coordinator.core.denials import Denial
from coordinator.core.messages import Message
from coordinator.core.model import Claims, LegReport, Provider, Purpose, Trail, User
from coordinator.core.sign_ins import SignIn
from coordinator.settings.config import Settings

if TYPE_CHECKING:
    from coordinator.listening import Notes  # most functions hear no provider


class TokenVerifier(Protocol):
    """Tells whether a token is the pool's own."""

    def verify(self, token: str, kind: str, *, waits: bool = True) -> Claims:
        """Return the claims of an `id` or `access` token; raises TokenInvalid or Unavailable.

        It `waits` for keys that are not at hand, or raises Unavailable at once.
        """

    def unverified(self, token: str) -> Mapping[str, Any] | None:
        """Return the payload of anybody's token, believing nothing of it; None when it is none."""


class Revoker(Protocol):
    """Revokes one refresh token."""

    def __call__(self, token: str, client_id: str, client_secret: str | None) -> None:
        """Return when it is revoked; raises EffectFailed."""


class Denier(Protocol):
    """Writes a denial to the revocation list."""

    def __call__(self, denial: Denial) -> None:
        """Return when the list has it, or a stronger one; raises EffectFailed."""


class Claimer(Protocol):
    """Lets one caller be the first."""

    def __call__(self, key: str, expires: int) -> bool:
        """Return True to the first caller with this key, False to others until `expires`; raises EffectFailed."""


class Cognito(Protocol):
    """Ends every session of a user, and tells a user's attributes."""

    def make_ready(self) -> None:
        """Do what the first call would have to do anyway."""

    def global_sign_out(self, access_token: str) -> None:
        """End them by the user's own access token; raises EffectFailed."""

    def admin_user_global_sign_out(self, username: str) -> None:
        """End them by name, as an administrator; raises EffectFailed."""

    def get_user(self, access_token: str) -> Mapping[str, str]:
        """Return the attributes that the token's app client may read; raises EffectFailed."""

    def admin_get_user(self, username: str) -> Mapping[str, str]:
        """Return all attributes by name, as an administrator; raises EffectFailed."""

    def find_user(self, name: str) -> User | None:
        """Return whom an administrator means by username, alias or `sub`, None for nobody; raises EffectFailed."""


class RetryQueue(Protocol):
    """Keeps what failed until it is tried again; each raises EffectFailed."""

    def make_ready(self) -> None:
        """Do what the first call would have to do anyway."""

    def put(self, message: Message, tokens: Sequence[str], delay: int) -> None:
        """Seal the tokens into the message, and queue it for `delay` seconds from now."""

    def put_again(self, message: Message, delay: int) -> None:
        """Queue a message that is sealed already."""

    def tokens(self, message: Message) -> tuple[str, ...]:
        """Return the refresh tokens in a message; raises SealBroken when they are none of ours."""

    def bury(self, message: Message, reason: str) -> None:
        """Keep a record, without any token, of what will never be done."""

    def bury_unread(self, message_id: str) -> None:
        """Keep a record of a message that nobody can read."""


class SignIns(Protocol):
    """Remembers how people came in; each raises EffectFailed. Times are in ms since the epoch, expiries in seconds."""

    def make_ready(self) -> None:
        """Do what the first call would have to do anyway."""

    def keep(self, sign_in: SignIn, expires: int) -> None:
        """Write a sign-in, to be known until `expires`."""

    def latest(self, provider: str, subject: str, until: int) -> SignIn | None:
        """Return the last sign-in of a person at or before `until`, with its secrets where they can be opened."""

    def through(self, provider: str, sid: str) -> Sequence[SignIn]:
        """Return the latest sign-ins through a session at a provider, in order, without their secrets."""

    def between(self, provider: str, subject: str, first: int, last: int) -> Sequence[int]:
        """Return when a person signed in from `first` to `last`, both included, in order."""

    def username(self, provider: str, subject: str) -> str | None:
        """Return which user of the pool a person is, None when nothing but `<provider>_<subject>` can be said."""

    def link(self, provider: str, subject: str, username: str, expires: int) -> None:
        """Write which user a person is, unless something newer is known."""


class Discoverer(Protocol):
    """Reads OpenID configurations: the providers' and the pool's own."""

    def end_session_endpoint(self, provider: Provider, *, waits: bool = True) -> str | None:
        """Return the discovered endpoint, None when there is none; raises Unavailable.

        It `waits` for a document that is not at hand, or raises Unavailable at once.
        """

    def configuration(self, url: str, issuer: str) -> Mapping[str, Any]:
        """Return the OpenID configuration of `issuer` that lies at `url`; raises Unavailable."""


class Sealer(Protocol):
    """Seals values for the browser to carry."""

    def seal(self, purpose: Purpose, content: bytes) -> str:
        """Return URL-safe text."""

    def length(self, content: bytes) -> int:
        """Return how many characters `content` has when it is sealed."""

    def open(self, purpose: Purpose, sealed: str) -> bytes:
        """Return the content; raises SealBroken."""


class AuditTrail(Protocol):
    """Takes one event per step."""

    def step(self, trail: Trail, step: str, report: LegReport | None = None, detail: str | None = None) -> None:
        """Write the event of a step."""

    def count(self, report: LegReport) -> None:
        """Count an outcome that has no event."""

    def notice(self, name: str) -> None:
        """Count, under a name, what somebody should look into."""

    def error(self, logout_id: str, error: BaseException) -> None:
        """Write that an error of ours met the last resort."""

    def warn(self, message: str) -> None:
        """Write a line for whoever operates this."""

    def flush(self) -> None:
        """Write the counts of outcomes."""


@dataclass(frozen=True, slots=True)
class Dependencies:
    """Settings and adapters of one process. `now` gives seconds since the epoch, `random` unguessable text.

    `queue` is None where nothing is tried again, `deny`, `claim` and `notes` where there is no
    revocation list, `sign_ins` where nothing is remembered. `make_ready` loads, without a word, what a sign-out will
    call that takes a while once. `ahead` is what a first request would wait for and a snapshot may hold, `renew` what a
    process does that was woken from one.
    """

    settings: Settings
    tokens: TokenVerifier
    revoke: Revoker
    cognito: Cognito
    discovery: Discoverer
    seals: Sealer
    audit: AuditTrail
    now: Callable[[], int]
    random: Callable[[], str]
    queue: RetryQueue | None = None
    deny: Denier | None = None
    claim: Claimer | None = None
    notes: "Notes | None" = None
    sign_ins: SignIns | None = None
    make_ready: Callable[[], None] | None = None
    ahead: Sequence[Callable[[], object]] = ()
    renew: Callable[[], None] = lambda: None
