"""Which Chromium this machine has, and how it is started; `python -m tests.browser.chromium` says whether there is one.

Exit status of the command: 0 when there is one, 1 when not.
"""

import json
import shutil
import sys
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
# The profile's setting "block third-party cookies" (chrome://settings/cookies): CookieControlsMode::kBlockThirdParty.
BLOCKED = {"profile": {"cookie_controls_mode": 1}}
MILLISECONDS = 15_000


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


def without_third_party_cookies(playwright: Playwright, profile: Path) -> BrowserContext:
    """A Chromium of its own with a new profile in the folder `profile`, in which third-party cookies are blocked."""
    (profile / "Default").mkdir(parents=True)
    (profile / "Default" / "Preferences").write_text(json.dumps(BLOCKED))
    return playwright.chromium.launch_persistent_context(profile, executable_path=executable(playwright), args=FLAGS)


if __name__ == "__main__":
    sys.exit(0 if is_there() else 1)
