"""The doing: effects on servers and discovery, side by side where they may; each has a guard of its own."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from coordinator.core.legs import LegReports, legs_of
from coordinator.core.model import Provider
from coordinator.core.plan import Effects, GlobalCall, GlobalSignOut
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
    revocations = [partial(deps.revoke, act.token, act.client_id, act.client_secret) for act in plan.revocations]
    opening = [_call(plan.global_call, deps)] if plan.global_call else revocations
    searches = [partial(deps.discovery.end_session_endpoint, provider) for provider in lookups]
    works: list[Callable[[], str | None]] = [*opening, *searches]
    results = side_by_side(works, deadline)
    codes = [_code(one) for one in results[: len(opening)]]
    found = dict(zip([provider.name for provider in lookups], results[len(opening) :], strict=True))
    if not plan.global_call:
        return legs_of(plan, None, codes, now=deps.now()), found
    revoke = codes[0] or plan.also_revoke
    revoked = [_code(one) for one in side_by_side(revocations, deadline)] if revoke else []
    return legs_of(plan, codes[0], revoked, now=deps.now()), found


def _call(call: GlobalCall, deps: Dependencies) -> Callable[[], None]:
    if isinstance(call, GlobalSignOut):
        return partial(deps.cognito.global_sign_out, call.access_token)
    return partial(deps.cognito.admin_user_global_sign_out, call.username)


def _code(result: object) -> str:
    """Return the code of a failure, empty for success."""
    if isinstance(result, EffectFailed):
        return result.kind
    return type(result).__name__ if isinstance(result, CoordinatorError) else ""
