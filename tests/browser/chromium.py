"""Which Chromium this machine has, and how it is started."""

import json
import shutil
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
WHAT_IS_MISSING = "there is no Chromium: run tests/browser/install"
# Root has no sandbox, and a test asks nobody outside of this machine.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The profile's setting for third-party cookies (`CookieControlsMode` in components/content_settings): 1 blocks them, 0
# takes them. Where a profile says nothing, Debian's Chromium blocks them. (`--test-third-party-cookie-phaseout` does,
# too, but takes no profile's word for the opposite.)
TAKEN, BLOCKED = 0, 1
MILLISECONDS = 10_000


def executable(playwright: Playwright) -> str | None:
    """The browser to start: Playwright's own where it was downloaded, else the system's; None without any."""
    own = playwright.chromium.executable_path
    return own if Path(own).exists() else next(filter(None, map(shutil.which, NAMES)), None)


def is_there() -> bool:
    """Whether this machine has a Chromium."""
    with sync_playwright() as playwright:
        return executable(playwright) is not None


def launched(playwright: Playwright) -> Browser:
    """A running Chromium without a window."""
    return playwright.chromium.launch(executable_path=executable(playwright), args=FLAGS)


def with_profile(playwright: Playwright, folder: Path, third_party_cookies: int) -> BrowserContext:
    """A Chromium of its own with a new profile in `folder`, in which third-party cookies are TAKEN or BLOCKED."""
    (folder / "Default").mkdir(parents=True)
    preferences = {"profile": {"cookie_controls_mode": third_party_cookies}}
    (folder / "Default" / "Preferences").write_text(json.dumps(preferences))
    return playwright.chromium.launch_persistent_context(folder, executable_path=executable(playwright), args=FLAGS)
