"""What does an operator ask for, and what ends a user everywhere? Decisions on values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coordinator.core import denials
from coordinator.core.model import User
from coordinator.core.parameters import is_text
from coordinator.core.plan import AdminUserGlobalSignOut, Effects
from coordinator.errors import Refused

LONGEST_NAME = 128
"""Characters of a username (Amazon Cognito API reference, AdminGetUser, read November 2026)."""
WHEN = ("now", "queued")


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom to sign out, by username, alias or `sub`; `queued` leaves Cognito's call to the retry queue."""

    user: str
    queued: bool = False


def read(body: Sequence[tuple[str, str]]) -> Asked:
    """Return what the body asks for; raises Refused for a member that is missing, repeated, too long or unknown."""
    found = dict(body)
    if len(found) < len(body):
        raise Refused("duplicate_parameter", "each member may be given once")
    if unknown := found.keys() - {"user", "when"}:
        # A typing error in `when` would sign out at once what was meant for the queue.
        raise Refused("invalid_request", f"the body may hold user and when: {len(unknown)} of its members are neither")
    user, when = found.get("user"), found.get("when", WHEN[0])
    if not user or len(user) > LONGEST_NAME or not is_text(user):
        raise Refused("invalid_request", f"user must be a text of 1 to {LONGEST_NAME} characters")
    if when not in WHEN:
        raise Refused("invalid_request", f"when is {' or '.join(WHEN)}")
    return Asked(user, when == "queued")


def plan(user: User, days: Iterable[int], now: int, *, queued: bool, listed: bool) -> Effects:
    """Return the global sign-out and, where there is a list, the cut-off: the second `now`, whenever the call is made.

    `days` says how long refresh tokens live: a sign-out that waits may fail, so that its cut-off lasts as long.
    """
    cut_off = denials.of_user(user.subject, max(days), now, dies=not queued)
    call = AdminUserGlobalSignOut(user.username, deferred=queued)
    return Effects(call, denials=(cut_off,) if listed else ())
