"""What shall happen? The effects on servers, the hops of the browser, and what the receipt starts from."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from coordinator.core.model import App, Claims, Leg, LegReport, Outcome, Reach

COGNITO_COOKIE_SECONDS = 3_600
"""How long Cognito's session cookie lives (Amazon Cognito developer guide, "Quotas", read August 2026)."""

BEYOND = "beyond_reach"
"""Why a leg is not attempted: the caller asked for less."""

type Failure = str
type LegReports = tuple[LegReport, ...]

SIGN_OUT_SCOPE = "aws.cognito.signin.user.admin"


@dataclass(frozen=True, slots=True)
class GlobalSignOut:
    """End every session of the token's user."""

    access_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AdminUserGlobalSignOut:
    """End every session of a user by name, as an administrator."""

    username: str


type GlobalCall = GlobalSignOut | AdminUserGlobalSignOut


@dataclass(frozen=True, slots=True)
class Revocation:
    """Revoke one refresh token of an app client, with the client's secret where it has one."""

    token: str = field(repr=False)
    client_id: str
    client_secret: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class AccessToken:
    """An access token with its verified claims; `claims` is None and `problem` says why when it cannot be used."""

    token: str = field(repr=False)
    claims: Claims | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Effects:
    """The acts on servers: the global call, and the revocations where it does not hold, or `also_revoke` says so.

    `no_global_call` says why there is none, where the reach asks for one; `no_revocation` why no token is revoked.
    """

    global_call: GlobalCall | None = None
    revocations: tuple[Revocation, ...] = ()
    no_global_call: str | None = None
    no_revocation: str = "no_refresh_token"
    also_revoke: bool = False


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
    name from a verified, unexpired one. A hint never starts a global effect: it proves no intent.
    """
    if app is None:
        unknown = "app_unknown"
        return Effects(no_revocation=unknown, no_global_call=unknown if reach is Reach.EVERYWHERE else None)
    revocations = tuple(Revocation(token, app.client_id, app.client_secret) for token in dict.fromkeys(refresh_tokens))
    if reach is not Reach.EVERYWHERE:
        return Effects(revocations=revocations)
    call, reason = _ladder(access, app, admin=admin, now=now)
    return Effects(call, revocations, reason)


def _ladder(access: Sequence[AccessToken], app: App, *, admin: bool, now: int) -> tuple[GlobalCall | None, str | None]:
    """Return the global call of the first access token that is good for one, else why there is none.

    Which call it is depends on the scope, never on how Cognito answers the first: a token with the scope that Cognito
    refuses was revoked, and its user may have signed in again since.
    """
    reason = "no_access_token"
    for candidate in access:
        claims = candidate.claims
        if claims is None or claims.client_id != app.client_id:
            reason = candidate.problem or "access_token_invalid"
        elif claims.expires <= now:
            reason = "access_token_expired"
        elif SIGN_OUT_SCOPE in claims.scopes:
            return GlobalSignOut(candidate.token), None
        elif admin and claims.username:
            return AdminUserGlobalSignOut(claims.username), None
        else:
            reason = "scope_missing"
    return None, reason


def legs_of(plan: Effects, global_call: Failure | None, revocations: Sequence[Failure], *, now: int) -> LegReports:
    """Return the legs of the effects: `tokens` and, where it was asked for, `other_sessions`.

    A failure is a code, empty for success; `global_call` is None when there was no such call.
    """
    failure = next((code for code in revocations if code), "")
    if failure:
        tokens = LegReport(Leg.TOKENS, Outcome.FAILED, reason=failure)
    elif global_call == "" or revocations:
        tokens = LegReport(Leg.TOKENS, Outcome.DONE)
    else:
        tokens = LegReport(Leg.TOKENS, Outcome.NOT_ATTEMPTED, reason=plan.no_revocation)
    return (tokens, *_other_sessions(plan, global_call, now))


def _other_sessions(plan: Effects, global_call: Failure | None, now: int) -> LegReports:
    if global_call == "":
        # Other browsers keep Cognito's own cookie: no call clears it, and it signs in silently while it lives.
        alive_until = now + COGNITO_COOKIE_SECONDS
        return (LegReport(Leg.OTHER_SESSIONS, Outcome.DONE, None, "cognito_cookie_elsewhere", alive_until),)
    if global_call is not None:
        return (LegReport(Leg.OTHER_SESSIONS, Outcome.FAILED, reason=global_call),)
    if plan.no_global_call is None:
        return ()
    untold = plan.no_global_call == "keys_unavailable"
    outcome = Outcome.FAILED if untold else Outcome.NOT_SUPPORTED
    return (LegReport(Leg.OTHER_SESSIONS, outcome, reason=plan.no_global_call),)


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
