"""What the servers see of the one browser that the demo follows: its requests, their answers and its cookies."""

import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any

from werkzeug import Request, Response

from local.browser import USER_AGENT
from local.forward import forward, raw_target

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

APP, COORDINATOR, COGNITO = "app", "coordinator", "cognito"


@dataclass(frozen=True, slots=True)
class Sight:
    """One request of the browser, at the server of `who`. `to` is where the answer sends it, without a query: tokens
    travel there. `at` is in seconds since the epoch."""

    who: str
    method: str
    path: str
    status: int
    to: str
    at: float


class Watcher:
    """Keeps what is seen, from `begin` until the browser is back at the path `home` of the app."""

    def __init__(self, home: str) -> None:
        self._home = home
        self._changed = threading.Condition()
        self._sights: list[Sight] = []
        self._under_way = False
        self._cookies: dict[str, dict[str, str]] = {}
        self._version = 0
        self._closed = False

    def at(self, who: str, application: "WSGIApplication") -> "WSGIApplication":
        """The application of `who`, seen from now on."""

        def seen(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
            request = Request(environ)
            if not is_followed(request):
                return application(environ, start_response)

            def answered(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
                self._see(who, request, int(status.partition(" ")[0]), headers)
                return start_response(status, headers, *more)

            return application(environ, answered)

        return seen

    def in_front_of(self, who: str, port: int) -> "WSGIApplication":
        """A server on this machine that is not ours and listens on `port`, seen from now on."""

        def passed_on(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
            request = Request(environ)
            return forward(request, port, raw_target(request), same_host=True)(environ, start_response)

        return self.at(who, passed_on)

    def begin(self, *, forget: bool = False) -> None:
        """A journey begins; with `forget` it is another browser's, whose cookies nobody knows yet."""
        with self._changed:
            self._sights, self._under_way = [], not forget
            if forget:
                self._cookies = {}
            self._notify()

    def sights(self) -> tuple[list[Sight], bool]:
        """The journey so far, and whether it is still under way."""
        with self._changed:
            return list(self._sights), self._under_way

    def cookies(self) -> Mapping[str, Mapping[str, str]]:
        """What the browser holds, by host and name: no port divides cookies (RFC 6265, section 8.5)."""
        with self._changed:
            return {host: dict(held) for host, held in self._cookies.items()}

    @property
    def version(self) -> int:
        """Another number as soon as anything was seen."""
        return self._version

    def wait(self, version: int, seconds: float) -> bool:
        """Return when the version is another than `version`, or after `seconds`; False when no more will come."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._version != version, seconds)
            return not self._closed

    def close(self) -> None:
        """Let go of everybody who waits."""
        with self._changed:
            self._closed = True
            self._notify()

    def _see(self, who: str, request: Request, status: int, headers: Iterable[tuple[str, str]]) -> None:
        answer = Response(headers=list(headers))
        to = answer.headers.get("Location", "").partition("?")[0]
        with self._changed:
            # A cookie that does not come along may be there all the same: `Lax` ones do not travel with foreign forms.
            held = self._cookies.setdefault(request.host.partition(":")[0], {})
            held |= request.cookies
            for value in answer.headers.getlist("Set-Cookie"):
                keep(held, value)
            if who == APP and not request.path.startswith(self._home):
                return  # a page of another app
            if who == APP and request.path == self._home:
                self._under_way = False
            elif self._under_way and status != 404:
                self._sights.append(Sight(who, request.method, request.path, status, to, time.time()))
            self._notify()

    def _notify(self) -> None:
        self._version += 1
        self._changed.notify_all()


def is_followed(request: Request) -> bool:
    """Whether this is a page that a person sees (W3C Fetch Metadata), and no question of our own."""
    navigated = request.headers.get("Sec-Fetch-Dest") == "document"
    return navigated and request.headers.get("User-Agent") != USER_AGENT


def keep(held: dict[str, str], set_cookie: str) -> None:
    """Do with one Set-Cookie what the browser does."""
    try:
        cookies = SimpleCookie(set_cookie)
    except CookieError:
        return
    for name, morsel in cookies.items():
        if morsel["max-age"] == "0" or "1970" in morsel["expires"]:
            held.pop(name, None)
        else:
            held[name] = morsel.value
