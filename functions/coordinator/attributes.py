"""The user's attributes, asked from Cognito where the app client may not read them: a provider's hint may lie there."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from coordinator.core.plan import SIGN_OUT_SCOPE
from coordinator.deadline import Deadline, side_by_side
from coordinator.dependencies import Dependencies
from coordinator.gather import Credentials, Gathered

SECONDS = 1.0
"""How long a hint is worth waiting for: the effects come after it, and need the rest of the deadline."""
FOR_EFFECTS = 1.5
"""Seconds that are left to them, which run side by side."""


def of_user(gathered: Gathered, deps: Dependencies, deadline: Deadline) -> Mapping[str, str]:
    """Return the attributes of the verified user, empty when Cognito does not tell them.

    Only a verified, unexpired access token opens them: an ID token may be old, and a hint is the provider's fresh
    token. AdminGetUser, where it is switched on, tells all attributes; GetUser those that the app client may read, to
    a token with the scope of user administration (Amazon Cognito API reference, GetUser and AdminGetUser, read
    August 2026). It is asked before the effects, since a revoked token opens nothing.
    """
    call = _call(gathered, deps)
    if call is None:
        return {}
    seconds = min(SECONDS, deadline.remaining() - FOR_EFFECTS)
    told = side_by_side([call], deadline, at_most=seconds)[0] if seconds > 0 else None
    if isinstance(told, Mapping) and told:  # every user has a `sub`: an answer without any attribute is not Cognito's
        return told
    deps.audit.notice("attributes_unavailable")
    return {}


def may_be_told(gathered: Gathered, deps: Dependencies) -> bool:
    """Tell whether Cognito can be asked by what the browser sent along, which its next request will send again."""
    return _call(replace(gathered, brought=Credentials()), deps) is not None


def _call(gathered: Gathered, deps: Dependencies) -> Callable[[], Mapping[str, str]] | None:
    """Return the call that the first good access token opens, None without one."""
    person = gathered.tokens.identity.subject if gathered.tokens.identity else gathered.subject
    known = [(one, one.claims) for one in (*gathered.ambient.access, *gathered.brought.access) if one.claims]
    for one, claims in known:
        if claims.expires <= deps.now() or claims.subject != person:
            continue
        if deps.settings.admin_get_user and claims.username:
            return partial(deps.cognito.admin_get_user, claims.username)
        if SIGN_OUT_SCOPE in claims.scopes:
            return partial(deps.cognito.get_user, one.token)
    return None
