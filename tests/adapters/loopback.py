"""A server on loopback that answers as it is told, misbehaves in every way we know, and notes what reaches it."""

import json
import os
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from urllib.parse import parse_qsl

PATIENCE = 5.0

type Behaviour = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True)
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        """The fields of a form."""
        return dict(parse_qsl(self.body.decode(), strict_parsing=True))


def reply(status: int = 200, body: bytes | str | object = b"", media_type: str = "", **headers: str) -> Behaviour:
    """Answer at once; what is neither bytes nor text is sent as JSON."""
    raw = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
    kind = media_type or ("text/plain" if isinstance(body, bytes | str) else "application/json")

    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(raw)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(raw)

    return behave


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    """Send one byte of the headers at a time, each within any read timeout."""
    _drip(handler, b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 1_000)


def drip_body(handler: BaseHTTPRequestHandler) -> None:
    """Promise a long body, and send one byte at a time."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    _drip(handler, b"x" * 1_000)


def _drip(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    for byte in content:
        handler.wfile.write(bytes([byte]))
        time.sleep(0.02)


def stall(handler: BaseHTTPRequestHandler) -> None:
    """Say nothing until the caller hangs up."""
    handler.connection.settimeout(PATIENCE)
    if handler.connection.recv(1):
        raise AssertionError("the caller sent more than its request")


def stall_in_body(handler: BaseHTTPRequestHandler) -> None:
    """Begin a body and say nothing more."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nbegun")
    stall(handler)


def break_off(handler: BaseHTTPRequestHandler) -> None:
    """Promise more than is sent."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nbegun")


def babble(handler: BaseHTTPRequestHandler) -> None:
    """Answer what is no HTTP."""
    handler.wfile.write(b"220 mail.example.com ESMTP\r\n\r\n")


def reset(handler: BaseHTTPRequestHandler) -> None:
    """Close with RST: a linger time of zero drops what was not sent."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(handler.connection.detach())


class _Handler(BaseHTTPRequestHandler):
    server: "Loopback"

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.requests.append(Seen(self.command, self.path, headers, body))
        self.close_connection = True
        try:
            self.server.behaviour(self)
        finally:
            self.server.over.put(time.monotonic())

    do_GET = do_POST = _serve  # noqa: N815 - the names that they have there

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name that it has there
        """Keep quiet."""


class Loopback(ThreadingHTTPServer):
    """One server for one test; `over` gets the time at which each exchange ended on this side."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.base = f"http://127.0.0.1:{self.server_port}"
        self.behaviour: Behaviour = reply()
        self.requests: list[Seen] = []
        self.connections = 0
        self.over: Queue[float] = Queue()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def speak_tls(self, certificate: str) -> str:
        """Serve TLS from now on with the certificate and key of this file; return the new base."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.base = f"https://127.0.0.1:{self.server_port}"
        return self.base

    def process_request(self, request: object, client_address: object) -> None:
        """Count connections, those without a request too."""
        self.connections += 1
        super().process_request(request, client_address)  # type: ignore[arg-type]

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that hangs up in the middle of an answer is what some tests want."""

    def close(self) -> None:
        """End it."""
        self.shutdown()
        self.server_close()


def unused_address() -> str:
    """Return a base address on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"http://127.0.0.1:{taken.getsockname()[1]}"
