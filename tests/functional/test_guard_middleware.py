"""The ASGI middleware: what is checked, what passes, and that nobody waits for somebody else's check."""

import asyncio
import threading
from collections.abc import MutableMapping
from typing import Any, cast

import pytest
from coordinator.core.admission import Refusal
from coordinator.core.model import Claims
from logout_guard import Guard, GuardMiddleware, GuardUnavailable, TokenRefused, current_claims
from logout_guard.asgi import MOST_CHECKS

from tests.functional import asgi
from tests.unit.samples import claims

GOOD = ("Authorization", "Bearer good")


class OneToken:
    """A guard that knows one good header; while it is down it knows none."""

    def __init__(self) -> None:
        self.is_down = False
        self.asked: list[str | None] = []

    def check_header(self, authorization: str | None) -> Claims:
        """As Guard does."""
        self.asked.append(authorization)
        if self.is_down:
            raise GuardUnavailable("list_unavailable")
        if authorization != GOOD[1]:
            raise TokenRefused(Refusal.INVALID)
        return claims("mary")


@pytest.fixture
def guard() -> OneToken:
    """The double."""
    return OneToken()


async def app(scope: MutableMapping[str, Any], receive: asgi.Receive, send: asgi.Send) -> None:
    """Says who calls, or what it was called for."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": current_claims().subject.encode()})
    else:
        await send({"type": scope["type"]})


def before(guard: OneToken, inner: asgi.App = app, **options: Any) -> GuardMiddleware:
    return GuardMiddleware(inner, cast(Guard, guard), **options)


def test_the_app_learns_whose_request_it_is_and_forgets_it_afterwards(guard: OneToken) -> None:
    assert asgi.http(before(guard), "/", GOOD)[::2] == (200, "mary")
    with pytest.raises(LookupError):
        current_claims()


def test_two_headers_are_none(guard: OneToken) -> None:
    assert asgi.http(before(guard), "/", GOOD, GOOD)[0] == 401
    assert guard.asked == [None]


def test_starting_and_stopping_the_app_needs_no_token(guard: OneToken) -> None:
    assert asgi.exchange(before(guard), {"type": "lifespan"}) == [{"type": "lifespan"}]
    assert guard.asked == []


def test_a_websocket_opens_with_a_good_token_alone(guard: OneToken) -> None:
    assert asgi.websocket(before(guard), "/", GOOD) == [{"type": "websocket"}]
    assert asgi.websocket(before(guard), "/") == [{"type": "websocket.close", "code": 1008}]
    guard.is_down = True
    assert asgi.websocket(before(guard), "/", GOOD) == [{"type": "websocket.close", "code": 1008}]


def test_only_the_very_path_is_public(guard: OneToken) -> None:
    async def open_to_all(scope: MutableMapping[str, Any], receive: asgi.Receive, send: asgi.Send) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})

    public = before(guard, open_to_all, public=["/health"])

    assert [asgi.http(public, path)[0] for path in ("/health", "/health/", "/Health", "/")] == [204, 401, 401, 401]


def test_a_path_that_stands_alone_is_no_set_of_letters(guard: OneToken) -> None:
    with pytest.raises(TypeError, match="public"):
        before(guard, public="/health")


def test_an_error_of_the_app_is_the_apps(guard: OneToken) -> None:
    async def broken(scope: MutableMapping[str, Any], receive: asgi.Receive, send: asgi.Send) -> None:
        raise TokenRefused(Refusal.INVALID)

    with pytest.raises(TokenRefused):
        asgi.http(before(guard, broken), "/", GOOD)


def test_a_check_that_waits_holds_up_nobody_else() -> None:
    somebody_else_ran = threading.Event()

    class Waiting(OneToken):
        def check_header(self, authorization: str | None) -> Claims:
            assert somebody_else_ran.wait(5), "the event loop stood still"
            return super().check_header(authorization)

    async def other() -> None:
        somebody_else_ran.set()

    async def both(scope: MutableMapping[str, Any], receive: asgi.Receive, send: asgi.Send) -> None:
        await asyncio.gather(before(Waiting())(scope, receive, send), other())

    assert asgi.http(both, "/", GOOD)[0] == 200


def test_checks_that_wait_leave_the_event_loops_own_threads_to_the_app() -> None:
    the_app_ran = threading.Event()

    class Waiting(OneToken):
        def check_header(self, authorization: str | None) -> Claims:
            assert the_app_ran.wait(5), "the app's own work stood still"
            return super().check_header(authorization)

    middleware = before(Waiting())

    async def crowd(scope: MutableMapping[str, Any], receive: asgi.Receive, send: asgi.Send) -> None:
        checks = [asyncio.create_task(middleware(scope, receive, send)) for _ in range(MOST_CHECKS)]
        await asyncio.sleep(0)
        await asyncio.to_thread(the_app_ran.set)
        await asyncio.gather(*checks)

    headers = [(b"authorization", GOOD[1].encode())]
    sent = asgi.exchange(crowd, {"type": "http", "path": "/", "headers": headers})
    assert [one["status"] for one in sent if "status" in one] == [200] * MOST_CHECKS
