"""axe-core in a page: every rule of WCAG 2.2 to level AA and of good practice that a machine can judge."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SOURCE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "tags => axe.run(document, { runOnly: { type: 'tag', values: tags } })"


@cache
def _source() -> str:
    assert SOURCE.exists(), "axe-core is missing: run tests/browser/install"
    return SOURCE.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """What axe-core objects to on a page, and what it could not judge by itself: rule, reason and element.

    The browser evaluates the source by its debugging protocol, which the page's Content-Security-Policy lets pass.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    result: dict[str, Any] = page.evaluate(RUN, TAGS)
    assert len(result["passes"]) > 10, "hardly any rule was run"
    found = [*result["violations"], *result["incomplete"]]
    return [f"{rule['id']}: {rule['help']}: {node['html'][:80]}" for rule in found for node in rule["nodes"]]
