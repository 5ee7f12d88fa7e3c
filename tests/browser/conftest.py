"""One local system and one Chromium for all tests of this folder; each test has a new browser context."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from local.places import REPOSITORY
from local.system import LocalSystem
from tests.browser import chromium
from tests.browser.album import ALBUMS, Album
from tests.browser.visitor import Visitor
from tests.e2e.conftest import Silent, unused_places

HERE = Path(__file__).parent
LEFT_OUT, PICTURED = pytest.StashKey[str](), pytest.StashKey[bool]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests of this folder where there is no Chromium."""
    ours = [item for item in items if HERE in item.path.parents]
    if ours and not chromium.is_there():
        items[:] = [item for item in items if item not in ours]
        config.hook.pytest_deselected(items=ours)
        config.stash[LEFT_OUT] = f"{len(ours)} browser tests left out: {chromium.WHAT_IS_MISSING}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line what was left out, and where the screenshots are."""
    if text := terminalreporter.config.stash.get(LEFT_OUT, ""):
        terminalreporter.write_line(text, yellow=True)
    if terminalreporter.config.stash.get(PICTURED, False):
        terminalreporter.write_line(f"screenshots of each step: {ALBUMS.relative_to(REPOSITORY)}")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver of all browsers."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A running Chromium."""
    running = chromium.launched(playwright)
    yield running
    running.close()


@pytest.fixture(scope="session")
def system() -> Iterator[LocalSystem]:
    """Everything, the template deployed; app, logout, Cognito and provider on different sites."""
    with LocalSystem(unused_places("browser", "browser"), Silent()) as running:
        yield running


@pytest.fixture
def album(request: pytest.FixtureRequest) -> Album:
    """The screenshots of this test."""
    request.config.stash[PICTURED] = True
    return Album(request.node.name)


@pytest.fixture
def visit(browser: Browser, system: LocalSystem, album: Album) -> Iterator[Callable[[str], Visitor]]:
    """Gives a person with a new browser, by the name of the app; nothing may be complained about in the end."""
    with ExitStack() as contexts:
        visitors: list[Visitor] = []

        def new(app: str) -> Visitor:
            context = browser.new_context()
            contexts.callback(context.close)
            visitors.append(Visitor(context, system, app, album))
            return visitors[-1]

        yield new
        for visitor in visitors:
            assert visitor.complaints.heard() == []


@pytest.fixture
def ada(visit: Callable[[str], Visitor]) -> Visitor:
    """Signed in to the shop through the provider, where she typed her password."""
    visitor = visit("shop")
    assert visitor.sign_in()
    return visitor
