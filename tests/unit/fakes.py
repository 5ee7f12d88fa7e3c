"""Fakes of the ports: they keep state, fail on demand, and are asked afterwards what has become of it."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from coordinator.core.denials import Denial
from coordinator.core.model import Claims, LegReport, Provider, Purpose, Trail, User
from coordinator.core.sign_ins import SignIn
from coordinator.errors import CoordinatorError, SealBroken, TokenInvalid, Unavailable


class FakeSeals:
    """Seals without secrecy: purpose and content in base64."""

    def seal(self, purpose: Purpose, content: bytes) -> str:
        """Return purpose and content, readable by tests."""
        return f"{purpose}.{base64.urlsafe_b64encode(content).decode()}"

    def length(self, content: bytes) -> int:
        """Return what the real seals would, with room for a purpose."""
        return len(self.seal(Purpose.CONFIRMATION, content))

    def open(self, purpose: Purpose, sealed: str) -> bytes:
        """Return the content of the right purpose."""
        named, _, content = sealed.partition(".")
        if named != purpose:
            raise SealBroken(purpose.value)
        return base64.urlsafe_b64decode(content)


@dataclass
class FakeTokens:
    """Knows tokens by their text; `broken` is raised for every token, known or not."""

    known: dict[tuple[str, str], Claims] = field(default_factory=dict)
    broken: CoordinatorError | None = None
    payloads: dict[str, Mapping[str, Any] | None] = field(default_factory=dict)

    def verify(self, token: str, kind: str, *, waits: bool = True) -> Claims:
        """Return what this token of this kind says; all is at hand."""
        if self.broken:
            raise self.broken
        if (kind, token) not in self.known:
            raise TokenInvalid("unknown")
        return self.known[kind, token]

    def unverified(self, token: str) -> Mapping[str, Any] | None:
        """Return the payload that a test gave to this token, an empty one for every other."""
        return self.payloads.get(token, {})


@dataclass
class FakeList:
    """A revocation list: what was written, in order; `failing` fails the writing of its keys, once for each error."""

    written: list[Denial] = field(default_factory=list)
    failing: dict[str, list[Exception]] = field(default_factory=dict)

    def deny(self, denial: Denial) -> None:
        """Write a denial."""
        if self.failing.get(denial.key):
            raise self.failing[denial.key].pop(0)
        self.written.append(denial)


@dataclass
class FakeSignIns:
    """A store of sign-ins, in order, and of which user a person is; `failing` is raised by whatever is asked."""

    kept: list[SignIn] = field(default_factory=list)
    links: dict[tuple[str, str], str] = field(default_factory=dict)
    failing: Exception | None = None
    asked: list[tuple[str, str]] = field(default_factory=list)

    def make_ready(self) -> None:
        """All is at hand."""

    def keep(self, sign_in: SignIn, expires: int) -> None:
        """Keep a sign-in for good."""
        self._fail("keep", sign_in.subject)
        self.kept.append(sign_in)

    def latest(self, provider: str, subject: str, until: int) -> SignIn | None:
        """Return the last sign-in of a person."""
        self._fail("latest", subject)
        return max(
            (one for one in self._of(provider, subject) if one.at <= until), key=lambda one: one.at, default=None
        )

    def through(self, provider: str, sid: str) -> tuple[SignIn, ...]:
        """Return the sign-ins through a session."""
        self._fail("through", sid)
        found = [one for one in self.kept if (one.provider, one.sid) == (provider, sid)]
        return tuple(replace(one, sid=None, login_hint=None, id_token=None) for one in found)

    def between(self, provider: str, subject: str, first: int, last: int) -> tuple[int, ...]:
        """Return a person's times."""
        self._fail("between", subject)
        return tuple(sorted(one.at for one in self._of(provider, subject) if first <= one.at <= last))

    def username(self, provider: str, subject: str) -> str | None:
        """Return which user a person is."""
        self._fail("username", subject)
        return self.links.get((provider, subject))

    def link(self, provider: str, subject: str, username: str, expires: int) -> None:
        """Say which user a person is."""
        self._fail("link", subject)
        self.links[provider, subject] = username

    def _of(self, provider: str, subject: str) -> list[SignIn]:
        return [one for one in self.kept if (one.provider, one.subject) == (provider, subject)]

    def _fail(self, operation: str, about: str) -> None:
        self.asked.append((operation, about))
        if self.failing:
            raise self.failing


