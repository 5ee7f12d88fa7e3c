"""Part of `make pictures`: the demo after Cognito's logout alone and after ours, for the README."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from local.demo.verdict import COGNITO_ALONE, OURS
from local.places import REPOSITORY
from local.provider.hub import hub
from local.system import LocalSystem
from tests.browser import chromium
from tests.browser.album import Album
from tests.browser.demo_visitor import DemoVisitor
from tests.browser.pictures import SCHEMES, keep, with_our_fonts
from tests.e2e.conftest import Silent, unused_places

FOLDER = REPOSITORY / "docs" / "pictures"
WIDTH = 1_200
COLORS = 256
"""In a kept picture: the lamps glow."""


def taken(browser: Browser, system: LocalSystem) -> Iterator[tuple[str, Image.Image]]:
    """Each picture in both themes, with the name of its file."""
    # A function that was never asked answers late, and that is not what the pictures are about.
    with visiting(browser, system) as visitor:
        visitor.come("Corp")
        visitor.leave(OURS)
        visitor.is_back()
    with visiting(browser, system) as visitor:
        visitor.come("Corp")
        visitor.sees_lamps("now", "on", "on", "on")
        visitor.leave(COGNITO_ALONE)
        visitor.sees_lamps("now", "on", "off", "on")
        yield from both(visitor.page, "after-cognito-alone")
        visitor.come("Corp", again=True)
        visitor.leave(OURS)
        visitor.sees_lamps("now", "off", "off", "off")
        visitor.page.get_by_text("the browser is at the end").wait_for()
        yield from both(visitor.page, "after-logout-coordinator")


@contextmanager
def visiting(browser: Browser, system: LocalSystem) -> Iterator[DemoVisitor]:
    """Somebody at the demo's page, whose browser shows everything at once."""
    size = {"width": WIDTH, "height": 720}
    with browser.new_context(bypass_csp=True, reduced_motion="reduce", viewport=size) as context:  # type: ignore[arg-type]
        visitor = DemoVisitor(context, system, Album("demo pictures"))
        visitor.page.goto(visitor.client.home)
        yield visitor


def both(page: Page, name: str) -> Iterator[tuple[str, Image.Image]]:
    """The page down to where its footer begins."""
    with_our_fonts(page)
    page.locator(".copy").evaluate_all("all => all.forEach(one => one.previousElementSibling.textContent = '••••••••')")
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of SCHEMES
        box = page.locator("footer").bounding_box()
        assert box is not None
        clip = {"x": 0, "y": 0, "width": WIDTH, "height": box["y"]}
        shot = page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]
        yield f"demo-{name}-{scheme}.png", Image.open(BytesIO(shot)).convert("RGB")


def main() -> None:
    """The command."""
    places = unused_places("browser", "browser", demo=True)
    with LocalSystem(places, Silent(), others=[hub]) as system, sync_playwright() as playwright:
        browser = chromium.launched(playwright)
        pictures = list(taken(browser, system))
        browser.close()
    for name, picture in pictures:
        keep(picture, FOLDER / name, COLORS)


if __name__ == "__main__":
    main()
