"""One message of the retry queue: what it says, how it is written down, and what is none."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from coordinator.core.denials import Denial
from coordinator.core.model import Leg, Reach

VERSION = 2
"""Of the form of a message: one of another version is left to the code that knows it."""


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

    `app` and `client_id` are empty for what an operator asked for. `denials` are for the revocation list.
    `requested_at` is in seconds since the epoch. `told` says that the leg has failed for good by another of its acts.
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
    read = {
        "kind": Kind(document["kind"]),
        "reach": Reach(document["reach"]).value,
        "sealed": tuple(document["sealed"]),
        "denials": tuple(Denial(**one) for one in document["denials"]),
    }
    return Message(**document | read)


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
    maybe = all(document[name] is None or type(document[name]) is int for name in ("cut_off", "began"))
    return times and maybe and isinstance(document["key"], str)
