"""Every page passes axe-core in every language, light and dark, under its own policy, and is pictured in two widths."""

from collections.abc import Iterator

import pytest
from coordinator.core.languages import LANGUAGES
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.album import Album
from tests.browser.axe import violations
from tests.browser.chromium import MILLISECONDS
from tests.browser.complaints import Complaints
from tests.browser.served_pages import ServedPages, served, show_logo

WIDTHS = {"narrow": 320, "wide": 1_280}


@pytest.fixture(scope="module")
def pages() -> Iterator[ServedPages]:
    """Every page, on loopback."""
    with served() as running:
        yield running


@pytest.fixture
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """A browser whose person reads the language of the test, where it has one."""
    context = browser.new_context(
        locale=request.node.callspec.params.get("tag", "en") if hasattr(request.node, "callspec") else "en"
    )
    context.set_default_timeout(MILLISECONDS)
    show_logo(context)
    complaints = Complaints(context)
    yield context
    # A refusal's own status is all that the console may tell of.
    assert [text for text in complaints.heard(but_for="-") if "the server responded with a status of" not in text] == []
    context.close()


def found(page: Page, album: Album, name: str) -> list[str]:
    """What is wrong with the page that is shown, in light and dark; it is pictured, and must fit into each width."""
    page.locator("h1").wait_for()
    wrong = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width, pixels in WIDTHS.items():
            page.set_viewport_size({"width": pixels, "height": 800})
            album.add(page, f"{name} {scheme} {width}")
            wrong += [f"{name} is wider than {pixels}"] * page.evaluate("innerWidth < document.body.scrollWidth")
            wrong += [f"{name}, {scheme}, {width}: {violation}" for violation in violations(page)]
    return wrong


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_page_of_ours_is_accessible(context: BrowserContext, pages: ServedPages, album: Album, tag: str) -> None:
    page = context.new_page()
    wrong = []
    for name in pages.ours:
        # A form that submits itself to an address without content leaves its page where it is, and never done loading.
        page.goto(f"{pages.base}/{name}", wait_until="commit")
        wrong += found(page, album, name)
        assert page.locator("html").get_attribute("lang") == tag

    assert wrong == []


@pytest.mark.parametrize("name", ["receipt", "receipt of a long name"])
def test_the_policy_lets_the_logo_of_the_app_load(context: BrowserContext, pages: ServedPages, name: str) -> None:
    page = context.new_page()
    page.goto(f"{pages.base}/{name}")

    assert page.locator("main img").evaluate("image => image.complete && image.naturalWidth > 0")


def test_the_color_of_the_app_is_that_of_the_button(context: BrowserContext, pages: ServedPages) -> None:
    page = context.new_page()
    page.goto(f"{pages.base}/receipt of a long name")
    look = page.locator("main .button").evaluate(
        "one => [getComputedStyle(one).backgroundColor, getComputedStyle(one).color]"
    )

    assert look == ["rgb(255, 212, 59)", "rgb(0, 0, 0)"]


def test_every_page_of_the_gateway_is_accessible(context: BrowserContext, pages: ServedPages, album: Album) -> None:
    page = context.new_page()
    wrong = []
    for name in pages.gateways:
        page.goto(f"{pages.base}/{name}")
        wrong += found(page, album, name)

    assert wrong == []
