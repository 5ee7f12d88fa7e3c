"""Later, then: what failed and may heal goes to the retry queue, and its leg is pending in place of failed."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from coordinator.core import retry
from coordinator.core.legs import LegReports
from coordinator.core.model import Outcome, Trail
from coordinator.core.retry import Kind, Message
from coordinator.deadline import Deadline, side_by_side
from coordinator.dependencies import Dependencies
from coordinator.effects import Ran
from coordinator.errors import CoordinatorError

QUEUE_SECONDS = 1.2
"""What the effects leave to the queue: half of it goes to the AWS SDK, which is imported only now."""


def in_time(deps: Dependencies, deadline: Deadline) -> Deadline:
    """Return the deadline of the effects, which leaves time to the queue where there is one."""
    return deadline.before(QUEUE_SECONDS) if deps.queue else deadline


def postponed(ran: Ran, trail: Trail, deps: Dependencies, deadline: Deadline) -> LegReports:
    """Return the legs, as pending those that the queue has; when it cannot be reached they stay as they are."""
    queue = deps.queue
    waiting = list(_messages(ran.undone, trail, deps.now())) if queue else []
    if not queue or not waiting:
        return ran.legs
    delays = [retry.next_delay(message, retry.chance(deps.random()), deps.now()) or 0 for message, _ in waiting]
    works = [partial(queue.put, *one, delay) for one, delay in zip(waiting, delays, strict=True)]
    pending = set()
    for (message, _), result in zip(waiting, side_by_side(works, deadline, deadline.remaining()), strict=True):
        if isinstance(result, CoordinatorError):
            deps.audit.notice("queue_failed")
        elif not message.told:
            pending.add(message.kind.leg)
    return tuple(replace(one, outcome=Outcome.PENDING) if one.leg in pending else one for one in ran.legs)


def _messages(undone: retry.Undone, trail: Trail, now: int) -> Iterator[tuple[Message, tuple[str, ...]]]:
    """Give a message per leg, and the tokens to be sealed into it."""
    if trail.app is None or trail.reach is None:
        return
    about = Message(
        trail.logout_id,
        trail.app.name,
        trail.app.client_id,
        Kind.REVOKE,
        trail.reach.value,
        now,
        subject=trail.subject,
        told=undone.told,
    )
    if undone.revocations:
        yield about, tuple(act.token for act in undone.revocations)
    if undone.username:
        yield replace(about, kind=Kind.GLOBAL, username=undone.username, told=False), ()
    if undone.denials:
        yield replace(about, kind=Kind.DENY, denials=undone.denials, told=undone.denials_told), ()
