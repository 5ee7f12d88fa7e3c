"""The pages escape every value, and are served under a policy that lets nothing else run."""

import re
from html.parser import HTMLParser

import pytest
from coordinator.core.model import Leg, LegReport, Outcome
from coordinator.web import pages
from hypothesis import given

from tests.unit.samples import LEG_REPORTS, NOW, PRINTABLE

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;"
TAGS = {"h1", "p", "a", "form", "input", "button", "script", "ul", "li", "main", "body", "html", "head", "meta"}


class Reader(HTMLParser):
    """Reads a page as a browser would: tags with attributes, and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.text += data


@given(PRINTABLE)
def test_any_text_in_any_place_stays_text(value: str) -> None:
    for tricky in (value, HOSTILE, value + HOSTILE):
        parts = pages.paragraph(tricky), pages.link("https://a.example/", tricky)
        forms = (pages.form("https://a.example/", "post", [(tricky, tricky)], tricky),)
        read = Reader(pages.page(tricky, *parts, *forms))
        assert {tag for tag, _ in read.tags} <= TAGS | {"title", "style"}
        assert not any(name.startswith("on") for _, attributes in read.tags for name in attributes)
        assert [tag for tag, _ in read.tags].count("script") == 0


@given(PRINTABLE)
def test_a_forms_fields_come_out_as_they_went_in(value: str) -> None:
    page = pages.form(f"https://a.example/?x={value}", "post", [("state", value), (value, "y")], "Go on", submits=True)
    fields = [attributes for tag, attributes in Reader(page).tags if tag == "input"]

    (first, second) = [(_one_line_end(field["name"]), _one_line_end(field["value"])) for field in fields]
    assert first == ("state", _one_line_end(value))
    assert second == (_one_line_end(value), "y")


def _one_line_end(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").replace("\r", "\n")


def test_an_address_cannot_leave_its_attribute() -> None:
    read = Reader(pages.link('https://a.example/?x="><script>', "Back"))

    assert [(tag, attributes.get("href")) for tag, attributes in read.tags if tag == "a"] == [
        ("a", 'https://a.example/?x="><script>')
    ]
    assert all(tag != "script" for tag, _ in read.tags)


@given(LEG_REPORTS)
def test_every_outcome_of_every_leg_has_a_sentence(report: LegReport) -> None:
    text = Reader(pages.receipt([report])).text

    assert pages.NAMES[report.leg] in text
    assert pages.OUTCOMES[report.outcome] in text
    assert report.provider is None or report.provider in text


def test_the_receipt_says_until_when_something_lives_and_names_no_script() -> None:
    hostile = LegReport(Leg.PROVIDER, Outcome.FAILED, HOSTILE, alive_until=NOW)
    read = Reader(pages.receipt([hostile]))

    assert "2027-01-15 08:00:00 UTC" in read.text
    assert HOSTILE in read.text
    assert [tag for tag, _ in read.tags] == ["ul", "li"]


@pytest.mark.parametrize("submits", [True, False])
def test_only_a_form_that_submits_itself_has_a_script_and_it_is_the_one_of_the_policy(submits: bool) -> None:
    page = pages.form("https://a.example/", "post", [], "Go on", submits=submits)

    assert ("<script>" in page) is submits
    assert not submits or pages._digest(re.findall("<script>(.*)</script>", page)[0]) in pages.policy(())


def test_the_policy_lets_nothing_load_and_forms_go_to_https_and_to_the_local_system_alone() -> None:
    policy = dict(part.strip().split(" ", 1) for part in pages.policy(["http://localhost:8002"]).split(";"))

    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self' https: http://localhost:8002"
    assert policy["style-src"] == f"'{pages._digest(pages.STYLE)}'"
    assert "unsafe" not in str(policy)


@pytest.mark.parametrize(
    ("outcome", "title"),
    [
        (Outcome.DONE, "You are signed out"),
        (Outcome.UNCONFIRMED, "You are signed out"),
        (Outcome.NOT_ATTEMPTED, "You are signed out"),
        (Outcome.FAILED, "You are signed out, but not everywhere"),
        (Outcome.NOT_SUPPORTED, "You are signed out, but not everywhere"),
    ],
)
def test_the_heading_of_the_receipt_promises_no_more_than_its_legs(outcome: Outcome, title: str) -> None:
    legs = [LegReport(Leg.TOKENS, Outcome.DONE), LegReport(Leg.PROVIDER, outcome, "Corp")]

    assert pages.receipt_title(legs) == title
