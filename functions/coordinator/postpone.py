"""Later, then: what failed and may heal goes to the retry queue, and its leg is pending in place of failed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from threading import Timer

from coordinator.core import retry
from coordinator.core.legs import LegReports
from coordinator.core.messages import Kind, Message
from coordinator.core.model import Outcome, Trail
from coordinator.deadline import Deadline, side_by_side
from coordinator.dependencies import Dependencies
from coordinator.effects import Ran
from coordinator.errors import CoordinatorError

QUEUE_SECONDS = 1.2
"""What the effects leave to the queue."""
SLOW_SECONDS = 0.4
"""After how long the effects are likely to fail: then the AWS SDK is imported while they are waited for."""


def in_time(deps: Dependencies, deadline: Deadline) -> Deadline:
    """Return the deadline of the effects, which leaves time to the queue where there is one."""
    return deadline.before(QUEUE_SECONDS) if deps.queue else deadline


@contextmanager
def made_ready(deps: Dependencies) -> Iterator[None]:
    """Have the queue made ready during effects that are slow, since the SDK would take all the time that they leave."""
    timer = Timer(SLOW_SECONDS, deps.queue.make_ready) if deps.queue else None
    if timer is None:
        yield
        return
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def postponed(ran: Ran, trail: Trail, requested_at: int, deps: Dependencies, deadline: Deadline) -> LegReports:
    """Return the legs, as pending those that the queue has; when it cannot be reached they stay as they are.

    `requested_at` is when the logout was requested, in seconds since the epoch.
    """
    queue = deps.queue
    waiting = list(_messages(ran.undone, trail, requested_at)) if queue else []
    if not queue or not waiting:
        return ran.legs
    delays = [retry.next_delay(message, retry.chance(deps.random()), deps.now()) or 0 for message, _ in waiting]
    if ran.undone.username:
        # Never beside a global sign-out of the same user: the tokens wait until it has held or been given up.
        held = {Kind.REVOKE: Kind.GLOBAL.seconds}
        delays = [delay + held.get(message.kind, 0) for delay, (message, _) in zip(delays, waiting, strict=True)]
    works = [partial(queue.put, *one, delay) for one, delay in zip(waiting, delays, strict=True)]
    pending = set()
    for (message, _), result in zip(waiting, side_by_side(works, deadline, deadline.remaining()), strict=True):
        if isinstance(result, CoordinatorError):
            deps.audit.notice("queue_failed")
        elif not message.told:
            pending.add(message.kind.leg)
    return tuple(replace(one, outcome=Outcome.PENDING) if one.leg in pending else one for one in ran.legs)


def _messages(undone: retry.Undone, trail: Trail, requested_at: int) -> Iterator[tuple[Message, tuple[str, ...]]]:
    """Give a message per leg, and the tokens to be sealed into it; what an operator asks for is of no app."""
    if trail.reach is None:
        return
    about = Message(
        trail.logout_id,
        trail.app.name if trail.app else "",
        trail.app.client_id if trail.app else "",
        Kind.REVOKE,
        trail.reach.value,
        requested_at,
        subject=trail.subject,
        told=undone.told,
    )
    if undone.revocations:
        yield about, tuple(act.token for act in undone.revocations)
    if undone.username:
        yield replace(about, kind=Kind.GLOBAL, username=undone.username, told=False), ()
    if undone.denials:
        yield replace(about, kind=Kind.DENY, denials=undone.denials, told=undone.denials_told), ()
