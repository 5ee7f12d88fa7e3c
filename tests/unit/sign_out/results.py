"""Results of users, for the tests of the command."""

import time

from local.sign_out.answers import Leg, Result


def result(user: str, outcome: str = "done", at: float | None = None) -> Result:
    """A user whose one leg has this outcome, as of now."""
    reason = None if outcome == "done" else "throttled"
    return Result(user, time.time() if at is None else at, f"id-{user}", {"other_sessions": Leg(outcome, reason)})
