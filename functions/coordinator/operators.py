"""An operator ends a user everywhere: find the user, deny what began up to now, and sign out or let the queue do it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from coordinator import effects, postpone
from coordinator.core import operators
from coordinator.core.model import Leg, LegReport, Trail
from coordinator.core.operators import Asked
from coordinator.deadline import Deadline, side_by_side
from coordinator.dependencies import Dependencies
from coordinator.errors import CoordinatorError, EffectFailed, Refused

FINDING_SECONDS = 4.0
"""How long finding the user may take: it is the first call, so that the AWS SDK is imported meanwhile."""


@dataclass(frozen=True, slots=True)
class SignedOut:
    """Whose sessions have ended, or will: `user` is Cognito's own name, the legs are those of the receipt."""

    user: str
    legs: tuple[LegReport, ...]


def sign_out(asked: Asked, trail: Trail, deps: Dependencies, deadline: Deadline) -> SignedOut:
    """Do it, and audit each step; raises Refused before any effect."""
    requested_at = deps.now()
    if asked.queued and deps.queue is None:
        raise Refused("no_retry_queue", "there is no queue to leave it to: deploy with Retry=on")
    (found,) = side_by_side([partial(deps.cognito.find_user, asked.user)], deadline, at_most=FINDING_SECONDS)
    if isinstance(found, CoordinatorError):
        passes = isinstance(found, EffectFailed) and found.retryable
        code = "temporarily_unavailable" if passes else "server_error"
        raise Refused(code, "Cognito did not say who that is; the log says why", "later") from found
    if found is None:
        raise Refused("unknown_user", "no user of the pool has this name, alias or sub")
    trail = replace(trail, subject=found.subject)
    deps.audit.step(trail, "requested")
    days = [app.refresh_token_days for app in deps.settings.apps.values()]
    planned = operators.plan(found, days, requested_at, queued=asked.queued, listed=deps.deny is not None)
    ran = effects.run(planned, (), deps, postpone.in_time(deps, deadline))
    legs = _of_the_user(postpone.postponed(ran, trail, requested_at, deps, deadline))
    for leg in legs:
        deps.audit.step(trail, "effect", leg)
    deps.audit.step(trail, "completed")
    return SignedOut(found.username, legs)


def _of_the_user(legs: Sequence[LegReport]) -> tuple[LegReport, ...]:
    """Leave out the leg of an app's own tokens: there is no app, and all sessions are the other ones."""
    return tuple(leg for leg in legs if leg.leg is not Leg.TOKENS)
