"""Reads the receipt as a person does, from the words of its page."""

import tomllib
from html.parser import HTMLParser

from local.places import REPOSITORY

WORDS = tomllib.loads(
    (REPOSITORY / "functions" / "coordinator" / "web" / "languages" / "en.toml").read_text(encoding="utf-8")
)


class _Items(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "li":
            self.texts.append("")
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "li"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data


def legs(page: str) -> dict[str, str]:
    """The outcome of each leg of a receipt in English; raises KeyError for a line that says none of ours."""
    items = _Items()
    items.feed(page)
    return dict(map(_read, items.texts))


def _read(text: str) -> tuple[str, str]:
    leg, _, outcome = text.partition(": ")
    name = next((name for name, words in WORDS["legs"].items() if leg.startswith(words)), None)
    told = next((name for name, words in WORDS["outcomes"].items() if outcome.startswith(words)), None)
    if name is None or told is None:
        raise KeyError(text)
    return name, told
