"""Calls an ASGI app as a server does, in an event loop of its own."""

import asyncio
from collections.abc import Mapping
from typing import Any

from logout_guard.asgi import App, Receive, Send

__all__ = ["App", "Receive", "Send", "exchange", "http", "websocket"]

type Message = Mapping[str, Any]


def http(app: App, path: str, *headers: tuple[str, str]) -> tuple[int, dict[str, str], str]:
    """Status, headers and body of a GET."""
    start, *rest = exchange(app, _scope("http", path, headers), {"type": "http.request", "body": b""})
    answered = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], answered, b"".join(one["body"] for one in rest).decode()


def websocket(app: App, path: str, *headers: tuple[str, str]) -> list[Message]:
    """What is sent to a browser that opens a WebSocket and closes it again."""
    received = {"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1000}
    return exchange(app, _scope("websocket", path, headers), *received)


def exchange(app: App, scope: dict[str, Any], *received: Message) -> list[Message]:
    """What the app sends on a connection on which it receives these messages."""
    sent: list[Message] = []
    waiting = [dict(one) for one in received]

    async def receive() -> dict[str, Any]:
        return waiting.pop(0) if waiting else {"type": f"{scope['type']}.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    async def connection() -> None:
        await app(scope, receive, send)

    asyncio.run(connection())
    return sent


def _scope(kind: str, path: str, headers: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    return {
        "type": kind,
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": kind,
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "subprotocols": [],
        "state": {},
    }
