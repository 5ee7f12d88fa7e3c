"""What shall happen? The effects on servers, decided from the reach and the tokens at hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from coordinator.core.denials import Denial
from coordinator.core.model import App, Claims, Reach

MOST_REVOCATIONS = 4
"""Refresh tokens of one request: an app keeps one or two, and who plants more must not spend the pool's quota of
RevokeToken (Amazon Cognito developer guide, "Quotas": 120 a second for all users together, read August 2026)."""
SIGN_OUT_SCOPE = "aws.cognito.signin.user.admin"


@dataclass(frozen=True, slots=True)
class GlobalSignOut:
    """End every session of the token's user; `owner` is its verified username."""

    access_token: str = field(repr=False)
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class AdminUserGlobalSignOut:
    """End every session of a user by name, as an administrator; `deferred` leaves it to the retry queue."""

    username: str
    deferred: bool = False


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
    With `too_many` there were more refresh tokens than one request may revoke. `owner` is the access token of who
    leaves everywhere, where there is a good one, whether there is a global call or not. `denials` are for the
    revocation list, and `no_denial` says why there are none, or not all; both are empty where there is no list.
    """

    global_call: GlobalCall | None = None
    revocations: tuple[Revocation, ...] = ()
    no_global_call: str | None = None
    no_revocation: str = "no_refresh_token"
    also_revoke: bool = False
    too_many: bool = False
    owner: Claims | None = None
    denials: tuple[Denial, ...] = ()
    no_denial: str | None = None


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
    distinct = tuple(dict.fromkeys(refresh_tokens))
    too_many = len(distinct) > MOST_REVOCATIONS
    revocations = tuple(Revocation(one, app.client_id, app.client_secret) for one in distinct[:MOST_REVOCATIONS])
    if reach is not Reach.EVERYWHERE:
        return Effects(revocations=revocations, too_many=too_many)
    call, owner, reason = _ladder(access, app, admin=admin, now=now)
    return Effects(call, revocations, reason, too_many=too_many, owner=owner)


def _ladder(
    access: Sequence[AccessToken], app: App, *, admin: bool, now: int
) -> tuple[GlobalCall | None, Claims | None, str | None]:
    """Return the global call of the first access token that is good for one, whose it is, and why there is no call.

    Which call it is depends on the scope, never on how Cognito answers the first: a token with the scope that Cognito
    refuses was revoked, and its user may have signed in again since.
    """
    reason = "no_access_token"
    owner = None
    for candidate in access:
        claims = candidate.claims
        if claims is None or claims.client_id != app.client_id:
            reason = candidate.problem or "access_token_invalid"
        elif claims.expires <= now:
            reason = "access_token_expired"
        elif SIGN_OUT_SCOPE in claims.scopes:
            return GlobalSignOut(candidate.token, claims.username), claims, None
        elif admin and claims.username:
            return AdminUserGlobalSignOut(claims.username), claims, None
        else:
            reason = "scope_missing"
            owner = owner or claims
    return None, owner, reason
