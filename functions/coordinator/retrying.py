"""One message of the retry queue: try it again, and say what became of it; what is raised leaves it there."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import batched

from coordinator.core import retry
from coordinator.core.denials import Denial
from coordinator.core.messages import Kind, Message
from coordinator.core.model import App, Leg, LegReport, Outcome, Reach, Trail
from coordinator.deadline import Deadline, side_by_side
from coordinator.dependencies import Denier, Dependencies, RetryQueue
from coordinator.errors import CoordinatorError, EffectFailed, SealBroken

SECONDS_PER_CALL = {Kind.REVOKE: 0.05, Kind.GLOBAL: 0.25, Kind.DENY: 0.0}
"""How long one call has to last with what comes after it: by two functions at a time, 40 revocations and 8 global
sign-outs a second. Cognito takes 120 and 25 of all callers (developer guide, "Quotas", read August 2026)."""

AT_A_TIME = 25
"""Denials that are written side by side."""


def try_again(message: Message, received: int, queue: RetryQueue, deps: Dependencies) -> float:
    """Do what the message asks for, audit what is over, and queue again what is not; return the seconds of its pace.

    `received` is how often SQS has handed it out. Raises EffectFailed when the queue cannot be had.
    """
    pace = SECONDS_PER_CALL[message.kind] * max(1, len(message.sealed))
    failure = _failure(message, received, queue, deps)
    if failure is None:
        _tell(message, Outcome.DONE, None, deps)
        return pace
    later = retry.again(message)
    delay = retry.next_delay(later, retry.chance(deps.random()), deps.now())
    if failure.retryable and delay is not None:
        promptly(partial(queue.put_again, later, delay))
    else:
        promptly(partial(queue.bury, message, failure.kind))
        _tell(message, Outcome.FAILED, failure.kind, deps)
    return pace


def _failure(message: Message, received: int, queue: RetryQueue, deps: Dependencies) -> EffectFailed | None:
    """Carry it out; return what it failed with, None when it holds."""
    # Whoever had it before may have tried it, and the user may have signed in again since.
    if message.kind is Kind.GLOBAL and received > 1:
        return EffectFailed("maybe_tried", retryable=False)
    if retry.is_over(message, deps.now()):
        return EffectFailed("given_up", retryable=False)
    if message.kind is Kind.GLOBAL:
        return _signed_out(message, deps)
    if message.kind is Kind.DENY:
        if deps.deny is None:
            return EffectFailed("no_revocation_list", retryable=False)
        return _worst(denied(message.denials, deps.deny, Deadline()))
    app = deps.settings.app_of_client(message.client_id)
    if app is None:
        return EffectFailed("app_unknown", retryable=False)
    deadline = Deadline()
    try:
        tokens = promptly(partial(queue.tokens, message), deadline)
    except SealBroken:
        return EffectFailed("seal_broken", retryable=False)
    except EffectFailed as error:
        # A key comes back, a lost permission too, but SQS gives a message up that was received five times.
        deps.audit.notice("queue_failed")
        return EffectFailed(error.kind, retryable=True)
    revocations = [partial(deps.revoke, token, app.client_id, app.client_secret) for token in tokens]
    return _worst(side_by_side(revocations, deadline))


def denied(denials: Sequence[Denial], deny: Denier, deadline: Deadline) -> list[object]:
    """Write denials, some at a time; return what became of each: one token of a provider's can ask for hundreds."""
    works = [partial(deny, one) for one in denials]
    return [result for some in batched(works, AT_A_TIME, strict=False) for result in side_by_side(some, deadline)]


def _signed_out(message: Message, deps: Dependencies) -> EffectFailed | None:
    """End a user's sessions, as the only one who has this message: SQS may hand one out twice at the same time."""
    claim, deadline = deps.claim, Deadline()
    try:
        if claim and not promptly(partial(claim, *retry.claim(message)), deadline):
            return EffectFailed("maybe_tried", retryable=False)
    except EffectFailed as error:
        return error
    sign_out = partial(deps.cognito.admin_user_global_sign_out, message.username or "")
    return _worst(side_by_side([sign_out], deadline))


def promptly[T](work: Callable[[], T], deadline: Deadline | None = None) -> T:
    """Return what `work` returns, or raise its error: a slow queue or key must not use up the time of a whole batch."""
    (result,) = side_by_side([work], deadline or Deadline())
    if isinstance(result, CoordinatorError):
        raise result
    return result


def _worst(results: list[object]) -> EffectFailed | None:
    """Return the failure that may heal, else any: while one token can still be ended, the message lives."""
    failures = [one for one in results if isinstance(one, EffectFailed)]
    return next((one for one in failures if one.retryable), failures[0] if failures else None)


def _tell(message: Message, outcome: Outcome, reason: str | None, deps: Dependencies) -> None:
    if message.told:
        return
    if outcome is Outcome.DONE and message.kind.leg is Leg.OTHER_SESSIONS:
        reason = "cognito_cookie_elsewhere"
    gone = App(message.app, message.client_id, ()) if message.client_id else None
    app = deps.settings.app_of_client(message.client_id) or gone
    trail = Trail(message.logout_id, Reach(message.reach), app, message.subject)
    deps.audit.step(trail, "effect", LegReport(message.kind.leg, outcome, reason=reason))
