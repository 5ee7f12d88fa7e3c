"""The guard against moto's DynamoDB and a pool's keys on loopback: refused from the moment of the write."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from coordinator.adapters.keys import FRESH_SECONDS
from coordinator.adapters.revocation_list import RevocationList
from coordinator.core.admission import Refusal
from coordinator.core.denials import of_session, of_user
from coordinator.core.model import Claims
from logout_guard import Guard, GuardUnavailable, TokenRefused
from logout_guard.asgi import MOST_CHECKS
from moto import mock_aws

from tests.adapters.clock import Clock
from tests.adapters.loopback import Behaviour, Loopback, drip_body, reply, reset, stall
from tests.adapters.pool import EXPIRES, SHOP, access_claims, jwk, sign
from tests.adapters.tables import revocation_list

POOL = "eu-central-1_Example01"
NOW = int(Clock().now)
SUB = access_claims()["sub"]
NOTHING: dict[str, Any] = {"Responses": {"revocations": []}, "UnprocessedKeys": {}}


@pytest.fixture(autouse=True)
def region(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the table is, and a caller whom nobody looks up."""
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")


@pytest.fixture
def keys(server: Loopback) -> str:
    """The address of the pool's keys."""
    server.behaviour = reply(body={"keys": [jwk("pool")]})
    return f"{server.base}/keys"


@pytest.fixture
def clock() -> Clock:
    """The guard's time."""
    return Clock()


@pytest.fixture
def writing() -> Iterator[RevocationList]:
    """The table as the template makes it, and who writes to it."""
    with mock_aws():
        yield revocation_list()


def guard(keys: str, clock: Clock, **options: Any) -> Guard:
    return Guard(POOL, [SHOP], "revocations", jwks_url=keys, clock=clock, **options)


def token(**changes: Any) -> str:
    return sign(access_claims(**({"auth_time": NOW - 60} | changes)))


def refused(check: Guard, presented: str) -> Refusal | None:
    try:
        check.check(presented)
    except TokenRefused as error:
        return error.refusal
    return None


def test_a_session_is_refused_from_the_moment_of_the_write(writing: RevocationList, keys: str, clock: Clock) -> None:
    check = guard(keys, clock)
    assert check.check(token()).subject == SUB

    writing.deny(of_session("session-1", 30, NOW, dies=True))

    assert refused(check, token()) is Refusal.ENDED
    assert refused(check, token(origin_jti="session-2")) is None


def test_a_sign_in_after_the_cut_off_works_at_once_and_a_retry_moves_nothing(
    writing: RevocationList, keys: str, clock: Clock
) -> None:
    check = guard(keys, clock)
    writing.deny(of_user(SUB, 30, NOW, dies=True))
    later = token(auth_time=NOW + 1, origin_jti="session-2")
    clock.pass_by(2)
    assert refused(check, later) is None

    writing.deny(of_user(SUB, 30, NOW, dies=True))

    assert refused(check, later) is None
    assert refused(check, token(auth_time=NOW)) is Refusal.ENDED


def test_a_refusal_ends_when_its_item_expires(writing: RevocationList, keys: str, clock: Clock) -> None:
    check = guard(keys, clock)
    forever = token(exp=EXPIRES + 10**7)
    writing.deny(of_session("session-1", 30, NOW, dies=True))
    assert refused(check, forever) is Refusal.ENDED

    clock.pass_by(86_400)

    assert refused(check, forever) is None


@pytest.mark.parametrize("seconds", [1, 300])
def test_a_cached_answer_is_no_older_than_allowed(
    writing: RevocationList, keys: str, clock: Clock, seconds: int
) -> None:
    check = guard(keys, clock, cache_seconds=seconds)
    assert refused(check, token()) is None
    writing.deny(of_session("session-1", 30, NOW, dies=True))

    clock.pass_by(seconds - 0.25)
    assert refused(check, token()) is None
    clock.pass_by(0.25)
    assert refused(check, token()) is Refusal.ENDED


