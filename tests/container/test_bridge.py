"""A server of loopback is reached at another address of this machine while the bridge is there, and only then."""

import socket
from collections.abc import Iterator

import pytest
import requests
from werkzeug import Request, Response

from local.container import runtime
from local.container.bridge import Bridge
from local.errors import LocalError
from local.servers import Server

pytestmark = pytest.mark.more
ELSEWHERE = "127.0.0.2"  # stands for the address of Docker's network


@Request.application
def echo(request: Request) -> Response:
    """Answers with what it was sent."""
    return Response(request.get_data())


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a running server."""
    monkeypatch.setattr(runtime, "bridge_address", lambda: ELSEWHERE)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        found: int = probe.getsockname()[1]
    server = Server(echo, found)
    server.start()
    yield found
    server.stop()


def test_a_long_body_goes_through_and_comes_back(port: int) -> None:
    sent = b"x" * 1_000_000
    with Bridge([port]):
        assert requests.post(f"http://{ELSEWHERE}:{port}/", data=sent, timeout=10).content == sent


def test_nothing_listens_afterwards(port: int) -> None:
    with Bridge([port]):
        pass
    with pytest.raises(requests.ConnectionError):
        requests.get(f"http://{ELSEWHERE}:{port}/", timeout=10)


def test_a_dead_server_ends_the_connection(port: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        dead = probe.getsockname()[1]
    with Bridge([port, dead]), pytest.raises(requests.ConnectionError):
        requests.get(f"http://{ELSEWHERE}:{dead}/", timeout=10)


def test_a_taken_port_is_one_clear_sentence(port: int) -> None:
    taken = pytest.raises(LocalError, match=rf"^Port {port} of Docker's network is in use: try again\.$")
    with socket.create_server((ELSEWHERE, port)), taken, Bridge([port]):
        pytest.fail("the port is taken")


def test_an_address_of_a_virtual_machine_is_left_to_it(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "bridge_address", lambda: "192.0.2.1")
    with Bridge([port]):
        pass
