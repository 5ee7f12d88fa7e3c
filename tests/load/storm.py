"""Many people sign out at once, while Cognito throttles half of all revocations; some sign in again meanwhile."""

import random
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import requests

from local.deployment import resource
from local.system import LocalSystem
from tests.driving.people import People, Session

THREADS = 4
SESSIONS_OF_A_USER = 10
SECONDS = 30.0
POLL_SECONDS = 0.5
EFFECTS = ("tokens", "revocation_list")
IN_QUEUE = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)


@dataclass(slots=True)
class Logout:
    """One answered logout: whose, what its receipt said of each effect, and how long it took in seconds."""

    session: Session
    logout_id: str
    outcomes: dict[str, str]
    seconds: float


@dataclass(slots=True)
class Storm:
    """What happened to `sessions`; nobody signs out of those that are `untouched`, and `newcomers` begin meanwhile."""

    people: People
    sessions: list[Session]
    untouched: list[Session]
    logouts: list[Logout] = field(default_factory=list)
    newcomers: list[Session] = field(default_factory=list)
    seconds: float = 0.0
    drained_after: float | None = None
    deepest: int = 0


def side_by_side[T, R](work: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """Do it for all items by a few threads; the first error is raised."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, items))


def gather(system: LocalSystem, count: int) -> Storm:
    """Begin `count` sessions that will end, and one more of each user that will not."""
    people = People(system)
    open_the_gates(system)
    users = side_by_side(lambda _: people.register(), range(-(-count // SESSIONS_OF_A_USER)))
    sessions = side_by_side(people.sign_in, [users[number % len(users)] for number in range(count)])
    return Storm(people, sessions, side_by_side(people.sign_in, users))


def wake(system: LocalSystem, storm: Storm) -> None:
    """Give every instance of both functions an event that is none of the storm's, and wait until all is over.

    Before it, so that they have read the AWS SDK: at AWS each has a processor of its own for that. After it, since the
    embedded AWS may keep the last lines of an instance until its next event.
    """
    spare = [storm.people.sign_in(storm.people.register()) for _ in range(3 * THREADS)]
    system.domain.throttles = lambda: True
    side_by_side(lambda one: post(system, storm.people, one), spare)
    system.domain.throttles = lambda: False
    drain(system, Storm(storm.people, [], []), SECONDS)


def blow(system: LocalSystem, storm: Storm, seed: int) -> None:
    """Sign all out; by chance, one in ten signs in again at once."""
    chance = random.Random(seed)  # noqa: S311 - to be repeated
    returning = {id(one) for one in storm.sessions if chance.random() < 0.1}

    def sign_out(session: Session) -> None:
        began = time.monotonic()
        said = post(system, storm.people, session)
        seconds = time.monotonic() - began
        outcomes = {one["leg"]: one["outcome"] for one in said["receipt"]["legs"] if one["leg"] in EFFECTS}
        storm.logouts.append(Logout(session, said["logout_id"], outcomes, seconds))
        if id(session) in returning:
            storm.newcomers.append(storm.people.sign_in(session.user))

    began = time.monotonic()
    side_by_side(sign_out, storm.sessions)
    storm.seconds = time.monotonic() - began


def open_the_gates(system: LocalSystem) -> None:
    """Let the API take whatever comes: its own limit of 50 requests a second would hide how fast the rest is."""
    limits = {"rateLimit": "10000", "burstLimit": "5000"}
    patch = [{"op": "replace", "path": f"/*/*/throttling/{name}", "value": value} for name, value in limits.items()]
    system.clients.of("apigateway").update_stage(restApiId=system.api_id, stageName="live", patchOperations=patch)


def post(system: LocalSystem, people: People, session: Session) -> dict[str, Any]:
    """Call `/logout` as the app's script does; the answer."""
    origin, api = system.places.app, system.api_id
    tokens = {"refresh_token": session.refresh_token, "id_token_hint": session.id_token}
    fetch = {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}
    answer = requests.post(
        f"{system.places.aws}/_aws/execute-api/{api}/live/logout",
        json={"client_id": people.client_id, **tokens},
        headers={"Accept": "application/json", "Origin": origin, "Referer": f"{origin}/", **fetch},
        timeout=SECONDS,
    )
    answer.raise_for_status()
    said: dict[str, Any] = answer.json()
    return said


def drain(system: LocalSystem, storm: Storm, patience: float) -> None:
    """Wait until nothing lies in the queue, is kept back, or is being worked on."""
    sqs, queue = system.clients.of("sqs"), resource(system.clients, "RetryQueue")
    began = time.monotonic()
    while time.monotonic() - began < patience:
        found = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=list(IN_QUEUE))["Attributes"]
        depth = sum(int(found[name]) for name in IN_QUEUE)
        storm.deepest = max(storm.deepest, depth)
        if depth == 0:
            storm.drained_after = time.monotonic() - began
            return
        time.sleep(POLL_SECONDS)
