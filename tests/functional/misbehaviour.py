"""The ways in which a server fails its callers, each a function of the connection."""

import json
import os
import select
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler

PATIENCE = 6.0


@dataclass(frozen=True)
class CallerHungUp:
    """When the caller of a slow answer closed its socket, by `time.monotonic()`; None: it had not after six seconds."""

    at: float | None


type Misbehaviour = Callable[[BaseHTTPRequestHandler, list[CallerHungUp]], None]


def _answers(status: int, body: str, content_type: str = "application/json", **headers: str) -> Misbehaviour:
    def answer(handler: BaseHTTPRequestHandler, hung_up: list[CallerHungUp]) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Type", content_type)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body.encode())

    return answer


def _reset(handler: BaseHTTPRequestHandler, hung_up: list[CallerHungUp]) -> None:
    """Close with RST: a linger time of zero drops what was not sent."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(handler.connection.detach())
    handler.close_connection = True


def _slow_header(handler: BaseHTTPRequestHandler, hung_up: list[CallerHungUp]) -> None:
    """Say nothing, and note when the caller gives up."""
    readable, _, _ = select.select([handler.connection], [], [], PATIENCE)
    hung_up.append(CallerHungUp(time.monotonic() if readable else None))


def _slow_body(handler: BaseHTTPRequestHandler, hung_up: list[CallerHungUp]) -> None:
    """Promise a long body and send one byte at a time, each within any read timeout of a second."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    started = time.monotonic()
    while time.monotonic() - started < PATIENCE:
        readable, _, _ = select.select([handler.connection], [], [], 0.2)
        try:
            gone = bool(readable) or not handler.wfile.write(b" ")
        except OSError:
            gone = True
        if gone:
            hung_up.append(CallerHungUp(time.monotonic()))
            return
    hung_up.append(CallerHungUp(None))


MISBEHAVIOURS: dict[str, Misbehaviour] = {
    "throttled": _answers(400, json.dumps({"__type": "TooManyRequestsException", "message": "Rate exceeded"})),
    "429": _answers(429, json.dumps({"error": "slow_down"})),
    "500": _answers(500, json.dumps({"__type": "InternalErrorException", "message": "try later"})),
    "invalid_client": _answers(400, json.dumps({"error": "invalid_client"})),
    "no_permission": _answers(400, json.dumps({"__type": "AccessDeniedException", "message": "not authorized"})),
    "html": _answers(200, "<!doctype html><title>Sign in</title>", "text/html; charset=utf-8"),
    "not_json": _answers(200, "}{"),
    "json_of_another_shape": _answers(200, json.dumps(["keys"])),
    "redirect": _answers(307, "", Location="/elsewhere"),
    "reset": _reset,
    "slow_header": _slow_header,
    "slow_body": _slow_body,
}
