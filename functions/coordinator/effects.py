"""The doing: effects on servers and discovery, side by side where they may; each has a guard of its own."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from coordinator.core.model import Provider
from coordinator.core.plan import Effects, GlobalCall, GlobalSignOut, LegReports, legs_of
from coordinator.deadline import Deadline, side_by_side
from coordinator.dependencies import Dependencies
from coordinator.errors import CoordinatorError, EffectFailed

type Endpoints = Mapping[str, str | CoordinatorError | None]


def run(
    plan: Effects, lookups: Sequence[Provider], deps: Dependencies, deadline: Deadline
) -> tuple[LegReports, Endpoints]:
    """Carry out the effects; return their legs, and for each provider of `lookups` its endpoint or the error.

    A global sign-out never runs beside a RevokeToken of the same user: it goes first, and only when it did not
    hold are the refresh tokens revoked.
    """
    calls = [_call(call, deps) for call in plan.global_calls]
    revocations = [partial(deps.revoke, act.token, act.client_id, act.client_secret) for act in plan.revocations]
    opening = calls[:1] or revocations
    searches = [partial(deps.discovery.end_session_endpoint, provider) for provider in lookups]
    works: list[Callable[[], str | None]] = [*opening, *searches]
    results = side_by_side(works, deadline)
    found = dict(zip([provider.name for provider in lookups], results[len(opening) :], strict=True))
    if not calls:
        return legs_of(plan, None, [_code(one) for one in results[: len(opening)]], now=deps.now()), found
    outcome = results[0]
    for call in calls[1:]:
        if not isinstance(outcome, EffectFailed) or outcome.retryable:
            break
        (outcome,) = side_by_side([call], deadline)
    revoked = side_by_side(revocations, deadline) if isinstance(outcome, CoordinatorError) else []
    return legs_of(plan, _code(outcome), [_code(one) for one in revoked], now=deps.now()), found


def _call(call: GlobalCall, deps: Dependencies) -> Callable[[], None]:
    if isinstance(call, GlobalSignOut):
        return partial(deps.cognito.global_sign_out, call.access_token)
    return partial(deps.cognito.admin_user_global_sign_out, call.username)


def _code(result: object) -> str:
    """Return the code of a failure, empty for success."""
    if isinstance(result, EffectFailed):
        return result.kind
    return type(result).__name__ if isinstance(result, CoordinatorError) else ""
