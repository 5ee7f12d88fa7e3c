"""What API Gateway refuses by itself gets a page of ours in every language, with our headers."""

from html.parser import HTMLParser
from typing import Any

import pytest
from coordinator.core.languages import LANGUAGES
from coordinator.web import markup, style
from coordinator.web.words import words

from tests.architecture.template import RESOURCES, Deployment

REFUSALS: dict[str, dict[str, Any]] = RESOURCES["LogoutApi"]["Properties"]["GatewayResponses"]
SIGN = ["svg", "path"]
EVERY_REFUSAL = pytest.mark.parametrize(("kind", "refusal"), REFUSALS.items(), ids=REFUSALS)
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Strict-Transport-Security": "max-age=31536000",
}


def test_what_the_gateway_refuses_by_itself_has_a_page() -> None:
    assert {kind: refusal.get("StatusCode") for kind, refusal in REFUSALS.items()} == {
        "DEFAULT_4XX": None,  # a status here would be that of every refusal without an entry
        "DEFAULT_5XX": None,
        "MISSING_AUTHENTICATION_TOKEN": "404",
        "REQUEST_TOO_LARGE": "413",
        "THROTTLED": "429",
    }


@EVERY_REFUSAL
def test_every_refusal_has_our_headers(kind: str, refusal: dict[str, Any]) -> None:
    quoted = Deployment().value(refusal["ResponseParameters"]["Headers"])
    headers = {name: value[1:-1] for name, value in quoted.items()}
    assert all(value[0] == value[-1] == "'" for value in quoted.values()), "a static value stands in quotes"
    assert HEADERS.items() <= headers.items(), kind
    assert headers.keys() - HEADERS <= {"Content-Security-Policy", "Retry-After"}


class _Page(HTMLParser):
    """Collects the elements, attributes and texts of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: set[str] = set()
        self.texts: dict[str, list[str]] = {}
        self.languages: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.languages += [value or "" for name, value in attrs if name == "lang"]

    def handle_data(self, data: str) -> None:
        self.texts.setdefault(self.elements[-1], []).append(data)


@EVERY_REFUSAL
def test_every_refusal_is_a_page_that_its_own_policy_allows(kind: str, refusal: dict[str, Any]) -> None:
    assert refusal["ResponseTemplates"].keys() == {"application/json"}, "the one that always counts"
    text = Deployment().value(refusal["ResponseTemplates"]["application/json"])
    page = _Page(text)
    assert text.startswith("<!doctype html>") and text.isascii()
    assert page.elements == ["html", "meta", "meta", "style", "title", "main", *SIGN, "h1", "p", "p", "p", "p"]
    drawn = {"class", "viewbox", "aria-hidden", "d"}
    assert page.attributes == {"lang", "charset", "name", "content"} | drawn, "no handler, no inline style, no link"
    assert page.texts["title"] == page.texts["h1"], kind
    assert page.texts["style"] == [style.shared()], "it looks as our own pages do"
    assert markup.icon("warn") in text
    assert not set("'#$") & set(style.shared()), "what YAML, Velocity and the template would read as theirs"
    hashed = style.digest(style.shared())
    policy = Deployment().value(refusal["ResponseParameters"]["Headers"]["Content-Security-Policy"])
    assert policy == (
        f"'default-src 'none'; style-src '{hashed}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none''"
    )
    assert "$" not in text, "nothing of the request or its error is repeated"


@EVERY_REFUSAL
def test_every_refusal_says_in_every_language_what_our_own_pages_say(kind: str, refusal: dict[str, Any]) -> None:
    name = {"THROTTLED": "later", "DEFAULT_5XX": "broken"}.get(kind, "request")
    page = _Page(Deployment().value(refusal["ResponseTemplates"]["application/json"]))

    assert page.texts["p"] == [words(tag).say("refusal", name) for tag in LANGUAGES]
    assert page.languages == list(LANGUAGES)
