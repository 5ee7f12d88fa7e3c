"""Screenshots of each step of a test, numbered, in a folder named after the test."""

import re
import shutil

from playwright.sync_api import Page

from local.places import REPOSITORY

ALBUMS = REPOSITORY / ".local" / "screenshots"


def clear() -> None:
    """Throw away the pictures of the last run."""
    shutil.rmtree(ALBUMS, ignore_errors=True)


class Album:
    """The pictures of one test."""

    def __init__(self, test: str) -> None:
        self._folder = ALBUMS / words(test.removeprefix("test_"))
        self._count = 0

    def add(self, page: Page, what: str) -> None:
        """Keep what `page` shows now as `NN-what.png`."""
        self._count += 1
        page.screenshot(path=self._folder / f"{self._count:02}-{words(what)}.png")


def words(text: str) -> str:
    """The text as a file's name: letters and digits, joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
