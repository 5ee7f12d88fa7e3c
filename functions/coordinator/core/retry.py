"""What is tried again, when, and for how long? Rules on values; whoever calls brings time, chance and ciphertext."""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from itertools import compress
from typing import Any

from coordinator.core.denials import Denial
from coordinator.core.model import Leg
from coordinator.core.plan import AdminUserGlobalSignOut, Effects, GlobalCall, Revocation
from coordinator.errors import EffectFailed

VERSION = 2
"""Of the form of a message: one of another version is left to the code that knows it."""
FIRST_DELAY = 4
LONGEST_DELAY = 900
"""Seconds that SQS keeps a message back at most (Amazon SQS developer guide, "Delay queues", read November 2026)."""


class AnotherVersion(ValueError):
    """Raised for a message of another version, as a rollback meets it: it may be whole."""


class Kind(StrEnum):
    """What is done again."""

    REVOKE = "revoke"
    GLOBAL = "global"
    DENY = "deny"

    @property
    def leg(self) -> Leg:
        """The leg that it ends."""
        return {"revoke": Leg.TOKENS, "global": Leg.OTHER_SESSIONS, "deny": Leg.REVOCATION_LIST}[self.value]

    @property
    def seconds(self) -> int:
        """How long after the request it is still tried.

        A refresh token stays the same session for ever. A global sign-out ends what lives when it runs: later than a
        minute it would end sessions that began since. A denial says itself what it is for.
        """
        return 60 if self is Kind.GLOBAL else 4 * 86_400


@dataclass(frozen=True, slots=True)
class Message:
    """One leg that waits: `sealed` are its refresh tokens as ciphertext, `username` the verified user's.

    `denials` are for the revocation list. `requested_at` is in seconds since the epoch. `told` says that the leg has
    failed for good by another of its acts.
    """

    logout_id: str
    app: str
    client_id: str
    kind: Kind
    reach: str
    requested_at: int
    attempt: int = 0
    subject: str | None = None
    username: str | None = None
    sealed: tuple[str, ...] = field(default=(), repr=False)
    told: bool = False
    denials: tuple[Denial, ...] = ()


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
    """Return what trying again can heal, from the results of the acts: what a final answer met is never among it."""
    again = tuple(compress(plan.revocations, map(_passes, revocations)))
    username = _username(plan.global_call) if _passes(global_call) else None
    told = bool(again) and (_any_final(revocations) or plan.too_many)
    undenied = tuple(denial for denial, result in denials if _passes(result))
    denials_told = bool(undenied) and (_any_final([result for _, result in denials]) or plan.no_denial is not None)
    return Undone(username, again, told, undenied, denials_told)


def _any_final(results: Sequence[object]) -> bool:
    return any(isinstance(result, Exception) and not _passes(result) for result in results)


def _passes(result: object) -> bool:
    return isinstance(result, EffectFailed) and result.retryable


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


def is_over(message: Message, now: int) -> bool:
    """Whether it is too late to try it."""
    return now >= message.requested_at + message.kind.seconds


def again(message: Message) -> Message:
    """Return the message of the next attempt."""
    return replace(message, attempt=message.attempt + 1)


def pack(message: Message) -> str:
    """Return the message as JSON, for the queue."""
    return json.dumps({"version": VERSION, **asdict(message)}, separators=(",", ":"))


def record(message: Message, reason: str) -> str:
    """Return what the dead-letter queue keeps: who and why, and nothing that opens a session, ciphertext neither."""
    kept = {name: value for name, value in asdict(message).items() if name not in ("sealed", "told", "denials")}
    return json.dumps({"version": VERSION, "reason": reason, **kept}, separators=(",", ":"))


def unpack(text: str) -> Message:
    """Return what `pack` wrote; raises ValueError for all else, records too; AnotherVersion is told apart."""
    try:
        document = json.loads(text)
    except RecursionError as error:
        raise ValueError("too deep") from error
    if not isinstance(document, dict) or "version" not in document:
        raise ValueError("no message")
    if document.pop("version") != VERSION:
        raise AnotherVersion
    if document.keys() != Message.__dataclass_fields__.keys() or not _is_well_formed(document):
        raise ValueError("no message")
    denials = tuple(Denial(**one) for one in document["denials"])
    return Message(
        **document | {"kind": Kind(document["kind"]), "sealed": tuple(document["sealed"]), "denials": denials}
    )


def _is_well_formed(document: Mapping[str, Any]) -> bool:
    texts = all(isinstance(document[name], str) for name in ("logout_id", "app", "client_id", "kind", "reach"))
    numbers = all(type(document[name]) is int and document[name] >= 0 for name in ("requested_at", "attempt"))
    maybe = all(document[name] is None or isinstance(document[name], str) for name in ("subject", "username"))
    lists = all(isinstance(document[name], list) for name in ("sealed", "denials"))
    if not (texts and numbers and maybe and lists and isinstance(document["told"], bool)):
        return False
    whole = all(isinstance(one, str) for one in document["sealed"]) and all(map(_is_denial, document["denials"]))
    return whole and bool(document[{"global": "username", "deny": "denials"}.get(document["kind"], "sealed")])


def _is_denial(document: object) -> bool:
    if not isinstance(document, dict) or document.keys() != Denial.__dataclass_fields__.keys():
        return False
    times = all(type(document[name]) is int for name in ("expires", "longest"))
    return (
        times and isinstance(document["key"], str) and (document["cut_off"] is None or type(document["cut_off"]) is int)
    )
