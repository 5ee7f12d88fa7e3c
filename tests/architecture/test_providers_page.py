"""The page docs/providers.md is true: its table is the catalogue's, its examples are good, no word is unexplained."""

import re
import tomllib
from enum import StrEnum

import pytest
from coordinator.providers.catalogue import CATALOGUE
from coordinator.providers.row import Confidence, HintPolicy, Kind, Returns, Tells
from coordinator.settings import stage_file

from local.places import REPOSITORY
from local.providers_page import BEGIN, PAGE, SIGNALS_PAGE, rendered, rendered_signals

SHOWN = {
    "python": REPOSITORY / "functions/coordinator/providers/rows/servers.py",
    "text": REPOSITORY / "tests/unit/golden_urls.txt",
}


def test_the_page_is_not_stale() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert page.count("| [`okta`](#okta) |") == 1
    assert page == rendered(page), "run make providers"


@pytest.mark.parametrize("language", SHOWN)
def test_the_example_of_a_row_is_the_row_itself(language: str) -> None:
    blocks = re.findall(rf"^```{language}\n(.+?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)

    assert len(blocks) == 1
    assert blocks[0] in SHOWN[language].read_text(encoding="utf-8")


def test_the_examples_of_a_stage_file_hold_no_mistake() -> None:
    (example,) = re.findall(r"^```toml\n(.+?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    app = {"client_id": "shop", "return_to": ["https://shop.example.com/"]}
    problems: list[str] = []
    _, providers = stage_file.read({"apps": {"shop": app}, **tomllib.loads(example)}, {}, problems)

    assert problems == []
    assert {one.profile for one in providers.values()} == {"okta", "entra", "custom"}


@pytest.mark.parametrize("words", [Kind, HintPolicy, Returns, Confidence])
def test_every_word_of_the_table_is_explained_above_it(words: type[StrEnum]) -> None:
    above = PAGE.read_text(encoding="utf-8").partition(BEGIN)[0]

    assert [word for word in words if f"`{word}`" not in above] == []


def test_the_page_about_logout_tokens_is_not_stale_and_its_example_holds_no_mistake() -> None:
    page = SIGNALS_PAGE.read_text(encoding="utf-8")
    (example,) = re.findall(r"^   ```toml\n(.+?)^   ```", page, re.DOTALL | re.MULTILINE)
    app = {"client_id": "shop", "return_to": ["https://shop.example.com/"]}
    problems: list[str] = []
    stage_file.read({"apps": {"shop": app}, **tomllib.loads(example)}, {}, problems)

    assert page == rendered_signals(page), "run make providers"
    assert page.count("| [`keycloak`](providers.md#keycloak) |") == 1
    assert problems == []


def test_a_row_that_says_what_a_provider_tells_says_who_says_so() -> None:
    assert [name for name, row in CATALOGUE.items() if row.tells is not Tells.UNKNOWN and not row.tells_how] == []
