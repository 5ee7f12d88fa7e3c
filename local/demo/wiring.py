"""How the demo is joined to a local system whose places have one; to every other it adds nothing."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Blueprint

from local.demo.watching import Watcher
from local.places import Places
from local.pool import DEMO, add_demo

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from local.system import LocalSystem


class Demo:
    """The demo, which stands at each server and looks on."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._watcher = Watcher(f"/{DEMO}/") if places.demo else None

    def seen(self, who: str, application: "WSGIApplication") -> "WSGIApplication":
        """One of our own applications, looked at."""
        return self._watcher.at(who, application) if self._watcher else application

    def in_front_of(self, name: str, site: str) -> Iterator[tuple["WSGIApplication", int]]:
        """What to serve so that a provider, whose process listens behind its address, is found there, and on which
        port."""
        port = urlsplit(site).port
        if self._watcher and port:
            yield self._watcher.in_front_of(name, self._places.behind(port)), port

    def app(self, system: "LocalSystem") -> Blueprint | None:
        """Make the demo's app known to the pool, whose providers are all there by now, and return its pages."""
        if self._watcher is None:
            return None
        from local.demo.pages import routes  # they know the whole system, which begins with this
        from local.demo.stage import Stage

        client = system.pool.apps[DEMO] = add_demo(system.clients.cognito, self._places, system.pool)
        return routes(Stage(system, self._watcher, client))

    def close(self) -> None:
        """Let go of every page that waits for news."""
        if self._watcher:
            self._watcher.close()
