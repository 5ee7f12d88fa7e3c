"""Every page is complete in every language: the same texts with the same placeholders, and nothing left to fill in."""

import string
from dataclasses import replace
from typing import get_args

import pytest
from coordinator.core.languages import LANGUAGES
from coordinator.core.model import Leg, LegReport, Outcome, Reach
from coordinator.errors import STATUS_OF, Refused, Saying
from coordinator.providers.hops import Visit
from coordinator.web import pages, telling
from coordinator.web.request import AskFirst
from coordinator.web.telling import Group
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
        "astray": pages.astray(read, "https://a.example/logout/return", SHOP),
        "onward": pages.onward(read, VISIT, SHOP),
        "receipt": pages.receipt(read, legs, "https://shop.example/", SHOP, "logout-1"),
        "receipt of nothing": pages.receipt(read, [], None, None, "logout-1"),
        **{
            told: pages.refusal(read, Refused("invalid_request", "so it is", told), "logout-1", None)
            for told in SAYINGS
        },
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
    assert ENGLISH.texts["advice"].keys() == {*Leg, "provider_by_name"}
    assert ENGLISH.texts["outcomes"].keys() == set(Outcome) - {Outcome.DONE, Outcome.NOT_ATTEMPTED}, "headings say it"
    assert ENGLISH.texts["receipt"].keys() >= set(Group)
    assert set(SAYINGS) < ENGLISH.texts["refusal"].keys()


@EVERY
def test_a_language_has_twelve_months(tag: str) -> None:
    assert len(set(words(tag).texts["dates"]["months"].split())) == 12


@given(LEG_REPORTS, st.sampled_from(LANGUAGES))
def test_every_outcome_of_every_leg_is_told_once_in_its_group_or_to_developers_alone(
    report: LegReport, tag: str
) -> None:
    read = words(tag)
    group = telling.group(report)
    page = pages.receipt(read, [report], None, SHOP, "logout-1")

    headings = [read.say("receipt", one) for one in Group if f">{read.say('receipt', one)}</h2>" in page]
    assert headings == ([read.say("receipt", group)] if group else [])
    told = Reader(page)
    assert group is None or telling.name(read, report) in told.text
    assert telling.code(report) in told.text
    assert report.alive_until is None or group is None or " UTC" in told.text


@EVERY
def test_what_may_be_alive_comes_with_what_to_do_about_it(tag: str) -> None:
    read = words(tag)
    google = LegReport(Leg.PROVIDER, Outcome.NOT_SUPPORTED, "Google", "provider_has_no_logout")
    others = LegReport(Leg.OTHER_SESSIONS, Outcome.FAILED, reason="throttled")

    assert telling.notes(read, google) == [
        read.say("advice", "provider_by_name", provider="Google"),
        read.say("reasons", "provider_has_no_logout"),
    ]
    assert telling.notes(read, others) == [read.say("advice", "other_sessions"), read.say("outcomes", "failed")]


@pytest.mark.parametrize(
    ("tag", "moment"),
    [
        ("en", "15 January 2027, 08:00 UTC"),
        ("de", "15. Januar 2027, 08:00 Uhr UTC"),
        ("es", "15 de enero de 2027, 08:00 UTC"),
        ("ja", "2027年1月15日 08:00 UTC"),
    ],
)
def test_the_receipt_says_until_when_in_the_readers_words_and_names_no_script(tag: str, moment: str) -> None:
    hostile = LegReport(Leg.PROVIDER, Outcome.FAILED, HOSTILE, alive_until=NOW)
    read = Reader(pages.receipt(words(tag), [hostile], None, None, "logout-1"))

    assert ("time", {"datetime": "2027-01-15T08:00:00Z"}) in read.tags
    assert moment in read.text
    assert HOSTILE in read.text
    assert "script" not in [tag for tag, _ in read.tags]


def test_no_code_stands_in_front_of_people() -> None:
    legs = [LegReport(leg, outcome, None, "throttled") for leg in Leg for outcome in Outcome]
    front, _, folded = pages.receipt(ENGLISH, legs, None, SHOP, "logout-1").partition("<details>")

    assert not [code for code in (*Leg, *Outcome, "throttled", "logout-1") if "_" in code and code in front]
    assert "revocation_list: failed, throttled" in folded and "logout-1" in folded


def test_dead_tokens_that_verify_where_nobody_asks_are_ended_with_a_reservation() -> None:
    tokens = LegReport(Leg.TOKENS, Outcome.DONE, alive_until=NOW)

    assert telling.group(tokens) is Group.ENDED
    assert telling.notes(ENGLISH, tokens) == [
        "Where nobody checks, it may still be accepted until "
        '<time datetime="2027-01-15T08:00:00Z">15 January 2027, 08:00 UTC</time>.'
    ]


@pytest.mark.parametrize(
    ("pools", "peoples"),
    [("CorpSaml2", "Your company"), ("SignInWithApple", "Apple"), ("LoginWithAmazon", "Amazon"), ("Okta", "Okta")],
)
def test_people_read_the_name_that_they_know_and_developers_that_of_the_pool(pools: str, peoples: str) -> None:
    leg = LegReport(Leg.PROVIDER, Outcome.FAILED, pools)
    page = pages.receipt(ENGLISH, [leg], None, SHOP, "logout-1", {"CorpSaml2": "Your company"})

    assert f"still be signed in to {peoples};" in page
    assert f"<code>provider ({pools}): failed</code>" in page


def test_the_button_leads_back_to_the_app_by_the_name_that_people_know() -> None:
    named = replace(SHOP, display_name="Harbour & Vine")

    assert "Back to Harbour &amp; Vine</a>" in pages.receipt(ENGLISH, [], "https://shop.example/", named, "id")
    assert "Back to shop</a>" in pages.receipt(ENGLISH, [], "https://shop.example/", SHOP, "id")
    assert "Back to the app</a>" in pages.receipt(ENGLISH, [], "https://shop.example/", None, "id")
    assert "sign out of Harbour &amp; Vine?" in pages.confirmation(ENGLISH, "/logout", AskFirst("x", named), None)


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

    assert Reader(pages.receipt(ENGLISH, legs, None, SHOP, "logout-1")).titles == [title, title]


@EVERY
@pytest.mark.parametrize("code", STATUS_OF)
def test_a_refusal_tells_developers_in_english_whatever_the_language(tag: str, code: str) -> None:
    read = Reader(pages.refusal(words(tag), Refused(code, "client_id is unknown"), "logout-1", None))

    assert ("span", {"lang": "en"}) in read.tags
    assert f"{code}logout-1" in read.text
    assert "client_id is unknown" in read.text
