"""What shall this request do on servers? From all that was gathered to the plan of its effects."""

from dataclasses import replace

from coordinator.core import continuation, denials, plan
from coordinator.core.continuation import Continuation
from coordinator.core.model import Reach
from coordinator.dependencies import Dependencies
from coordinator.gather import Gathered


def planned(
    gathered: Gathered, earlier: Continuation | None, requested_at: int, deps: Dependencies, *, intended: bool
) -> plan.Effects:
    """Return the effects of a request; `earlier` is what this logout has done before it."""
    # A global sign-out ends what lives when it runs: one that was tried for this logout is never tried again.
    tried = earlier is not None and earlier.global_tried
    acts = plan.effects(
        Reach.BROWSER if tried else gathered.asked.reach,
        gathered.app,
        continuation.not_revoked((*gathered.brought.refresh, *gathered.ambient.refresh), earlier),
        (*gathered.brought.access, *gathered.ambient.access),
        admin=deps.settings.admin_sign_out,
        now=requested_at,
    )
    # Somebody else's global sign-out does not end this browser's refresh token.
    unsure = bool(gathered.ambient.refresh) and not gathered.vouched
    acts = replace(acts, also_revoke=gathered.tokens.disagree or unsure)
    return _with_denials(acts, gathered, requested_at, deps, intended=intended) if deps.deny else acts


def _with_denials(
    acts: plan.Effects, gathered: Gathered, requested_at: int, deps: Dependencies, *, intended: bool
) -> plan.Effects:
    found, missing = denials.of_logout(
        gathered.tokens.ended(intended=intended),
        acts.owner,
        {app.client_id: app.refresh_token_days for app in deps.settings.apps.values()},
        requested_at,
        global_call=acts.global_call is not None,
    )
    untold = missing == "no_verified_token" and gathered.untold
    return replace(acts, denials=found, no_denial="keys_unavailable" if untold else missing)
