"""One deadline: a call is over within its limit, its socket is closed, and nothing acts after the answer."""

import os
import socket
import ssl
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from coordinator import deadline
from coordinator.adapters import transport
from coordinator.deadline import Deadline, side_by_side
from coordinator.errors import EffectFailed, Unavailable

from tests.adapters import loopback
from tests.adapters.certificates import self_signed
from tests.adapters.loopback import Behaviour, Loopback, reply

LIMIT = 0.3
GRACE = 0.5
SLOW = [loopback.drip_headers, loopback.drip_body, loopback.stall, loopback.stall_in_body]


def kinds(*works: Callable[[], object], seconds: float = LIMIT) -> list[object]:
    results = side_by_side(works, Deadline(seconds))
    return [result.kind if isinstance(result, EffectFailed) else result for result in results]


@pytest.mark.parametrize("behaviour", SLOW)
def test_a_slow_server_is_left_at_the_deadline_and_sees_the_socket_close(
    server: Loopback, behaviour: Behaviour
) -> None:
    server.behaviour = behaviour
    started = time.monotonic()

    assert kinds(partial(transport.send, "GET", server.base)) == ["timeout"]
    assert time.monotonic() - started < LIMIT + GRACE
    assert server.over.get(timeout=2) - started < LIMIT + GRACE


def test_a_slow_server_behind_tls_sees_the_socket_close_too(
    server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = str(self_signed(tmp_path / "certificate.pem"))
    monkeypatch.setattr(transport, "_trust", lambda: ssl.create_default_context(cafile=certificate))
    server.behaviour = loopback.drip_body
    base = server.speak_tls(certificate)
    started = time.monotonic()

    assert kinds(partial(transport.send, "GET", base)) == ["timeout"]
    assert server.over.get(timeout=2) - started < LIMIT + GRACE


def test_a_handshake_that_hangs_is_left_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        started = time.monotonic()
        url = f"https://127.0.0.1:{silent.getsockname()[1]}"

        assert kinds(partial(transport.send, "GET", url)) == ["timeout"]
        assert time.monotonic() - started < LIMIT + GRACE
        accepted, _ = silent.accept()
        accepted.settimeout(1)
        while accepted.recv(4_096):
            pass
        accepted.close()


def test_a_name_resolution_that_hangs_is_dropped_and_its_socket_sends_nothing(
    server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = threading.Event()
    address = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.server_port))

    def hangs(*_: object, **__: object) -> list[object]:
        answered.wait(5)
        return [address]

    monkeypatch.setattr("socket.getaddrinfo", hangs)
    monkeypatch.setattr("coordinator.deadline._Worker.idle", [])
    threads = set(threading.enumerate())
    url = f"http://slow-name.example:{server.server_port}/"

    assert kinds(partial(transport.send, "POST", url, data={"token": "t"})) == ["timeout"]
    (resolving,) = set(threading.enumerate()) - threads
    assert resolving.daemon, "it must not keep the process alive"
    assert kinds(lambda: "another call") == ["another call"], "nothing waits behind it"
    answered.set()
    time.sleep(0.1)
    assert server.connections == 1, "it did connect, too late"
    assert server.requests == [], "and sent nothing"


def test_calls_one_after_another_share_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coordinator.deadline._Worker.idle", [])

    names = {kinds(lambda: threading.current_thread().name)[0] for _ in range(20)}

    assert len(names) <= 2, "one, unless it had not laid down its work when the next came"


def test_calls_run_side_by_side_and_each_has_its_own_result(server: Loopback) -> None:
    server.behaviour = reply(204)

    def unavailable() -> None:
        raise Unavailable("timeout")

    def broken() -> None:
        raise RuntimeError("the-token")

    started = time.monotonic()
    results = kinds(
        partial(time.sleep, 0.15),
        partial(time.sleep, 0.15),
        lambda: transport.send("GET", server.base).status,
        unavailable,
        broken,
        seconds=2,
    )

    assert time.monotonic() - started < 0.29
    assert results[:3] == [None, None, 204]
    assert isinstance(results[3], Unavailable)
    assert results[4] == "unexpected_RuntimeError"


def test_one_slow_call_does_not_spoil_the_others(server: Loopback) -> None:
    server.behaviour = loopback.stall

    assert kinds(partial(transport.send, "GET", server.base), lambda: 7) == ["timeout", 7]


def test_one_call_has_two_seconds_at_most_whatever_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    assert deadline.CALL_SECONDS == 2.0
    monkeypatch.setattr(deadline, "CALL_SECONDS", 0.1)
    started = time.monotonic()

    assert kinds(partial(time.sleep, 0.5), seconds=3) == ["timeout"]
    assert time.monotonic() - started < 0.4


def test_after_the_deadline_nothing_is_begun() -> None:
    acted: list[int] = []

    assert kinds(lambda: acted.append(1), seconds=0) == ["timeout"]
    assert acted == []


def test_a_deadline_counts_down_to_zero() -> None:
    assert deadline.REQUEST_SECONDS == 3.0
    assert 2.9 < Deadline().remaining() <= 3.0
    assert Deadline(-1).remaining() == 0


def test_a_call_outside_of_any_deadline_works_as_well(server: Loopback) -> None:
    assert transport.send("GET", server.base).status == 200


def test_a_forked_process_has_threads_of_its_own() -> None:
    assert side_by_side([lambda: 1], Deadline()) == [1]
    reader, writer = os.pipe()

    child = os.fork()
    if child == 0:
        os.write(writer, repr(side_by_side([lambda: 2], Deadline(1.0))).encode())
        os._exit(0)

    os.waitpid(child, 0)
    os.close(writer)
    assert os.read(reader, 100) == b"[2]"
    os.close(reader)
