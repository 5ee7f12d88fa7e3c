"""The first form of a page: where it goes and what it already holds."""

from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin


@dataclass(frozen=True, slots=True)
class Form:
    """Method in capitals, absolute action, fields with a name and a value."""

    method: str
    action: str
    fields: dict[str, str]


class _FirstForm(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.attributes: dict[str, str] | None = None
        self.fields: dict[str, str] = {}
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form" and self.attributes is None:
            self.attributes, self._inside = values, True
        elif tag == "input" and self._inside and values.get("name"):
            self.fields[values["name"]] = values.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"


def first_form(page: str, address: str) -> Form | None:
    """The first form of `page`, which lies at `address`; None without one."""
    parser = _FirstForm()
    parser.feed(page)
    if parser.attributes is None:
        return None
    action = urljoin(address, parser.attributes.get("action") or address)
    return Form(parser.attributes.get("method", "get").upper(), action, parser.fields)
