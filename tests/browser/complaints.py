"""What a browser complains about: errors in its console, and everything that a Content-Security-Policy stopped."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, WebError

# A page's own console is silent about a violation that happens while it is left, so each page tells us itself.
TELL = """addEventListener("securitypolicyviolation", event =>
  console.error(`Content-Security-Policy: ${event.violatedDirective} stopped ${event.blockedURI}`))"""

# No page here has an icon, and the provider serves no stylesheet for the questions that its toolkit asks.
NOT_SERVED = ("/favicon.ico", "/oauth2_provider.css")


class Complaints:
    """All complaints of one browser, each with the page that it is about."""

    def __init__(self, context: BrowserContext) -> None:
        self._heard: list[tuple[str, str]] = []
        self._ignored: list[Page | None] = []
        context.add_init_script(TELL)
        context.on("console", self._hear)
        context.on("weberror", self._hear_error)

    def heard(self, *, but_for: str) -> list[str]:
        """All but those about pages whose address begins with `but_for`."""
        return [f"{page}: {text}" for page, text in self._heard if not page.startswith(but_for)]

    def ignore(self, page: Page) -> None:
        """Hear nothing about this tab."""
        self._ignored.append(page)

    def forgive(self, text: str) -> None:
        """Drop the complaints that hold `text`; raises AssertionError when there is none."""
        kept = [one for one in self._heard if text not in one[1]]
        assert len(kept) < len(self._heard), f"nobody complained: {text}"
        self._heard = kept

    def _hear(self, message: ConsoleMessage) -> None:
        missing = "404" in message.text and message.location["url"].endswith(NOT_SERVED)
        if not missing and (message.type == "error" or "Security" in message.text):
            self._note(message.page, message.text)

    def _hear_error(self, error: WebError) -> None:
        self._note(error.page, str(error.error))

    def _note(self, page: Page | None, text: str) -> None:
        if page not in self._ignored:
            self._heard.append((page.url if page else "", text))
