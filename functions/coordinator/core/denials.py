"""Whose tokens are denied, and for how long? What the revocation list keeps, and which tokens it refuses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from coordinator.core.model import Claims

DAY = 86_400
"""Seconds that an access or ID token lives at most (Amazon Cognito developer guide, "Using the refresh token", read
November 2026: 5 minutes to 1 day)."""
MOST_SESSIONS = 4
"""Sessions that one request denies: a browser holds one or two of an app, and each is a write."""


@dataclass(frozen=True, slots=True)
class Denial:
    """One item of the list: a session by its `origin_jti`, or a user's cut-off by `sub`.

    Times are in seconds since the epoch. `cut_off` is the second in which the logout was requested, None for a session.
    `expires` is when the item may go; `longest` when it may go if a refresh token lives on after all. `began` is when
    who asks for a cut-off had signed in: a token that the last one has ended must not move it. None asks for no token.
    """

    key: str
    cut_off: int | None
    expires: int
    longest: int
    began: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What the list says of one key: of a denial, or of a hop of our own with its `sid`, and which token `used` it."""

    expires: int
    cut_off: int | None = None
    sid: str | None = None
    used: str | None = None


@dataclass(frozen=True, slots=True)
class Hop:
    """A note of one hop: who is meant, or which session, by hashes; `sid` is a hash, too, None where nobody knows it.

    `expires` in seconds since the epoch.
    """

    key: str
    expires: int
    sid: str | None = None


def of_session(origin_jti: str, days: int, now: int, *, dies: bool) -> Denial:
    """Deny a session, whose refresh token lives `days` at most; with `dies` this logout is about to kill it."""
    return _denial(f"session/{origin_jti}", None, days, now, dies=dies)


def of_user(subject: str, days: int, now: int, *, dies: bool, began: int | None = None) -> Denial:
    """Deny all that a user began up to the second `now`."""
    return replace(_denial(f"user/{subject}", now, days, now, dies=dies), began=began)


def began_at(subject: str, second: int) -> str:
    """Return the key of what a user began in one second: tokens do not say through which session at a provider."""
    return f"sign-in/{subject}/{second}"


def _denial(key: str, cut_off: int | None, days: int, now: int, *, dies: bool) -> Denial:
    # What the last refresh gives lives another day.
    longest = now + days * DAY + DAY
    return Denial(key, cut_off, now + DAY if dies else longest, longest)


def lasting(denial: Denial) -> Denial:
    """Return the denial for as long as a refresh token can live: it could not be revoked."""
    return replace(denial, expires=denial.longest)


def of_machine(claims: Claims) -> bool:
    """Whether a token has no user: one of the client-credentials grant, whose `sub` is the client."""
    return claims.username is None and claims.subject == claims.client_id


def keys(claims: Claims) -> tuple[str, ...]:
    """Return what the list is asked about a verified token; nothing about one without a user."""
    if of_machine(claims):
        return ()
    session = (f"session/{claims.origin_jti}",) if claims.origin_jti else ()
    began = _began(claims)
    return (*session, f"user/{claims.subject}", *((began_at(claims.subject, began),) if began > 0 else ()))


def refuses(claims: Claims, listed: Mapping[str, Kept], now: int) -> bool:
    """Tell whether the list, as far as `listed` shows it, refuses a verified token.

    A refresh renews `iat`, never `auth_time`: who began in the second of the cut-off or before is refused, and so is a
    token that does not say when. DynamoDB deletes what has expired days later: that no longer counts.
    """
    for key in keys(claims):
        kept = listed.get(key)
        if kept is None or kept.expires <= now:
            continue
        if kept.cut_off is None or _began(claims) <= kept.cut_off:
            return True
    return False


def _began(claims: Claims) -> int:
    """Return the second of the sign-in, 0 for a token that does not say it."""
    began = claims.everything.get("auth_time")
    return began if isinstance(began, int) and not isinstance(began, bool) else 0


def _of_owner(token: Claims, days: int, now: int, *, dies: bool) -> Denial:
    return of_user(token.subject, days, now, dies=dies, began=_began(token))


def of_logout(
    ended: Iterable[Claims],
    owner: Claims | None,
    days: Mapping[str, int],
    now: int,
    *,
    global_call: bool,
) -> tuple[tuple[Denial, ...], str | None]:
    """Return what a logout denies, and why it denies nothing, or not all.

    `ended` are the verified tokens whose sessions end, `owner` is the token of who leaves everywhere. `days` says per
    app client how long a refresh token lives. Only a global sign-out certainly kills all of its user's: a refresh token
    does not say whose it is, and Cognito says yes to a dead or rotated one, too (RFC 7009 section 2.2).
    """
    believed, leaves = tuple(ended), owner.subject if owner else None
    sessions = {one.origin_jti: one for one in believed if one.origin_jti}
    found = [_of_owner(owner, max(days.values()), now, dies=global_call)] if owner else []
    for origin_jti, claims in list(sessions.items())[:MOST_SESSIONS]:
        dies = global_call and claims.subject == leaves
        found.append(of_session(origin_jti, days[claims.client_id], now, dies=dies))
    reason = None if found else "no_verified_token"
    if any(not one.origin_jti and one.subject != leaves for one in believed):
        reason = "no_origin_jti"
    if len(sessions) > MOST_SESSIONS:
        reason = "too_many_tokens"
    return tuple(found), reason
