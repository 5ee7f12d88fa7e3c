"""The doing: effects on servers and discovery, side by side where they may; each has a guard of its own."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from coordinator.core.model import Leg, LegReport, Outcome, Provider
from coordinator.core.plan import COGNITO_COOKIE_SECONDS, Effects, GlobalCall
from coordinator.deadline import Deadline, side_by_side
from coordinator.dependencies import Dependencies
from coordinator.errors import CoordinatorError, EffectFailed, Unavailable

type Endpoints = Mapping[str, str | CoordinatorError | None]


def run(
    plan: Effects, lookups: Sequence[Provider], dependencies: Dependencies, deadline: Deadline
) -> tuple[tuple[LegReport, ...], Endpoints]:
    """Carry out the effects; return their legs, and for each provider of `lookups` its endpoint or the error.

    A global sign-out never runs beside a RevokeToken of the same user: it goes first, and only when it did not
    hold are the refresh tokens revoked.
    """
    calls = [_global(call, plan, dependencies) for call in plan.global_calls]
    opening = calls[:1] or _revocations(plan, dependencies)
    searches = [partial(dependencies.discovery.end_session_endpoint, provider) for provider in lookups]
    works: list[Callable[[], str | None]] = [*opening, *searches]
    results = side_by_side(works, deadline)
    found = dict(zip([provider.name for provider in lookups], results[len(opening) :], strict=True))
    if not calls:
        return _reports(plan, None, results[: len(opening)], dependencies.now()), found
    outcome: str | CoordinatorError | None = results[0]
    for call in calls[1:]:
        if not isinstance(outcome, EffectFailed) or outcome.retryable:
            break
        (outcome,) = side_by_side([call], deadline)
    if not isinstance(outcome, CoordinatorError):
        return _reports(plan, True, (), dependencies.now()), found
    revoked = side_by_side(_revocations(plan, dependencies), deadline)
    return _reports(plan, outcome, revoked, dependencies.now()), found


def _global(call: GlobalCall, plan: Effects, dependencies: Dependencies) -> Callable[[], None]:
    access = plan.access
    if access is None or access.claims is None:
        raise ValueError("a global call needs a verified access token")
    if call is GlobalCall.GLOBAL_SIGN_OUT:
        return partial(dependencies.cognito.global_sign_out, access.token)
    return partial(dependencies.cognito.admin_user_global_sign_out, access.claims.username or "")


def _revocations(plan: Effects, dependencies: Dependencies) -> list[Callable[[], None]]:
    domain = dependencies.settings.cognito_domain
    return [
        partial(dependencies.revoke, domain, plan.client_id or "", token, plan.client_secret)
        for token in plan.refresh_tokens
    ]


def _reports(
    plan: Effects, everywhere: bool | CoordinatorError | None, revoked: Sequence[object], now: int
) -> tuple[LegReport, ...]:
    """Return the legs `tokens` and, where it was asked for, `other_sessions`.

    `everywhere` is True when a global sign-out held, its error when it did not, None when there was none.
    """
    failure = next((result for result in revoked if isinstance(result, CoordinatorError)), None)
    if everywhere is True:
        tokens = LegReport(Leg.TOKENS, Outcome.DONE)
    elif failure is not None:
        tokens = LegReport(Leg.TOKENS, Outcome.FAILED, reason=_code(failure))
    elif plan.refresh_tokens:
        tokens = LegReport(Leg.TOKENS, Outcome.DONE)
    else:
        tokens = LegReport(Leg.TOKENS, Outcome.NOT_ATTEMPTED, reason="no_refresh_token")
    legs = [tokens]
    if everywhere is True:
        # Other browsers keep Cognito's own cookie: no call clears it, and it signs in silently while it lives.
        alive_until = now + COGNITO_COOKIE_SECONDS
        legs.append(LegReport(Leg.OTHER_SESSIONS, Outcome.DONE, None, "cognito_cookie_elsewhere", alive_until))
    elif isinstance(everywhere, CoordinatorError):
        legs.append(LegReport(Leg.OTHER_SESSIONS, Outcome.FAILED, reason=_code(everywhere)))
    elif plan.global_reason is not None:
        unknown = plan.global_reason == "keys_unavailable"
        outcome = Outcome.FAILED if unknown else Outcome.NOT_SUPPORTED
        legs.append(LegReport(Leg.OTHER_SESSIONS, outcome, reason=plan.global_reason))
    return tuple(legs)


def _code(error: CoordinatorError) -> str:
    return (
        error.kind if isinstance(error, EffectFailed) else "unavailable" if isinstance(error, Unavailable) else "failed"
    )
