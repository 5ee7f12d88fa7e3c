"""One message of the retry queue: try it again, and say what became of it; what is raised leaves it there."""

from functools import partial

from coordinator.core import retry
from coordinator.core.model import App, Leg, LegReport, Outcome, Reach, Trail
from coordinator.core.retry import Kind, Message
from coordinator.deadline import Deadline, side_by_side
from coordinator.dependencies import Dependencies, RetryQueue
from coordinator.errors import EffectFailed, SealBroken

SECONDS_PER_CALL = {Kind.REVOKE: 0.05, Kind.GLOBAL: 0.25, Kind.DENY: 0.0}
"""How long one call has to last with what comes after it: by two functions at a time, 40 revocations and 8 global
sign-outs a second. Cognito takes 120 and 25 of all callers (developer guide, "Quotas", read August 2026)."""


def try_again(message: Message, received: int, queue: RetryQueue, deps: Dependencies) -> float:
    """Do what the message asks for, audit what is over, and queue again what is not; return the seconds of its pace.

    `received` is how often SQS has handed it out. Raises EffectFailed when the queue or the key cannot be had.
    """
    pace = SECONDS_PER_CALL[message.kind] * max(1, len(message.sealed))
    failure = _failure(message, received, queue, deps)
    if failure is None:
        _tell(message, Outcome.DONE, None, deps)
        return pace
    later = retry.again(message)
    delay = retry.next_delay(later, retry.chance(deps.random()), deps.now())
    if failure.retryable and delay is not None:
        queue.put_again(later, delay)
    else:
        queue.bury(message, failure.kind)
        _tell(message, Outcome.FAILED, failure.kind, deps)
    return pace


def _failure(message: Message, received: int, queue: RetryQueue, deps: Dependencies) -> EffectFailed | None:
    """Carry it out; return what it failed with, None when it holds."""
    if retry.is_over(message, deps.now()):
        return EffectFailed("given_up", retryable=False)
    if message.kind is Kind.GLOBAL:
        # Whoever had it before may have tried it, and the user may have signed in again since.
        if received > 1 or not message.username:
            return EffectFailed("maybe_tried", retryable=False)
        return _worst(side_by_side([partial(deps.cognito.admin_user_global_sign_out, message.username)], Deadline()))
    if message.kind is Kind.DENY:
        if deps.deny is None:
            return EffectFailed("no_revocation_list", retryable=False)
        return _worst(side_by_side([partial(deps.deny, one) for one in message.denials], Deadline()))
    app = deps.settings.app_of_client(message.client_id)
    if app is None:
        return EffectFailed("app_unknown", retryable=False)
    try:
        tokens = queue.tokens(message)
    except SealBroken:
        return EffectFailed("seal_broken", retryable=False)
    revocations = [partial(deps.revoke, token, app.client_id, app.client_secret) for token in tokens]
    return _worst(side_by_side(revocations, Deadline()))


def _worst(results: list[object]) -> EffectFailed | None:
    """Return the failure that may heal, else any: while one token can still be ended, the message lives."""
    failures = [one for one in results if isinstance(one, EffectFailed)]
    return next((one for one in failures if one.retryable), failures[0] if failures else None)


def _tell(message: Message, outcome: Outcome, reason: str | None, deps: Dependencies) -> None:
    if message.told:
        return
    if outcome is Outcome.DONE and message.kind.leg is Leg.OTHER_SESSIONS:
        reason = "cognito_cookie_elsewhere"
    app = deps.settings.app_of_client(message.client_id) or App(message.app, message.client_id, ())
    trail = Trail(message.logout_id, Reach(message.reach), app, message.subject)
    deps.audit.step(trail, "effect", LegReport(message.kind.leg, outcome, reason=reason))
