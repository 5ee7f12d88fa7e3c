"""Reads forms and links out of a page, as a browser would."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """A form: its fields hold hidden inputs and named buttons."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.inside: Form | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.inside = Form(values.get("action", ""), values.get("method", "get").lower())
            self.forms.append(self.inside)
        elif tag == "a" and "href" in values:
            self.links.append(values["href"])
        elif tag in ("input", "button") and self.inside and values.get("name"):
            self.inside.fields.setdefault(values["name"], values.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader


def forms_of(page: str) -> list[Form]:
    """The forms of a page, in order."""
    return _read(page).forms


def links_of(page: str) -> list[str]:
    """The targets of a page's links, in order."""
    return _read(page).links
