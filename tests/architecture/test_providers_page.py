"""The page docs/providers.md is true: its table is the catalogue's, its example stands in the code."""

import re

import pytest

from local.places import REPOSITORY
from local.providers_page import PAGE, rendered

SHOWN = {
    "python": REPOSITORY / "functions/coordinator/providers/rows/servers.py",
    "text": REPOSITORY / "tests/unit/golden_urls.txt",
}


def test_the_page_is_not_stale() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert page.count("| `okta` |") == 1
    assert page == rendered(page), "run make providers"


@pytest.mark.parametrize("language", SHOWN)
def test_the_example_of_a_row_is_the_row_itself(language: str) -> None:
    blocks = re.findall(rf"^```{language}\n(.+?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)

    assert len(blocks) == 1
    assert blocks[0] in SHOWN[language].read_text(encoding="utf-8")
