"""The public address passes requests and answers on unchanged, as a custom domain does."""

import http.client
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pytest
from werkzeug import Request, Response

from local.gateway import Gateway
from local.places import REPOSITORY, Places
from local.servers import Server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

pytestmark = pytest.mark.e2e


def echo(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Answer with what came, and two cookies."""
    request = Request(environ)
    answer = Response(f"{request.method} {environ['RAW_URI']} {request.get_data(as_text=True)}", 201)
    answer.headers.add("Set-Cookie", "one=1; Path=/")
    answer.headers.add("Set-Cookie", "two=2; Path=/")
    answer.headers["X-Seen"] = request.headers.get("X-Sent", "")
    return answer(environ, start_response)


@pytest.fixture
def places() -> Iterator[Places]:
    """A gateway in front of an upstream that echoes."""
    places = Places.with_free_ports(REPOSITORY / ".local/e2e-gateway")
    gateway = Gateway(places.aws_port)
    gateway.api_id = "abc123"
    servers = [Server(echo, places.aws_port), Server(gateway, places.logout_port)]
    for server in servers:
        server.start()
    yield places
    for server in servers:
        server.stop()


def ask(port: int, method: str, target: str, body: str = "") -> tuple[http.client.HTTPResponse, str]:
    """One request with exactly this target."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request(method, target, body, {"X-Sent": "as it was"})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer, text


def test_path_query_and_body_arrive_as_they_were_sent(places: Places) -> None:
    target = "/logout?a=1&a=2&b=%2fx+y%20z&&c"
    answer, text = ask(places.logout_port, "POST", target, "token=t")
    assert (answer.status, text) == (201, f"POST /_aws/execute-api/abc123/live{target} token=t")
    assert answer.getheader("X-Seen") == "as it was"


def test_several_cookies_arrive_as_several_headers(places: Places) -> None:
    answer, _ = ask(places.logout_port, "GET", "/logout")
    assert answer.headers.get_all("Set-Cookie") == ["one=1; Path=/", "two=2; Path=/"]


def test_an_upstream_that_is_down_is_a_502() -> None:
    places = Places.with_free_ports(REPOSITORY / ".local/e2e-gateway")
    server = Server(Gateway(places.aws_port), places.logout_port)
    server.start()
    try:
        answer, text = ask(places.logout_port, "GET", "/logout")
    finally:
        server.stop()
    assert answer.status == 502
    assert "no answer" in text
