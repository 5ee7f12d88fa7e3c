"""What the revocation list said a moment ago: bounded in number, and believed for as long as somebody allowed."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from coordinator.core.denials import Kept

MOST_REMEMBERED = 10_000
"""Sessions that one process remembers: a kilobyte each. Only verified tokens come so far."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the list had of some keys, and when it was asked: in seconds since the epoch."""

    listed: Mapping[str, Kept]
    asked: float

    def is_fresh(self, now: float, seconds: float) -> bool:
        """Whether it is less than `seconds` old. A clock that was put back makes nothing fresh."""
        return 0 <= now - self.asked < seconds


class Memory:
    """Answers by their keys; the oldest go first."""

    def __init__(self, most: int = MOST_REMEMBERED) -> None:
        """Remember `most` answers."""
        self._most = most
        self._answers: dict[tuple[str, ...], Answer] = {}
        self._lock = threading.Lock()

    def get(self, keys: tuple[str, ...]) -> Answer | None:
        """Return the last answer about `keys`."""
        return self._answers.get(keys)

    def put(self, keys: tuple[str, ...], answer: Answer) -> None:
        """Remember an answer in place of one that was asked for before it: of two threads the slower has the older."""
        with self._lock:
            known = self._answers.pop(keys, answer)
            self._answers[keys] = max(answer, known, key=lambda one: one.asked)
            while len(self._answers) > self._most:
                del self._answers[next(iter(self._answers))]
