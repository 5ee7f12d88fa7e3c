"""One table of the stage file: each reader takes the good, defaults the missing, and names the wrong."""

from typing import Any

import pytest
from coordinator.settings.tables import Table


def table(**content: Any) -> Table:
    return Table("apps.shop", content, [])


@pytest.mark.parametrize("wrong", [7, True, [], {}, "", "a\nb", "a\x00"])
def test_a_text_is_printable_and_not_empty(wrong: object) -> None:
    read = table(name=wrong)

    assert read.text("name") is None
    assert read.problems == ["apps.shop.name: must be a text"]


def test_a_missing_text_is_a_mistake_only_where_it_is_required() -> None:
    read = table()

    assert read.text("name") is None
    assert read.problems == []
    assert read.text("name", required=True) is None
    assert read.problems == ["apps.shop.name: is missing"]


def test_good_values_are_read_without_a_word() -> None:
    read = table(name="n", url="https://a.example/", word="auto", flag=True, items=[1], table={"a": "b"})

    assert read.text("name") == "n"
    assert read.url("url") == "https://a.example/"
    assert read.word("word", frozenset({"auto"}), None) == "auto"
    assert read.flag("flag") is True
    assert read.items("items", required=True) == [1]
    assert read.table("table") == {"a": "b"}
    read.finish()
    assert read.problems == []


def test_absent_values_have_their_defaults() -> None:
    read = table()

    assert read.url("url") is None
    assert read.word("word", frozenset({"auto"}), "auto") == "auto"
    assert read.flag("flag") is False
    assert read.items("items") == []
    assert read.table("table") == {}
    assert read.problems == []


def test_each_wrong_value_is_named_with_its_place() -> None:
    read = table(url="http://a.example/", word="often", flag="yes", items={}, needed=[], table=[], typo=1)
    read.url("url")
    assert read.word("word", frozenset({"auto", "never"}), "auto") == "auto"
    assert read.flag("flag") is False
    assert read.items("items") == []
    assert read.items("needed", required=True) == []
    assert read.table("table") == {}
    read.finish()

    assert read.problems == [
        "apps.shop.url: must be an https URL (http on loopback only) without fragment or wildcard",
        "apps.shop.word: must be one of auto, never",
        "apps.shop.flag: must be true or false",
        "apps.shop.items: must be a list",
        "apps.shop.needed: must be a list with one entry at least",
        "apps.shop.table: must be a table",
        "apps.shop.typo: is no key that we know",
    ]


@pytest.mark.parametrize("content", [None, 7, "x", [], True])
def test_what_is_no_table_is_named_and_read_as_an_empty_one(content: object) -> None:
    problems: list[str] = []

    assert Table("apps.shop", content, problems).text("name") is None
    assert problems == ["apps.shop: must be a table"]
