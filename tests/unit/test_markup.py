"""Every part of a page escapes its values, and the policy lets nothing else run."""

import re

import pytest
from coordinator.web import markup
from hypothesis import given

from tests.unit.reading import HOSTILE, Reader
from tests.unit.samples import PRINTABLE

TAGS = {"h1", "p", "span", "a", "form", "input", "button", "script", "ul", "li", "main", "body", "html", "head", "meta"}


@given(PRINTABLE)
def test_any_text_in_any_place_stays_text(value: str) -> None:
    for tricky in (value, HOSTILE, value + HOSTILE):
        parts = markup.paragraph(tricky, tricky), markup.items([tricky]), markup.link("https://a.example/", tricky)
        forms = (markup.form("https://a.example/", "post", [(tricky, tricky)], tricky),)
        read = Reader(markup.page("en", tricky, *parts, *forms))
        assert {tag for tag, _ in read.tags} <= TAGS | {"title", "style"}
        assert not any(name.startswith("on") for _, attributes in read.tags for name in attributes)
        assert [tag for tag, _ in read.tags].count("script") == 0


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
    assert not submits or markup._digest(re.findall("<script>(.*)</script>", page)[0]) in markup.policy(())


def test_the_policy_lets_nothing_load_and_forms_go_to_https_and_to_the_local_system_alone() -> None:
    policy = dict(part.strip().split(" ", 1) for part in markup.policy(["http://localhost:8002"]).split(";"))

    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self' https: http://localhost:8002"
    assert policy["style-src"] == f"'{markup._digest(markup.STYLE)}'"
    assert "unsafe" not in str(policy)
