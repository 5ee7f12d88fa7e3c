"""A person at the demo's page: comes in through a provider, leaves one of the two ways, and looks at the lamps."""

from typing import Literal

from playwright.sync_api import BrowserContext, Page, expect

from local.demo.verdict import WAYS
from local.pool import DEMO
from local.system import LocalSystem
from tests.browser.album import Album
from tests.browser.visitor import Visitor

type Light = Literal["on", "off", "none", "unknown"]
LAMPS = ("tokens", "cognito", "provider")


class DemoVisitor(Visitor):
    """One person, one browser; the demo knows where everybody signs in, and shows what to type."""

    def __init__(self, context: BrowserContext, system: LocalSystem, album: Album) -> None:
        super().__init__(context, system, DEMO, album)

    def come(self, provider: str, *, again: bool = False) -> bool:
        """Sign in through a provider, with what the page itself says; whether a password was asked for."""
        door = self.page.locator(f"a{'.main' if again else '.door'}[href$='provider={provider}']")
        entry = self.page.locator(".you" if again else "li", has=door).last
        username, password = entry.locator("code").all_inner_texts()[:2]
        door.press("Enter")
        field, somebody = self.page.locator("input[type=password]:visible"), self.page.locator("#who")
        field.or_(somebody).first.wait_for()
        asked = field.count() > 0
        if asked:
            self.page.locator("input[name=username]:visible").fill(username)
            field.fill(password)
            field.press("Enter")
            somebody.wait_for()
        return asked

    def leave(self, way: str) -> None:
        """Choose a way out and press "Sign out"; what follows is not waited for."""
        self.page.get_by_label(WAYS[way]).check()
        self.page.get_by_role("button", name="Sign out").press("Enter")

    def is_back(self) -> None:
        """Wait for the page that comes after a sign-out."""
        self.page.get_by_role("heading", name="Is it really over?").wait_for()

    def sees(self, title: str, page: Page | None = None) -> None:
        """Wait for what the page says about where things stand."""
        expect((page or self.page).locator("#verdict h2")).to_have_text(title)
        self.picture(title, page)

    def sees_lamps(self, when: str, *lights: Light) -> None:
        """Wait until the owners have said so, in the order of LAMPS."""
        for name, light in zip(LAMPS, lights, strict=True):
            lamp = self.page.locator(f"[data-lamp={name}] [data-when={when}]")
            expect(lamp).to_have_attribute("data-light", light)
            expect(lamp).to_be_visible()

    def sees_hops(self, *who: str) -> None:
        """Wait until all of these are drawn, in this order, and no others."""
        expect(self.page.locator("#hops b")).to_have_text(list(who))
