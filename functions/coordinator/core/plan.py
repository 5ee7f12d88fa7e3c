"""What shall happen? The effects on servers, the hops of the browser, and what the receipt starts from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from coordinator.core.model import App, Claims, Leg, LegReport, Outcome, Reach

COGNITO_COOKIE_SECONDS = 3_600
"""How long Cognito's session cookie lives (Amazon Cognito developer guide, "Quotas", read August 2026)."""

BEYOND = "beyond_reach"
"""Why a leg is not attempted: the caller asked for less."""

SIGN_OUT_SCOPE = "aws.cognito.signin.user.admin"


class GlobalCall(StrEnum):
    """A call that ends every session of a user."""

    GLOBAL_SIGN_OUT = "global_sign_out"
    ADMIN_USER_GLOBAL_SIGN_OUT = "admin_user_global_sign_out"


@dataclass(frozen=True, slots=True)
class AccessToken:
    """An access token with its verified claims; `claims` is None and `problem` says why when it cannot be used."""

    token: str = field(repr=False)
    claims: Claims | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Effects:
    """The acts on servers: global calls in order until one holds, else each refresh token is revoked.

    `global_reason` says why there is no global call, where the reach asks for one.
    """

    global_calls: tuple[GlobalCall, ...] = ()
    access: AccessToken | None = None
    global_reason: str | None = None
    refresh_tokens: tuple[str, ...] = field(default=(), repr=False)
    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)


def effects(
    reach: Reach,
    app: App | None,
    refresh_tokens: Sequence[str],
    access: Sequence[AccessToken],
    *,
    admin: bool,
    now: int,
) -> Effects:
    """Decide the effects: the ladder of `everywhere` is GlobalSignOut, AdminUserGlobalSignOut, RevokeToken.

    GlobalSignOut needs an access token with the scope of user administration, the administrator's call its user
    name from a verified, unexpired one. A hint never starts a global effect (DESIGN.md, "Effects").
    """
    if app is None:
        return Effects()
    unique = tuple(dict.fromkeys(refresh_tokens))
    calls: tuple[GlobalCall, ...] = ()
    usable, reason = None, None
    if reach is Reach.EVERYWHERE:
        usable, reason = _usable(access, app, now)
        if usable is not None and usable.claims is not None:
            calls = _ladder(usable.claims, admin=admin)
            reason = None if calls else "scope_missing"
    return Effects(calls, usable, reason, unique, app.client_id, app.client_secret)


def _usable(access: Sequence[AccessToken], app: App, now: int) -> tuple[AccessToken | None, str | None]:
    reason = "no_access_token"
    for candidate in access:
        if candidate.claims is None:
            reason = candidate.problem or "access_token_invalid"
        elif candidate.claims.client_id != app.client_id:
            reason = "access_token_invalid"
        elif candidate.claims.expires <= now:
            reason = "access_token_expired"
        else:
            return candidate, None
    return None, reason


def _ladder(claims: Claims, *, admin: bool) -> tuple[GlobalCall, ...]:
    calls = [GlobalCall.GLOBAL_SIGN_OUT] if SIGN_OUT_SCOPE in claims.scopes else []
    if admin and claims.username:
        calls.append(GlobalCall.ADMIN_USER_GLOBAL_SIGN_OUT)
    return tuple(calls)


def starting_legs(reach: Reach, providers: Sequence[LegReport] | None, *, now: int) -> tuple[LegReport, ...]:
    """Return the legs of sessions that lie outside the app, before any of them is attempted.

    `providers` are the legs of the known providers, empty for a native user; None means that nobody knows them.
    Under `app` all of this is beyond reach; under `browser` the other sessions are, and the receipt says so.
    """
    cookie_dies = now + COGNITO_COOKIE_SECONDS
    outside = BEYOND if reach is Reach.APP else None
    legs = [] if reach is Reach.EVERYWHERE else [LegReport(Leg.OTHER_SESSIONS, Outcome.NOT_ATTEMPTED, reason=BEYOND)]
    legs.append(LegReport(Leg.COGNITO, Outcome.NOT_ATTEMPTED, reason=outside, alive_until=cookie_dies))
    if providers is None:
        legs.append(LegReport(Leg.PROVIDER, Outcome.NOT_ATTEMPTED, reason=outside or "provider_unknown"))
    elif outside:
        legs += [LegReport(Leg.PROVIDER, Outcome.NOT_ATTEMPTED, leg.provider, outside) for leg in providers]
    else:
        legs += providers
    return tuple(legs)
