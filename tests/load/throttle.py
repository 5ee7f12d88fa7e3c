"""A Cognito that refuses half of all revocations, at random by a seed."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from flask import request

from local.cognito_domain.domain import Domain


class Throttle:
    """Says of each revocation whether it is refused: half are, but no token more than `longest` times in a row.

    Without that limit the last of ten thousand would wait for half an hour, since each wait is twice as long as the one
    before.
    """

    def __init__(self, seed: int, longest: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - chance that can be repeated is what is wanted
        self._longest = longest
        self._lock = threading.Lock()
        self._in_a_row = Counter[str]()
        self.calls = 0
        self.refused = 0

    def __call__(self) -> bool:
        """Decide about the request that is being served."""
        token = request.form.get("token", "")
        with self._lock:
            refuses = self._random.random() < 0.5 and self._in_a_row[token] < self._longest
            self._in_a_row[token] = self._in_a_row[token] + 1 if refuses else 0
            self.calls += 1
            self.refused += refuses
        return refuses

    @contextmanager
    def at(self, domain: Domain) -> Iterator[None]:
        """Let it decide for the domain until the context ends."""
        domain.throttles = self
        try:
            yield
        finally:
            domain.throttles = lambda: False
