"""The user's attributes, asked from Cognito where the app client may not read them: a provider's hint may lie there."""

from collections.abc import Mapping
from functools import partial

from coordinator.core.plan import SIGN_OUT_SCOPE, AccessToken
from coordinator.deadline import Deadline, side_by_side
from coordinator.dependencies import Dependencies
from coordinator.gather import Gathered

SECONDS = 1.0
"""How long a hint is worth waiting for: the effects come after it, and need the rest of the deadline."""


def of_user(gathered: Gathered, deps: Dependencies, deadline: Deadline) -> Mapping[str, str]:
    """Return the attributes of the verified user, empty when Cognito does not tell them.

    Only a verified, unexpired access token opens them: an ID token may be old, and a hint is the provider's fresh
    token. AdminGetUser, where it is switched on, tells all attributes; GetUser those that the app client may read, to
    a token with the scope of user administration (Amazon Cognito API reference, GetUser and AdminGetUser, read
    August 2026). It is asked before the effects, since a revoked token opens nothing.
    """
    person = gathered.tokens.identity.subject if gathered.tokens.identity else gathered.subject
    good = [one for one in (*gathered.ambient.access, *gathered.brought.access) if _good(one, person, deps.now())]
    for one in good:
        if one.claims is None:
            continue
        if deps.settings.admin_get_user and one.claims.username:
            work = partial(deps.cognito.admin_get_user, one.claims.username)
        elif SIGN_OUT_SCOPE in one.claims.scopes:
            work = partial(deps.cognito.get_user, one.token)
        else:
            continue
        told = side_by_side([work], deadline, at_most=SECONDS)[0]
        return told if isinstance(told, Mapping) else {}
    return {}


def _good(one: AccessToken, person: str | None, now: int) -> bool:
    return one.claims is not None and one.claims.expires > now and one.claims.subject == person
