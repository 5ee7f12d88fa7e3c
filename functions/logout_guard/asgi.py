"""ASGI middleware: no request reaches the app behind it without a good access token, and none blocks the event loop."""

from collections.abc import Awaitable, Callable, Collection, MutableMapping
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING, Any

from logout_guard.errors import GuardError
from logout_guard.replies import Reply, reply_to
from logout_guard.views import as_current

if TYPE_CHECKING:
    from logout_guard.guard import Guard

type Scope = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
type Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
type App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_CHECKS = 32
"""Checks that wait side by side; while the list is slow the others wait for a place."""
POLICY_VIOLATION = 1008
"""The close code of a WebSocket whose caller may not be here (RFC 6455 section 7.4.1)."""


class GuardMiddleware:
    """Checks the token of every request and of every WebSocket that opens; what starts and stops the app passes."""

    def __init__(self, app: App, guard: "Guard", public: Collection[str] = ()) -> None:
        """Stand before `app`; paths that are one of `public`, character by character, need no token.

        Raises TypeError for a `public` that is one text: of its letters, "/" is a path, too.
        """
        if isinstance(public, str):
            raise TypeError("public is a collection of paths")
        # Imported where it runs already: the authorizer, which has no event loop, would start later for it.
        from concurrent.futures import ThreadPoolExecutor

        self._threads = ThreadPoolExecutor(MOST_CHECKS, "logout_guard")
        self._app = app
        self._guard = guard
        self._public = frozenset(public)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection (ASGI 3.0)."""
        import asyncio

        if scope["type"] == "lifespan" or scope.get("path") in self._public:
            await self._app(scope, receive, send)
            return
        header = _authorization(scope)
        try:
            # Keys and table are read by blocking calls: in threads of our own, for the event loop's few are the app's.
            check = partial(copy_context().run, self._guard.check_header, header)
            claims = await asyncio.get_running_loop().run_in_executor(self._threads, check)
        except GuardError as error:
            await _refuse(scope, receive, send, reply_to(error, header))
            return
        with as_current(claims):
            await self._app(scope, receive, send)


def _authorization(scope: Scope) -> str | None:
    """Return the header; two of them are none that anybody should choose from."""
    found = [value for name, value in scope.get("headers", ()) if name == b"authorization"]
    return found[0].decode("latin-1") if len(found) == 1 else None


async def _refuse(scope: Scope, receive: Receive, send: Send, reply: Reply) -> None:
    if scope["type"] == "websocket":
        # Closed before it is accepted: the server answers 403.
        await receive()
        await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        return
    headers = [(name.lower().encode(), value.encode()) for name, value in reply.headers.items()]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body.encode()})
