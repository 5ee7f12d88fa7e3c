"""The retry function killed in the middle of a batch, and batches that come twice or in another order: the same end."""

import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from local.audit import parsed_line
from local.system import LocalSystem
from tests.adapters.loopback import Loopback, reply, stall
from tests.driving.function import Function
from tests.driving.people import People, Session
from tests.driving.queue import OwnQueue
from tests.driving.shop import shop
from tests.functional.answers import Answer
from tests.functional.audit_log import mistakes, ours
from tests.functional.browser import Browser
from tests.functional.secrecy import Secrets

pytestmark = [pytest.mark.e2e, pytest.mark.more]
COGNITO_API = "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"
COUNT = 5
NOTHING_KEPT = {"batchItemFailures": list[object]()}


@dataclass
class Scene:
    """People, their queue, and every secret that no log or message may hold."""

    system: LocalSystem
    people: People
    queue: OwnQueue
    remembered: Secrets

    def function(self, name: str, **changes: str) -> Function:
        """One of the two functions, with this queue."""
        return Function(self.system, name, {"RETRY_QUEUE_URL": self.queue.url, **changes})

    def sign_out(self, reach: str, count: int = COUNT, **changes: str) -> list[Session]:
        """Let people sign out whose tokens are left in the queue, since Cognito fails."""
        sessions = [self.people.sign_in(self.people.register()) for _ in range(count)]
        stage = shop(self.people.client_id, self.system.provider.issuer)
        with self.function("LogoutFunction", **stage, **changes) as function:
            browser = Browser(lambda event: Answer(function.handle(event)), self.remembered)
            for session in sessions:
                tokens = dict(zip(("id_token_hint", "access_token", "refresh_token"), session.tokens, strict=True))
                for token in tokens.values():
                    self.remembered.add_token(token)
                answer = browser.fetch("/logout", {"reach": reach, **tokens})
                assert "pending" in {leg["outcome"] for leg in answer.json["receipt"]["legs"]}
        return sessions


@pytest.fixture
def scene(system: LocalSystem) -> Iterator[Scene]:
    """A queue that only this test reads; Cognito is well again when it is over."""
    yield Scene(system, People(system), OwnQueue(system), Secrets())
    system.domain.throttles = lambda: False


def ends(functions: list[Function], leg: str) -> dict[str, set[tuple[str, str]]]:
    """Outcome and uid of each event of a leg, by logout; every event is checked against the schema."""
    found: dict[str, set[tuple[str, str]]] = {}
    for line in (line for function in functions for line in function.lines):
        event = parsed_line(line)
        if event.get("class_uid") and ours(event)["leg"] == leg:
            assert mistakes(event) == []
            found.setdefault(ours(event)["logout_id"], set()).add((ours(event)["outcome"], event["metadata"]["uid"]))
    return found


def test_a_retry_function_that_is_killed_in_the_middle_of_a_batch_loses_nothing(scene: Scene) -> None:
    scene.system.domain.throttles = lambda: True
    sessions = scene.sign_out("browser")
    reached, go_on, calls = threading.Event(), threading.Event(), list[int]()

    def third_waits() -> bool:
        calls.append(1)
        if len(calls) == 3:
            reached.set()
            go_on.wait(20)
        return False

    scene.system.domain.throttles = third_waits
    with scene.function("RetryFunction") as killed:
        batch = scene.queue.batch(COUNT)
        killed.begin(batch)
        assert reached.wait(20)
        killed.kill()
    go_on.set()
    with scene.function("RetryFunction") as second:
        again = scene.queue.batch(COUNT)
        random.shuffle(again["Records"])
        assert second.handle(again) == NOTHING_KEPT
        scene.queue.settle(again)

    assert not any(scene.people.is_alive(session) for session in sessions)
    told = ends([killed, second], "tokens")
    assert [{outcome for outcome, _ in one} for one in told.values()] == [{"done"}] * COUNT
    assert all(len(one) == 1 for one in told.values())
    assert len(ends([killed], "tokens")) == 2
    assert (scene.queue.depth(), scene.queue.dead_letters()) == (0, [])
    written = "\n".join([*killed.lines, *second.lines, str(batch), str(again)])
    assert scene.remembered.found_in(written) == []


def test_a_batch_that_two_functions_have_at_once_has_the_same_end(scene: Scene) -> None:
    scene.system.domain.throttles = lambda: True
    sessions = scene.sign_out("browser")
    scene.system.domain.throttles = lambda: False

    with scene.function("RetryFunction") as first, scene.function("RetryFunction") as second:
        batch = scene.queue.batch(COUNT)
        first.begin(batch)
        second.begin({"Records": batch["Records"][::-1]})
        assert first.end() == second.end() == NOTHING_KEPT
        scene.queue.settle(batch)

    assert not any(scene.people.is_alive(session) for session in sessions)
    told = ends([first, second], "tokens")
    assert len(told) == COUNT
    assert all(len(one) == 1 for one in told.values())
    assert (scene.queue.depth(), scene.queue.dead_letters()) == (0, [])


def test_a_global_sign_out_whose_function_was_killed_is_not_repeated_over_a_new_session(scene: Scene) -> None:
    server = Loopback()
    server.behaviour = reply(500)
    try:
        (session,) = scene.sign_out("everywhere", 1, **{COGNITO_API: server.base})
        server.behaviour = stall
        server.requests.clear()
        with scene.function("RetryFunction", **{COGNITO_API: server.base}) as killed:
            killed.begin(batch := scene.queue.batch(1))
            while not server.requests:
                time.sleep(0.02)
            killed.kill()
    finally:
        server.close()
    newcomer = scene.people.sign_in(session.user)

    with scene.function("RetryFunction") as second:
        again = scene.queue.batch(1)
        assert second.handle(again) == NOTHING_KEPT
        scene.queue.settle(again)

    assert scene.people.is_alive(newcomer)
    ((end,),) = ends([killed, second], "other_sessions").values()
    assert end[0] == "failed"
    (record,) = scene.queue.dead_letters()
    assert (record["reason"], record["username"]) == ("maybe_tried", session.user)
    assert scene.remembered.found_in("\n".join([*second.lines, str(batch), str(again), str(record)])) == []