@dataclass
class FakeCognito:
    """A user pool: which refresh tokens are dead, whose sessions have all ended, its users' attributes, what fails."""

    revoked: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    secrets: set[str | None] = field(default_factory=set)
    failing: dict[str, Exception] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    users: dict[str, User] = field(default_factory=dict)

    def make_ready(self) -> None:
        """Nothing has to be loaded."""

    def revoke(self, token: str, client_id: str, client_secret: str | None) -> None:
        """Revoke one refresh token."""
        self._fail("revoke")
        self.secrets.add(client_secret)
        self.revoked.append(token)

    def global_sign_out(self, access_token: str) -> None:
        """End every session by access token."""
        self._fail("global_sign_out")
        self.ended.append(access_token)

    def admin_user_global_sign_out(self, username: str) -> None:
        """End every session by user name."""
        self._fail("admin_user_global_sign_out")
        self.ended.append(username)

    def get_user(self, access_token: str) -> Mapping[str, str]:
        """Tell the attributes by access token."""
        self.asked.append(("get_user", access_token))
        self._fail("get_user")
        return self.attributes

    def admin_get_user(self, username: str) -> Mapping[str, str]:
        """Tell the attributes by user name."""
        self.asked.append(("admin_get_user", username))
        self._fail("admin_get_user")
        return self.attributes

    def find_user(self, name: str) -> User | None:
        """Tell who has a name."""
        self.asked.append(("find_user", name))
        self._fail("find_user")
        return self.users.get(name)

    def _fail(self, name: str) -> None:
        if name in self.failing:
            raise self.failing[name]


@dataclass
class FakeDiscovery:
    """Knows the endpoint of each provider by name; an error stands for a provider that cannot be asked."""

    endpoints: dict[str, str | CoordinatorError | None] = field(default_factory=dict)
    at_hand: bool = False
    document: Mapping[str, Any] | CoordinatorError = field(default_factory=dict)

    def end_session_endpoint(self, provider: Provider, *, waits: bool = True) -> str | None:
        """Return the endpoint."""
        if not waits and not self.at_hand:
            raise Unavailable("not_at_hand")
        endpoint = self.endpoints.get(provider.name)
        if isinstance(endpoint, CoordinatorError):
            raise endpoint
        return endpoint

    def configuration(self, url: str, issuer: str) -> Mapping[str, Any]:
        """Return the pool's own document, or fail as it is told to."""
        if isinstance(self.document, CoordinatorError):
            raise self.document
        if self.document.get("issuer") != issuer:
            raise Unavailable("other_issuer")
        return self.document


@dataclass
class FakeAudit:
    """Remembers the steps."""

    steps: list[tuple[str, LegReport | None, str | None]] = field(default_factory=list)
    trails: list[Trail] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    counted: list[LegReport] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    flushed: int = 0

    def step(self, trail: Trail, step: str, report: LegReport | None = None, detail: str | None = None) -> None:
        """Remember a step."""
        self.trails.append(trail)
        self.steps.append((step, report, detail))

    def error(self, logout_id: str, error: BaseException) -> None:
        """Remember an error."""
        self.errors.append(error)

    def warn(self, message: str) -> None:
        """Remember a warning."""
        self.warnings.append(message)

    def count(self, report: LegReport) -> None:
        """Remember a count."""
        self.counted.append(report)

    def notice(self, name: str) -> None:
        """Remember a notice."""
        self.notices.append(name)

    def flush(self) -> None:
        """Count the flushes."""
        self.flushed += 1
