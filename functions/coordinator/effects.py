"""The doing: effects on servers and discovery, side by side where they may; each has a guard of its own."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice

from coordinator.core import denials, retry
from coordinator.core.denials import Denial
from coordinator.core.legs import LegReports, legs_of
from coordinator.core.model import Provider
from coordinator.core.plan import Effects, GlobalCall, GlobalSignOut
from coordinator.deadline import Deadline, side_by_side
from coordinator.dependencies import Dependencies
from coordinator.errors import CoordinatorError, EffectFailed

type Works = Sequence[Callable[[], str | None]]
type Endpoints = Mapping[str, str | CoordinatorError | None]


@dataclass(frozen=True, slots=True)
class Ran:
    """The legs of the effects, each looked-up provider's endpoint or the error, and what may be tried again."""

    legs: LegReports
    endpoints: Endpoints
    undone: retry.Undone


def run(plan: Effects, lookups: Sequence[Provider], deps: Dependencies, deadline: Deadline, notes: Works = ()) -> Ran:
    """Carry out the effects, look up the endpoint of each provider of `lookups`, and take `notes` beside them.

    A global sign-out never runs beside a RevokeToken of the same user: it goes first, and only when it did not
    hold are the refresh tokens revoked. The denials are written beside the first of them, for as long as they need be
    if it holds; when it fails they are written again, to last as long as a refresh token can.
    """
    revocations = [partial(deps.revoke, act.token, act.client_id, act.client_secret) for act in plan.revocations]
    opening: Works = [_call(plan.global_call, deps)] if plan.global_call else revocations
    found = _at_hand(lookups, deps)
    unknown = [provider for provider in lookups if provider.name not in found]
    searches: Works = [partial(deps.discovery.end_session_endpoint, provider) for provider in unknown]
    first: Works = [*opening, *_writes(plan.denials, deps), *searches, *notes]
    results = iter(side_by_side(first, deadline))
    opened, written = list(islice(results, len(opening))), list(islice(results, len(plan.denials)))
    found |= dict(zip([provider.name for provider in unknown], islice(results, len(unknown)), strict=True))
    if any(isinstance(noted, CoordinatorError) for noted in results):
        deps.audit.notice("own_hop_not_noted")

    failed = any(map(_code, opened))
    following = revocations if plan.global_call and (failed or plan.also_revoke) else []
    longer = [denials.lasting(one) for one in plan.denials if failed and one.expires < one.longest]
    second: Works = [*following, *_writes(longer, deps)]
    results = iter(side_by_side(second, deadline))
    revoked = list(islice(results, len(following))) if plan.global_call else opened
    denied = {one.key: (one, result) for one, result in zip(plan.denials, written, strict=True)}
    denied |= {one.key: (one, result) for one, result in zip(longer, results, strict=True)}

    called = opened[0] if plan.global_call else None
    code = _code(called) if plan.global_call else None
    codes, denied_codes = [_code(one) for one in revoked], [_code(result) for _, result in denied.values()]
    legs = legs_of(plan, code, codes, denied_codes, now=deps.now())
    return Ran(legs, found, retry.undone(plan, called, revoked, list(denied.values())))


def _at_hand(lookups: Sequence[Provider], deps: Dependencies) -> dict[str, str | CoordinatorError | None]:
    """Return the endpoints that nobody needs to be asked for."""
    found: dict[str, str | CoordinatorError | None] = {}
    for provider in lookups:
        with suppress(Exception):  # whatever it is, it is met again where each call has its own guard
            found[provider.name] = deps.discovery.end_session_endpoint(provider, waits=False)
    return found


def _writes(listed: Sequence[Denial], deps: Dependencies) -> Works:
    deny = deps.deny
    return [partial(deny, one) for one in listed] if deny else []


def _call(call: GlobalCall, deps: Dependencies) -> Callable[[], str | None]:
    if isinstance(call, GlobalSignOut):
        return partial(deps.cognito.global_sign_out, call.access_token)
    if call.deferred:
        return _deferred
    return partial(deps.cognito.admin_user_global_sign_out, call.username)


def _deferred() -> None:
    raise EffectFailed("deferred", retryable=True)


def _code(result: object) -> str:
    """Return the code of a failure, empty for success."""
    if isinstance(result, EffectFailed):
        return result.kind
    return type(result).__name__ if isinstance(result, CoordinatorError) else ""
