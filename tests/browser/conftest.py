"""One local system and one Chromium for all tests of this folder; each test has a new browser context."""

import socket
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from local.places import REPOSITORY
from local.pool import BESIDE_LOGOUT
from local.provider.hub import hub
from local.system import LocalSystem
from tests.browser import chromium
from tests.browser.album import ALBUMS, Album, clear
from tests.browser.clients.sites import Sites
from tests.browser.other_site import OtherSite
from tests.browser.visitor import EVERYTHING, Visitor
from tests.browser.watching import PASSED, watched
from tests.e2e.conftest import Silent, unused_places
from tests.left_out import leave_out

HERE = Path(__file__).parent
PICTURED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests of this folder where there is no Chromium."""
    ours = [item for item in items if HERE in item.path.parents]
    if ours and not chromium.is_there():
        leave_out(config, items, ours, f"browser tests left out: {chromium.WHAT_IS_MISSING}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note whether a test passed, for what is asserted after it."""
    report = yield
    if report.when == "call":
        item.stash[PASSED] = report.passed
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say where the screenshots are."""
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
def sites() -> Sites:
    """Where the standard clients are served, for the few tests that start one."""
    return Sites.with_free_ports()


@pytest.fixture(scope="session")
def system(sites: Sites) -> Iterator[LocalSystem]:
    """Everything, the template deployed; app, logout, Cognito and provider on different sites; and the demo."""
    places = unused_places("browser", "browser", demo=True)
    with LocalSystem(places, Silent(), others=[hub], elsewhere=sites.apps()) as running:
        yield running


@pytest.fixture(scope="session")
def albums(pytestconfig: pytest.Config) -> None:
    """An empty folder for screenshots, which the summary names."""
    pytestconfig.stash[PICTURED] = True
    clear()


@pytest.fixture
def album(request: pytest.FixtureRequest, albums: None) -> Album:
    """The screenshots of this test."""
    return Album(request.node.name)


@pytest.fixture
def visit(
    request: pytest.FixtureRequest, browser: Browser, system: LocalSystem, album: Album
) -> Iterator[Callable[[str], Visitor]]:
    """Gives a person with a new browser, by the name of the app."""
    with ExitStack() as contexts, watched(request) as visitors:

        def new(app: str) -> Visitor:
            context = browser.new_context()
            contexts.callback(context.close)
            visitors.append(Visitor(context, system, app, album))
            return visitors[-1]

        yield new


@pytest.fixture
def ada(visit: Callable[[str], Visitor]) -> Visitor:
    """Signed in to the shop, which has a site of its own, through the provider, where she typed her password."""
    return signed_in(visit("shop"))


@pytest.fixture
def alan(visit: Callable[[str], Visitor]) -> Visitor:
    """The same, but the app shares the logout's host, which so reaches its cookies."""
    return signed_in(visit(BESIDE_LOGOUT))


@pytest.fixture(scope="session")
def other_site(system: LocalSystem) -> Iterator[OtherSite]:
    """A site of somebody else."""
    with closing(socket.create_server(("127.0.0.1", 0))) as unused:
        port = unused.getsockname()[1]
    site = OtherSite(port)
    site.server.start()
    yield site
    site.server.stop()


def signed_in[V: Visitor](visitor: V) -> V:
    """The visitor, for whom everything lives that a sign-in brings to life."""
    assert visitor.sign_in()
    assert visitor.alive() == EVERYTHING
    return visitor
