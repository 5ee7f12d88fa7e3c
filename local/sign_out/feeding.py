"""Takes a list through the queue: at a pace, no more at once than the queue does in time, and each user once."""

import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Protocol

from local.sign_out.answers import Result
from local.sign_out.calling import Caller
from local.sign_out.journal import Journal
from local.sign_out.outcomes import Outcomes, is_lost

PER_SECOND = 6.0
"""The retry function makes 8 global sign-outs a second, and must catch up with what it tries again: together below a
third of the 25 of Cognito's quota."""
MOST_WAITING = 120
"""Messages in the queue: 20 seconds of work, since each is worth a minute."""
WORKERS = 4
LOOK_SECONDS = 2.0
LOST_SECONDS = 180.0
"""A message is over after a minute, and its event in the log soon after: what is silent for longer is lost."""


class Progress(Protocol):
    """Whoever shows how far it has come."""

    def show(self, results: Sequence[Result]) -> None:
        """Show where all users of the list stand that have been asked for."""


class Feeding:
    """One run of a list."""

    def __init__(
        self, users: Sequence[str], caller: Caller, outcomes: Outcomes, journal: Journal, progress: Progress
    ) -> None:
        self._users, self._caller, self._outcomes, self._journal = users, caller, outcomes, journal
        self._progress = progress
        self._looked = 0.0

    def run(self) -> list[Result]:
        """Send whom no run has done or found unknown, and wait for the ends; return what became of each user.

        Raises LocalError for what fails for all alike, and KeyboardInterrupt: the journal has all until then.
        """
        self._look()
        todo = deque(user for user in self._users if self._is_to_be_sent(user))
        flying: set[Future[None]] = set()
        with ThreadPoolExecutor(WORKERS) as workers:
            try:
                while todo or flying:
                    if todo and len(flying) < WORKERS and self._waiting() + len(flying) < MOST_WAITING:
                        flying.add(workers.submit(self._send, todo.popleft()))
                    time.sleep(1 / PER_SECOND)
                    flying = self._landed(flying)
                    self._look()
            except BaseException:
                workers.shutdown(cancel_futures=True)
                raise
        while any(not is_lost(one, time.time(), LOST_SECONDS) for one in self.results if one.state == "pending"):
            time.sleep(1 / PER_SECOND)
            self._look()
        return self.results

    @property
    def results(self) -> list[Result]:
        """What became of the users of this list so far."""
        return [self._journal.results[user] for user in self._users if user in self._journal.results]

    def _is_to_be_sent(self, user: str) -> bool:
        known = self._journal.results.get(user)
        return known is None or known.state == "failed" or is_lost(known, time.time(), LOST_SECONDS)

    def _send(self, user: str) -> None:
        self._journal.note(self._caller.sign_out(user, "queued"))

    def _landed(self, flying: set[Future[None]]) -> set[Future[None]]:
        over, still = wait(flying, timeout=0)
        for one in over:
            one.result()
        return still

    def _waiting(self) -> int:
        return sum(one.state == "pending" for one in self.results)

    def _look(self) -> None:
        if time.monotonic() - self._looked >= LOOK_SECONDS:
            self._outcomes.look(self._journal)
            self._looked = time.monotonic()
        self._progress.show(self.results)
