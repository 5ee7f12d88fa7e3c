"""What is tried again, when, and for how long? Rules on values; whoever calls brings time, chance and ciphertext."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress

from coordinator.core.denials import Denial
from coordinator.core.messages import Message
from coordinator.core.plan import AdminUserGlobalSignOut, Effects, GlobalCall, Revocation
from coordinator.errors import EffectFailed

FIRST_DELAY = 4
LONGEST_DELAY = 900
"""Seconds that SQS keeps a message back at most (Amazon SQS developer guide, "Delay queues", read November 2026)."""

LONGEST_TOKEN = 4096
"""Bytes that KMS seals at most (AWS KMS API reference, "Encrypt")."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What may be tried again: revocations, the global sign-out of a user, and denials; `told` as in Message."""

    username: str | None = None
    revocations: tuple[Revocation, ...] = ()
    told: bool = False
    denials: tuple[Denial, ...] = ()
    denials_told: bool = False


def undone(
    plan: Effects,
    global_call: object,
    revocations: Sequence[object],
    denials: Sequence[tuple[Denial, object]] = (),
) -> Undone:
    """Return what trying again can heal, from the results of the acts: what a final answer met is never among it.

    A token too long to be sealed fails for good, too: in one message with others it would keep them from the queue.
    """
    passing = tuple(compress(plan.revocations, map(passes, revocations)))
    again = tuple(act for act in passing if _can_be_sealed(act.token))
    final = again != passing or _any_final(revocations)
    username = _username(plan.global_call) if passes(global_call) else None
    told = bool(again) and (final or plan.too_many)
    undenied = tuple(denial for denial, result in denials if passes(result))
    denials_told = bool(undenied) and (_any_final([result for _, result in denials]) or plan.no_denial is not None)
    return Undone(username, again, told, undenied, denials_told)


def _any_final(results: Sequence[object]) -> bool:
    return any(isinstance(result, Exception) and not passes(result) for result in results)


def passes(result: object) -> bool:
    """Whether an act failed, and trying again can heal it."""
    return isinstance(result, EffectFailed) and result.retryable


def _can_be_sealed(token: str) -> bool:
    return len(token.encode(errors="surrogatepass")) <= LONGEST_TOKEN


def _username(call: GlobalCall | None) -> str | None:
    if call is None or isinstance(call, AdminUserGlobalSignOut):
        return call.username if call else None
    return call.owner


def chance(text: str) -> float:
    """Return a number from 0 up to 1 out of a random text."""
    return zlib.crc32(text.encode()) / 2**32


def next_delay(message: Message, chance: float, now: int) -> int | None:
    """Return after how many seconds the message is tried next; None when its time is over by then.

    The delay doubles with each attempt up to SQS's longest, and `chance` takes up to half of it away, so that what
    failed together does not come back together. The last one is shortened, to be in time.
    """
    longest = FIRST_DELAY * 2**message.attempt if message.attempt < 8 else LONGEST_DELAY
    left = message.requested_at + message.kind.seconds - 1 - now
    return min(longest - int(longest / 2 * chance), left) if left > 0 else None


def claim(message: Message) -> tuple[str, int]:
    """Return the key that one attempt is claimed by, and until when: an hour, when nobody can have it any more."""
    return f"claim/{message.logout_id}/{message.attempt}", message.requested_at + 3_600


def is_over(message: Message, now: int) -> bool:
    """Whether it is too late to try it."""
    return now >= message.requested_at + message.kind.seconds


def again(message: Message) -> Message:
    """Return the message of the next attempt."""
    return replace(message, attempt=message.attempt + 1)
