"""Every page is complete in every language: the same texts with the same placeholders, and nothing left to fill in."""

import string
from typing import get_args

import pytest
from coordinator.core.languages import LANGUAGES
from coordinator.core.model import Leg, LegReport, Outcome, Reach
from coordinator.errors import STATUS_OF, Refused, Saying
from coordinator.providers.hops import Visit
from coordinator.web import pages
from coordinator.web.request import AskFirst
from coordinator.web.words import words
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.reading import HOSTILE, Reader
from tests.unit.samples import LEG_REPORTS, NOW, SHOP

EVERY = pytest.mark.parametrize("tag", LANGUAGES)
ENGLISH = words("en")
SAYINGS = get_args(Saying.__value__)
VISIT = Visit("https://login.example/end", "POST", (("id_token_hint", "the-hint"),))


def placeholders(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def every_page(tag: str) -> dict[str, str]:
    """Every page that a person may meet, by name."""
    read = words(tag)
    legs = [LegReport(leg, outcome, "Corp", "no_hint", NOW) for leg in Leg for outcome in Outcome]
    return {
        "confirmation": pages.confirmation(read, "https://a.example/logout", AskFirst("sealed", SHOP), None),
        "confirmation without an app": pages.confirmation(read, "https://a.example/logout", AskFirst("sealed"), None),
        "confirmation of everywhere": pages.confirmation(
            read, "https://a.example/logout", AskFirst("sealed", SHOP, Reach.EVERYWHERE), None
        ),
        "confirmation of everywhere without an app": pages.confirmation(
            read, "https://a.example/logout", AskFirst("sealed", None, Reach.EVERYWHERE), None
        ),
        "astray": pages.astray(read, "https://a.example/logout/return"),
        "onward": pages.onward(read, VISIT),
        "receipt": pages.receipt(read, legs, "https://shop.example/"),
        "receipt of nothing": pages.receipt(read, [], None),
        **{told: pages.refusal(read, Refused("invalid_request", "so it is", told), "logout-1") for told in SAYINGS},
    }


@EVERY
def test_a_language_has_the_same_texts_with_the_same_placeholders_as_english(tag: str) -> None:
    def shape(language: str) -> dict[tuple[str, str], set[str | None]]:
        sections = words(language).texts.items()
        return {(page, name): placeholders(text) for page, texts in sections for name, text in texts.items()}

    assert shape(tag) == shape("en")
    assert all(text.strip() for texts in words(tag).texts.values() for text in texts.values())


@pytest.mark.parametrize("tag", LANGUAGES[1:])
def test_a_language_leaves_nothing_in_english_but_punctuation(tag: str) -> None:
    own = words(tag).texts
    same = {text for page, texts in ENGLISH.texts.items() for name, text in texts.items() if own[page][name] == text}

    assert all(placeholders(text) for text in same), same
    assert all(not string.Formatter().vformat(text, (), _Nothing()).strip(" :()") for text in same), same


class _Nothing(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return ""


@EVERY
def test_every_page_is_complete_in_every_language(tag: str) -> None:
    for name, page in every_page(tag).items():
        read = Reader(page)
        assert read.tags[0] == ("html", {"lang": tag}), name
        assert [tag for tag, _ in read.tags].count("h1") == [tag for tag, _ in read.tags].count("main") == 1, name
        assert read.titles[0] == read.titles[1], name
        assert not {"{", "}", "None"} & set(read.titles), name
        assert "None" not in read.text, name


def test_every_leg_outcome_and_code_has_its_texts() -> None:
    assert ENGLISH.texts["legs"].keys() == set(Leg)
    assert ENGLISH.texts["outcomes"].keys() == set(Outcome)
    assert set(SAYINGS) < ENGLISH.texts["refusal"].keys()


@given(LEG_REPORTS, st.sampled_from(LANGUAGES))
def test_every_outcome_of_every_leg_has_a_sentence(report: LegReport, tag: str) -> None:
    read = words(tag)
    line = pages.leg_line(read, report)

    assert read.say("legs", report.leg) in line
    assert read.say("outcomes", report.outcome) in line
    assert report.provider is None or report.provider in line
    assert report.alive_until is None or " UTC" in line


@EVERY
def test_the_receipt_says_until_when_something_lives_and_names_no_script(tag: str) -> None:
    hostile = LegReport(Leg.PROVIDER, Outcome.FAILED, HOSTILE, alive_until=NOW)
    read = Reader(pages.receipt(words(tag), [hostile], None))

    assert "2027-01-15 08:00:00 UTC" in read.text
    assert HOSTILE in read.text
    assert "script" not in [tag for tag, _ in read.tags]


def test_a_reason_for_operators_is_not_shown_to_a_person() -> None:
    assert pages.leg_line(ENGLISH, LegReport(Leg.TOKENS, Outcome.FAILED, reason="throttled")) == (
        "This app's tokens: could not be ended"
    )


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

    assert Reader(pages.receipt(ENGLISH, legs, None)).titles == [title, title]


@EVERY
@pytest.mark.parametrize("code", STATUS_OF)
def test_a_refusal_tells_developers_in_english_whatever_the_language(tag: str, code: str) -> None:
    read = Reader(pages.refusal(words(tag), Refused(code, "client_id is unknown"), "logout-1"))

    assert ("span", {"lang": "en"}) in read.tags
    assert f"{code} logout-1" in read.text
    assert "client_id is unknown" in read.text
