"""Every part of a page escapes its values."""

import re

import pytest
from coordinator.core.model import App
from coordinator.web import markup, style
from hypothesis import given

from tests.unit.reading import HOSTILE, Reader
from tests.unit.samples import PRINTABLE

TAGS = {
    "h1",
    "h2",
    "p",
    "b",
    "span",
    "a",
    "form",
    "input",
    "button",
    "ul",
    "li",
    "main",
    "body",
    "html",
    "head",
    "meta",
}
TAGS |= {"title", "style", "section", "details", "summary", "code", "time", "strong", "svg", "path", "img"}


@given(PRINTABLE)
def test_any_text_in_any_place_stays_text(value: str) -> None:
    for tricky in (value, HOSTILE, value + HOSTILE):
        texts = (
            markup.paragraph(tricky),
            markup.paragraph(tricky, quiet=True),
            markup.link("https://a.example/", tricky),
        )
        entry = markup.entry("good", tricky, [markup.plain(tricky), markup.timed(tricky, tricky, tricky, tricky)])
        lists = (markup.section("alive", tricky, [entry]), markup.folded(tricky, [tricky], [tricky]))
        forms = (markup.form("https://a.example/", "post", [(tricky, tricky)], tricky),)
        app = App(tricky, "client", ("https://a.example/",), logo=tricky)
        read = Reader(markup.page("en", tricky, app, "good", *texts, *lists, *forms))
        assert {tag for tag, _ in read.tags} <= TAGS
        assert not any(name.startswith("on") or name == "style" for _, attributes in read.tags for name in attributes)
        assert [tag for tag, _ in read.tags].count("img") <= 1


@given(PRINTABLE)
def test_a_forms_fields_come_out_as_they_went_in(value: str) -> None:
    page = markup.form(f"https://a.example/?x={value}", "post", [("state", value), (value, "y")], "Go on", submits=True)
    fields = [attributes for tag, attributes in Reader(page).tags if tag == "input"]

    (first, second) = [(_one_line_end(field["name"]), _one_line_end(field["value"])) for field in fields]
    assert first == ("state", _one_line_end(value))
    assert second == (_one_line_end(value), "y")


def _one_line_end(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").replace("\r", "\n")


def test_an_address_cannot_leave_its_attribute() -> None:
    read = Reader(markup.link('https://a.example/?x="><script>', "Back"))

    assert [(tag, attributes.get("href")) for tag, attributes in read.tags if tag == "a"] == [
        ("a", 'https://a.example/?x="><script>')
    ]
    assert all(tag != "script" for tag, _ in read.tags)


@pytest.mark.parametrize("submits", [True, False])
def test_only_a_form_that_submits_itself_has_a_script_and_it_is_the_one_of_the_policy(submits: bool) -> None:
    page = markup.form("https://a.example/", "post", [], "Go on", submits=submits)

    assert ("<script>" in page) is submits
    assert not submits or style.digest(re.findall("<script>(.*)</script>", page)[0]) in style.policy((), None)


def test_a_list_of_nothing_has_no_heading() -> None:
    assert markup.section("ended", "Ended", []) == ""


@pytest.mark.parametrize("logo", [None, "https://cdn.example/logo.svg"])
def test_an_app_shows_its_logo_or_its_first_letter(logo: str | None) -> None:
    app = App("shop", "client", ("https://a.example/",), display_name="élan", logo=logo)
    read = Reader(markup.page("en", "Title", app, "good"))

    assert [attributes["src"] for tag, attributes in read.tags if tag == "img"] == ([logo] if logo else [])
    assert ("b" in [tag for tag, _ in read.tags]) is (logo is None)
    assert read.text.endswith("élanTitle") and ("É" in read.text) is (logo is None)