def test_many_threads_share_a_guard(writing: RevocationList, keys: str, clock: Clock) -> None:
    check = guard(keys, clock)
    writing.deny(of_session("session-0", 30, NOW, dies=True))
    tokens = [token(origin_jti=f"session-{number % 2}") for number in range(8)]

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda one: refused(check, one), tokens))

    assert found == [Refusal.ENDED, None] * 4


class Table:
    """A DynamoDB on loopback that answers as it is told, once by once, and in the end as if nothing were listed."""

    def __init__(self, server: Loopback, *behaviours: Behaviour) -> None:
        self.waiting = list(behaviours)
        self.lock = threading.Lock()
        self.asked = 0
        self.keys = server.behaviour
        server.behaviour = self

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        if handler.command == "GET":
            return self.keys(handler)
        with self.lock:
            self.asked += 1
            behaviour = self.waiting.pop(0) if self.waiting else reply(body=NOTHING)
        return behaviour(handler)


def test_a_connection_that_was_given_up_is_made_anew(
    server: Loopback, keys: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.base)
    table = Table(server, reset)

    assert isinstance(guard(keys, clock).check(token()), Claims)
    assert table.asked == 2


@pytest.mark.parametrize(
    "behaviour", [stall, drip_body, reply(500), reply(body="<html>"), reply(body={"Responses": {}})]
)
def test_a_table_that_does_not_answer_is_not_waited_for(
    server: Loopback, keys: str, clock: Clock, monkeypatch: pytest.MonkeyPatch, behaviour: Behaviour
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.base)
    counted: list[str] = []
    check = guard(keys, clock, notice=counted.append)
    check._list.make_ready()
    Table(server, behaviour, behaviour)

    began = time.monotonic()
    with pytest.raises(GuardUnavailable, match="list_unavailable"):
        check.check(token())

    assert time.monotonic() - began < 3
    assert counted == ["list_unavailable"]


def test_as_many_callers_as_a_service_has_threads_share_the_connections(
    server: Loopback, keys: str, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.base)
    together = threading.Barrier(MOST_CHECKS)

    def slow(handler: BaseHTTPRequestHandler) -> None:
        together.wait(5)
        reply(body=NOTHING)(handler)

    Table(server, *[slow] * MOST_CHECKS)
    check = guard(keys, clock)

    def call(text: str) -> None:
        with suppress(GuardUnavailable):  # on a busy machine the last of them comes too late
            check.check(text)

    with ThreadPoolExecutor(MOST_CHECKS) as threads:
        list(threads.map(call, [token()] * MOST_CHECKS))
    assert server.connections > 10, "as many as botocore keeps by itself"
    assert [one.message for one in caplog.records if "pool is full" in one.message] == []


def test_keys_that_drip_are_not_waited_for(server: Loopback, clock: Clock) -> None:
    server.behaviour = drip_body
    began = time.monotonic()

    with pytest.raises(GuardUnavailable, match="keys_unavailable"):
        guard(f"{server.base}/keys", clock, when_down="open").check(token())

    assert time.monotonic() - began < 3


def test_keys_that_are_known_are_good_while_new_ones_are_waited_for(
    server: Loopback, keys: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.base)
    table = Table(server)
    check, presented = guard(keys, clock), token(exp=EXPIRES + FRESH_SECONDS)
    check.check(presented)
    table.keys = stall
    clock.pass_by(FRESH_SECONDS + 1)

    assert check.check(presented).subject == SUB


def test_where_nobody_is_told_otherwise_it_is_logged(
    server: Loopback, keys: str, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.base)
    Table(server, reply(500), reply(500))

    assert guard(keys, clock, when_down="open").check(token()).subject == SUB
    assert [one.message for one in caplog.records if one.name == "logout_guard"] == ["list_unavailable"]
