"""What must hold after the storm: asked from Cognito, the queues and the audit trail."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import Any

import jwt

from local.audit import AUTHENTICATION, parsed_line
from local.deployment import functions_log, resource
from local.system import LocalSystem
from tests.driving.people import Session
from tests.functional.audit_log import mistakes, ours
from tests.load.storm import Storm, side_by_side

FUNCTIONS = ("LogoutFunction", "RetryFunction")
LONG = re.compile(r"[A-Za-z0-9_-]{64,}")
CHECKED_BY_SCHEMA = 50
"""Events of each function that are held against OCSF's schema: a check takes ten milliseconds."""


def broken_promises(system: LocalSystem, storm: Storm) -> list[str]:
    """Each promise that does not hold, in words, with how often."""
    logs = {name: functions_log(system.clients, name) for name in FUNCTIONS}
    return [
        *_at_cognito(storm),
        *_in_the_queues(system, storm),
        *_in_the_audit(storm, logs),
        *_secrets(storm, logs),
    ]


def _at_cognito(storm: Storm) -> Iterator[str]:
    people = storm.people
    dead = side_by_side(people.is_alive, [one.session for one in storm.logouts])
    if any(dead):
        yield f"{sum(dead)} refresh tokens live after their logout"
    for name, sessions in {"begun since": storm.newcomers, "of nobody who signed out": storm.untouched}.items():
        alive = side_by_side(people.is_alive, sessions)
        if not all(alive):
            yield f"{len(alive) - sum(alive)} sessions {name} were ended"


def _in_the_queues(system: LocalSystem, storm: Storm) -> Iterator[str]:
    if storm.drained_after is None:
        yield "the queue was not empty in time"
    ours_by_id = {one.logout_id for one in storm.logouts}
    letters = [one for one in dead_letters(system) if one.get("logout_id") in ours_by_id]
    if letters:
        yield f"there are {len(letters)} dead letters, such as one for {letters[0].get('reason')}"


def dead_letters(system: LocalSystem) -> Iterator[dict[str, Any]]:
    """What lies in the dead-letter queue, which stays there."""
    sqs, queue = system.clients.of("sqs"), resource(system.clients, "RetryDeadLetterQueue")
    while found := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=30).get("Messages"):
        yield from (parsed_line(one["Body"]) for one in found)


def _in_the_audit(storm: Storm, logs: dict[str, list[str]]) -> Iterator[str]:
    told: dict[str, dict[tuple[str, str], list[dict[str, Any]]]] = {name: defaultdict(list) for name in FUNCTIONS}
    for name, lines in logs.items():
        events = [one for one in map(parsed_line, lines) if one.get("class_uid") == AUTHENTICATION]
        for event in events:
            if ours(event)["step"] == "effect":
                told[name][ours(event)["logout_id"], ours(event)["leg"]].append(event)
        wrong = list(chain.from_iterable(mistakes(event) for event in events[-CHECKED_BY_SCHEMA:]))
        if wrong:
            yield f"events of {name} are not OCSF's: {wrong[0]}"
    for one in storm.logouts:
        for leg, outcome in one.outcomes.items():
            at_once, later = (told[name].get((one.logout_id, leg), []) for name in FUNCTIONS)
            yield from _of_one(leg, outcome, subject(one.session), at_once, later)


def _of_one(
    leg: str, outcome: str, owner: str, at_once: list[dict[str, Any]], later: list[dict[str, Any]]
) -> Iterator[str]:
    """One leg: one outcome at once, `done` in the end, one uid, and the right user.

    SQS may hand a message out twice: what is told again by the same uid is told once.
    """
    said = [*dict.fromkeys(ours(event)["outcome"] for event in (*at_once, *later))]
    wanted = {"done": ["done"], "pending": ["pending", "done"]}.get(outcome)
    if said != wanted:
        yield f"a receipt says {outcome} of {leg}, the audit {said}"
    if len({event["metadata"]["uid"] for event in (*at_once, *later)}) != 1:
        yield f"{leg} has not one uid"
    if any(event["user"].get("uid") != owner for event in (*at_once, *later)):
        yield f"{leg} was done for another user"


def _secrets(storm: Storm, logs: dict[str, list[str]]) -> Iterator[str]:
    """Look for payloads and signatures among all that is long enough to be one."""
    written = set(chain.from_iterable(LONG.findall(line) for lines in logs.values() for line in lines))
    tokens = chain.from_iterable(one.session.tokens for one in storm.logouts)
    if written & set(chain.from_iterable(token.split(".")[1:] for token in tokens)):
        yield "a token is in a log"


def subject(session: Session) -> str:
    """The user of a session by its ID token."""
    return str(jwt.decode(session.id_token, options={"verify_signature": False})["sub"])
