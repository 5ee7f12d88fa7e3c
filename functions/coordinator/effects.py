"""The doing: effects on servers and discovery, side by side where they may; each has a guard of its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from coordinator.core import retry
from coordinator.core.legs import LegReports, legs_of
from coordinator.core.model import Provider
from coordinator.core.plan import Effects, GlobalCall, GlobalSignOut
from coordinator.deadline import Deadline, side_by_side
from coordinator.dependencies import Dependencies
from coordinator.errors import CoordinatorError, EffectFailed

type Endpoints = Mapping[str, str | CoordinatorError | None]


@dataclass(frozen=True, slots=True)
class Ran:
    """The legs of the effects, each looked-up provider's endpoint or the error, and what may be tried again."""

    legs: LegReports
    endpoints: Endpoints
    undone: retry.Undone


def run(plan: Effects, lookups: Sequence[Provider], deps: Dependencies, deadline: Deadline) -> Ran:
    """Carry out the effects, and look up the endpoint of each provider of `lookups`.

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
        undone = retry.undone(plan, None, results[: len(opening)])
        return Ran(legs_of(plan, None, codes, now=deps.now()), found, undone)
    revoked = side_by_side(revocations, deadline) if codes[0] or plan.also_revoke else []
    legs = legs_of(plan, codes[0], [_code(one) for one in revoked], now=deps.now())
    return Ran(legs, found, retry.undone(plan, results[0], revoked))


def _call(call: GlobalCall, deps: Dependencies) -> Callable[[], None]:
    if isinstance(call, GlobalSignOut):
        return partial(deps.cognito.global_sign_out, call.access_token)
    return partial(deps.cognito.admin_user_global_sign_out, call.username)


def _code(result: object) -> str:
    """Return the code of a failure, empty for success."""
    if isinstance(result, EffectFailed):
        return result.kind
    return type(result).__name__ if isinstance(result, CoordinatorError) else ""
