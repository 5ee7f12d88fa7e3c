"""What does a provider's logout token say, is it one at all, and which sign-ins does it end? Decisions on values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from coordinator.core import denials
from coordinator.core.denials import DAY, Denial
from coordinator.core.model import LegReport, Outcome, Provider, User
from coordinator.core.plan import AdminUserGlobalSignOut, Effects
from coordinator.core.sign_ins import LONGEST_WAY, SLACK
from coordinator.errors import TokenInvalid

EVENT = "http://schemas.openid.net/event/backchannel-logout"
TYPE = "logout+jwt"
SKEW = 60
"""Seconds by which a provider's clock may be ahead of ours, or its token be late."""
LONGEST_LIFE = 600
"""Seconds from `iat` to `exp`, and from `iat` to now, of a token that is judged strictly ("preferably at most two
minutes": OpenID Connect Back-Channel Logout 1.0 section 4; minutes: ASVS 5.0 10.5.5)."""
LATEST = 100_000_000_000
LONGEST = {"sub": 255, "sid": 2_000, "jti": 2_000}
"""Characters; of `sub` as OpenID Connect Core 1.0 section 2 has it."""
READ_OTHERWISE = frozenset({"crit", "b64"})
"""Header members that change how a signature must be read (RFC 7515 section 4.1.11, RFC 7797)."""
GLOBAL_SECONDS = 60
"""How old a token may be that starts a global sign-out, which ends what lives when it runs."""
EARLY, LATE = SLACK, LONGEST_WAY
"""Seconds before and after a sign-in was remembered in which its tokens may say that it was (`auth_time`)."""
MOST_SIGN_INS = 50
"""Sign-ins through one session that end by their seconds, of which each has ten, and each second is a write."""


@dataclass(frozen=True, slots=True)
class Signal:
    """What a believed logout token says: whose sessions end, or which one, and up to when.

    `issued_at` in seconds since the epoch. Of `subject` and `sid` one may be None. `key` stands for issuer, client and
    `jti` on the revocation list, where it is kept until `kept_until`: later a repeat is refused, or changes nothing.
    """

    issued_at: int
    subject: str | None = field(repr=False)
    sid: str | None = field(repr=False)
    key: str = field(repr=False)
    kept_until: int = 0


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of a token: the legs that it ended, why it ended none, and `subject`, the `sub` of the user."""

    legs: tuple[LegReport, ...] = ()
    reason: str | None = None
    subject: str | None = None

    @property
    def outcome(self) -> Outcome:
        """What became of it as a whole: the worst of its legs."""
        return max((one.outcome for one in self.legs), key=list(Outcome).index, default=Outcome.NOT_ATTEMPTED)


def judge(header: Mapping[str, Any], payload: Mapping[str, Any], provider: Provider, now: int) -> Signal:
    """Return what a token of `provider` says whose signature holds; raises TokenInvalid.

    OpenID Connect Back-Channel Logout 1.0 sections 2.4 and 2.6. Strictly a token needs `typ` and `exp`, and lives for
    minutes; with `compat` both may be missing, since the specification has asked for them only since its errata.
    """
    if header.get("alg") not in provider.algs or header.keys() & READ_OTHERWISE:
        raise TokenInvalid("header")
    if not isinstance(header.get("kid", ""), str) or not _is_typed(header, strict=not provider.compat):
        raise TokenInvalid("header")
    if payload.get("iss") != provider.issuer or _audiences(payload) != {provider.client_id}:
        raise TokenInvalid("issuer or audience")
    events = payload.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(EVENT), dict) or "nonce" in payload:
        raise TokenInvalid("kind")
    issued_at, expires = _times(payload, now, strict=not provider.compat)
    subject, sid, jti = (_text(payload, name) for name in LONGEST)
    if jti is None or (subject is None and sid is None):
        raise TokenInvalid("jti, or sub and sid")
    # Of the client, too: a pool may have one provider as two, and one sign-out there tells both, in words of its own.
    digest = sha256(f"{provider.issuer}\n{provider.client_id}\n{jti}".encode()).hexdigest()
    return Signal(issued_at, subject, sid, f"signal/{digest}", min(max(expires, now + LONGEST_LIFE), now + DAY) + SKEW)


def _is_typed(header: Mapping[str, Any], *, strict: bool) -> bool:
    """Tell whether `typ` is a logout token's; the names of media types have no case (RFC 7515 section 4.1.9)."""
    if "typ" not in header:
        return not strict
    if not isinstance(header["typ"], str):
        return False
    named = header["typ"].lower().removeprefix("application/")
    return named == TYPE or (named == "jwt" and not strict)


