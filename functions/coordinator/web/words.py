"""The texts of our pages, one file a language, read when the first page in that language is shown."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("languages")


@dataclass(frozen=True, slots=True)
class Words:
    """One language: its BCP 47 tag, and its texts by page and name."""

    tag: str
    texts: Mapping[str, Mapping[str, str]] = field(repr=False)

    def say(self, page: str, name: str, **values: str) -> str:
        """Return a text as plain text, its placeholders filled in."""
        return self.texts[page][name].format(**values)


@cache
def words(tag: str) -> Words:
    """Return the texts of one of `core.languages.LANGUAGES`."""
    return Words(tag, tomllib.loads((FOLDER / f"{tag}.toml").read_text(encoding="utf-8")))
