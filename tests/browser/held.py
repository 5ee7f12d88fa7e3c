"""Requests that a tab has sent and that are held back before they reach a server, redirects included."""

import time
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from playwright.sync_api import Error, Page

from tests.browser.chromium import MILLISECONDS

# A request that a second click makes has reached its server by then; one that Chrome thinks is the same is not made.
LONG_ENOUGH = 400


class Held:
    """Holds what `page` asks of addresses like `pattern` (`*` stands for anything); use it with `with`.

    By the browser's own protocol (Fetch.requestPaused), since Playwright's routes see no redirects.
    """

    def __init__(self, page: Page, pattern: str) -> None:
        self._page = page
        self._pattern = pattern
        self._requests: list[str] = []

    def __enter__(self) -> Self:
        self._session = self._page.context.new_cdp_session(self._page)
        self._session.on("Fetch.requestPaused", self._hold)
        self._session.send("Fetch.enable", {"patterns": [{"urlPattern": self._pattern}]})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(Error):  # the tab may be closed, which lets go of everything, too
            self._session.send("Fetch.disable")
            self._session.detach()

    def wait(self) -> None:
        """Return when a request has been held; raises AssertionError when none comes."""
        deadline = time.monotonic() + MILLISECONDS / 1000
        while not self._requests:
            assert time.monotonic() < deadline, f"no request for {self._pattern}"
            self._page.wait_for_timeout(20)

    def _hold(self, event: dict[str, Any]) -> None:
        self._requests.append(event["requestId"])