def _audiences(payload: Mapping[str, Any]) -> set[str]:
    """Return the audiences, none for what is no text or list of texts: whom we do not know we do not trust."""
    audience = payload.get("aud")
    listed = [audience] if isinstance(audience, str) else audience
    return set(listed) if isinstance(listed, list) and all(isinstance(one, str) for one in listed) else set()


def _times(payload: Mapping[str, Any], now: int, *, strict: bool) -> tuple[int, int]:
    """Return the second of `iat`, no later than now, and that of `exp`, now where there is none."""
    issued, expires, begins = (_time(payload, name) for name in ("iat", "exp", "nbf"))
    if issued is None or issued > now + SKEW or (begins is not None and begins > now + SKEW):
        raise TokenInvalid("iat or nbf")
    if (expires is None and strict) or (expires is not None and (expires < now - SKEW or expires < issued)):
        raise TokenInvalid("exp")
    if strict and max(now, expires or now) - issued > LONGEST_LIFE:
        raise TokenInvalid("too old, or too long")
    return min(int(issued), now), int(expires or now)


def _time(payload: Mapping[str, Any], name: str) -> float | None:
    """Return a NumericDate (RFC 7519 section 2), None where there is none; a text or `true` is none."""
    if name not in payload:
        return None
    value = payload[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < LATEST:
        raise TokenInvalid(name)
    return value


def _text(payload: Mapping[str, Any], name: str) -> str | None:
    if name not in payload:
        return None
    value = payload[name]
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST[name]:
        raise TokenInvalid(name)
    return value


def window(at: int, others: Iterable[int], until: int) -> range:
    """Return the seconds that the tokens of a sign-in at `at` (ms) may name as their `auth_time`, `until` the last one.

    `others` are the times (ms) at which the same person signed in nearby: what they began stays alive.
    """
    second = at // 1_000
    first, last = second - EARLY, min(second + LATE, until)
    for other in (one // 1_000 for one in others):
        if second - EARLY - LATE <= other < second:
            first = second
        elif other > second:
            last = min(last, other - 1)
    return range(first, last + 1)


def nearby(at: int) -> tuple[int, int]:
    """Return from when to when (ms) another sign-in of the same person may share seconds with the one at `at`."""
    return at - (EARLY + LATE + 1) * 1_000, at + (LATE + 1) * 1_000


def spans(times: Iterable[int]) -> list[tuple[int, int]]:
    """Return from when to when (ms) others may share seconds with sign-ins at these times, each moment once.

    From the first to the last of them would be days, in which somebody may have come in thousands of times.
    """
    found: list[tuple[int, int]] = []
    for first, last in sorted(map(nearby, times)):
        begins = found.pop()[0] if found and first <= found[-1][1] else first
        found.append((begins, last))
    return found


def of_sign_ins(subject: str, seconds: Iterable[int], days: int) -> tuple[Denial, ...]:
    """Deny what a user began in certain seconds, the latest first, as long as refresh tokens of `days` give more."""
    latest = sorted(set(seconds), reverse=True)
    # A day for what the last refresh gives, and one for the app that comes late to fetch its tokens.
    lasts = [(one, one + (days + 2) * DAY) for one in latest]
    return tuple(Denial(denials.began_at(subject, one), None, expires, expires) for one, expires in lasts)


def of_whole(subject: str, days: int, signal: Signal) -> Denial:
    """Deny all that a user began up to the token, who came in too often through its session to be told apart."""
    cut_off = denials.of_user(subject, days, signal.issued_at, dies=False)
    return replace(cut_off, expires=cut_off.expires + DAY)


def of_user(user: User, days: int, signal: Signal, now: int, *, listed: bool) -> Effects:
    """Return the cut-off at the token's `iat` and, while the token is young, the global sign-out.

    That one ends what began since, too: an older token leaves it to the list alone.
    """
    young = now - signal.issued_at <= GLOBAL_SECONDS
    cut_off = denials.of_user(user.subject, days, signal.issued_at, dies=young)
    lasting = replace(cut_off, expires=cut_off.expires + GLOBAL_SECONDS)
    return Effects(AdminUserGlobalSignOut(user.username) if young else None, denials=(lasting,) if listed else ())
