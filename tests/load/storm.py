"""Many people sign out at once, while Cognito throttles half of all revocations; some sign in again meanwhile."""

import random
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import requests

from local.deployment import resource
from local.system import LocalSystem
from tests.driving.people import People, Session
from tests.load.throttle import Throttle

THREADS = 4
SESSIONS_OF_A_USER = 10
SECONDS = 30.0
POLL_SECONDS = 0.5
IN_QUEUE = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)


@dataclass(slots=True)
class Logout:
    """One answered logout: whose, what its receipt said of the tokens, and how long it took in seconds."""

    session: Session
    logout_id: str
    outcome: str
    seconds: float


@dataclass(slots=True)
class Storm:
    """What happened. `untouched` are sessions that nobody signed out of, `newcomers` those begun meanwhile."""

    logouts: list[Logout] = field(default_factory=list)
    untouched: list[Session] = field(default_factory=list)
    newcomers: list[Session] = field(default_factory=list)
    seconds: float = 0.0
    drained_after: float | None = None
    deepest: int = 0


def side_by_side[T, R](work: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """Do it for all items by a few threads; the first error is raised."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, items))


def blow(system: LocalSystem, count: int, throttle: Throttle, seed: int, patience: float) -> Storm:
    """Sign `count` sessions in, then out, and wait `patience` seconds at most until the retry queue is empty."""
    people, storm = People(system), Storm()
    users = side_by_side(lambda _: people.register(), range(-(-count // SESSIONS_OF_A_USER)))
    sessions = side_by_side(people.sign_in, [users[number % len(users)] for number in range(count)])
    storm.untouched = side_by_side(people.sign_in, users)
    chance, kept = random.Random(seed), threading.local()  # noqa: S311 - which of them come back needs no secrecy
    returning = {id(one) for one in sessions if chance.random() < 0.1}
    open_the_gates(system)
    address = f"{system.places.aws}/_aws/execute-api/{resource(system.clients, 'LogoutApi')}/live/logout"
    origin = system.places.app

    def sign_out(session: Session) -> None:
        if not hasattr(kept, "http"):
            kept.http = requests.Session()
        began = time.monotonic()
        answer = kept.http.post(address, json=form(people, session), headers=headers(origin), timeout=SECONDS)
        seconds = time.monotonic() - began
        answer.raise_for_status()
        said = answer.json()
        (outcome,) = (one["outcome"] for one in said["receipt"]["legs"] if one["leg"] == "tokens")
        storm.logouts.append(Logout(session, said["logout_id"], outcome, seconds))
        if id(session) in returning:
            storm.newcomers.append(people.sign_in(session.user))

    began, system.domain.throttles = time.monotonic(), throttle
    try:
        side_by_side(sign_out, sessions)
        storm.seconds = time.monotonic() - began
        drain(system, storm, patience)
    finally:
        system.domain.throttles = lambda: False
    return storm


def open_the_gates(system: LocalSystem) -> None:
    """Let the API take whatever comes: its own limit of 50 requests a second would hide how fast the rest is."""
    limits = {"rateLimit": "10000", "burstLimit": "5000"}
    patch = [{"op": "replace", "path": f"/*/*/throttling/{name}", "value": value} for name, value in limits.items()]
    api = resource(system.clients, "LogoutApi")
    system.clients.of("apigateway").update_stage(restApiId=api, stageName="live", patchOperations=patch)


def form(people: People, session: Session) -> dict[str, str]:
    """What the app's script sends."""
    return {
        "client_id": people.client_id,
        "refresh_token": session.refresh_token,
        "id_token_hint": session.id_token,
    }


def headers(origin: str) -> dict[str, str]:
    """What a browser adds to the script's request."""
    fetch = {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}
    return {"Accept": "application/json", "Origin": origin, "Referer": f"{origin}/", **fetch}


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
