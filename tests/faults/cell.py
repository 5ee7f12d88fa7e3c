"""One cell: a person signs out while one dependency fails in one way. What happened, and which promises broke?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.faults.dependencies import Dependency
from tests.functional.audit_log import mistakes, ours

MILLISECONDS = 3_500


@dataclass(slots=True)
class Cell:
    """What was seen. `milliseconds` are those of the slowest answer, `counted` names of metrics.

    `events` are those of the audit, what was done later included."""

    dependency: Dependency
    way: str
    milliseconds: float = 0.0
    status: int = 0
    sent_to: str = ""
    legs: dict[str, str] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    logout_id: str = ""
    counted: set[str] = field(default_factory=set)
    left_cookies: set[str] = field(default_factory=set)
    secrets_shown: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """For a person."""
        return f"{self.dependency.name}: {self.way}"

    def audited(self, leg: str) -> list[str]:
        """The outcomes of an effect's leg in the audit, in order."""
        return [
            ours(one)["outcome"] for one in self.events if ours(one)["step"] == "effect" and ours(one)["leg"] == leg
        ]

    @property
    def waiting(self) -> list[str]:
        """The legs that the retry function has not ended yet."""
        return [leg for leg in self.dependency.promise if self.audited(leg) == ["pending"]]

    def broken_promises(self) -> list[str]:
        """Each promise that does not hold, in words."""
        return [*self._at_the_browser(), *self._in_the_audit()]

    def _at_the_browser(self) -> Iterator[str]:
        if self.milliseconds >= MILLISECONDS:
            yield f"an answer took {self.milliseconds:.0f} ms"
        if self.status != 303 or not self.sent_to:
            yield f"the browser was not sent on, but got {self.status}"
        if self.left_cookies:
            yield f"the browser kept {sorted(self.left_cookies)}"
        for leg, allowed in self.dependency.promise.items():
            if self.legs.get(leg) not in allowed:
                yield f"the receipt says {self.legs.get(leg)} of {leg}"

    def _in_the_audit(self) -> Iterator[str]:
        if self.secrets_shown:
            yield "a token was printed"
        for event in self.events:
            yield from mistakes(event)
        if [ours(one)["step"] for one in self.events].count("completed") != 1:
            yield "the audit does not say once that it is completed"
        for leg in self.dependency.promise:
            at_once = self.legs.get(leg)
            if at_once == "failed" and "queue_failed" not in self.counted:
                yield "no metric says that the queue is down"
            wanted = ["pending", "done"] if at_once == "pending" else [at_once]
            if self.audited(leg) != wanted:
                yield f"the audit says {self.audited(leg)} of {leg}"
            if len({one["metadata"]["uid"] for one in self.events if ours(one)["leg"] == leg}) != 1:
                yield f"the audit has more than one uid for {leg}"
