"""Which language a page has: what a request asks for, what a browser accepts, and whatever else they may send."""

from pathlib import Path

import pytest
from coordinator.core import languages
from coordinator.web.words import FOLDER
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

TAGS = st.sampled_from([*languages.LANGUAGES, "fr", "pt", "zh"])
WEIGHTS = st.integers(0, 1_000)


def test_there_is_one_file_for_each_language_and_no_other() -> None:
    assert sorted(Path(name).stem for name in FOLDER.iterdir()) == sorted(languages.LANGUAGES)


@pytest.mark.parametrize(
    ("ui_locales", "tag"),
    [
        ("de", "de"),
        ("fr es de", "es"),
        ("de-AT en", "de"),
        ("DE-at", "de"),
        ("es-419", "es"),
        ("ja-Latn-hepburn", "ja"),
        ("de-x-private", "de"),
        ("fr  ja", "ja"),
        ("fr\tde", None),
        ("fr", None),
        ("deutsch", None),
        ("de_AT", None),
        ("-de", None),
        ("", None),
        (None, None),
    ],
)
def test_the_first_language_of_the_list_that_there_is_counts(ui_locales: str | None, tag: str | None) -> None:
    assert languages.wished(ui_locales) == tag


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("de", "de"),
        ("de-CH,de;q=0.9,en;q=0.8", "de"),
        ("fr-FR, fr;q=0.9, es;q=0.8, en;q=0.7", "es"),
        ("en;q=0.5, ja;q=0.6", "ja"),
        ("de;q=0.5, es;q=0.5", "de"),
        ("de-AT, es;q=0.5", "de"),
        ("DE;Q=1.000", "de"),
        ("es ; q=1", "es"),
        ("*", "en"),
        ("*, de;q=0.1", "de"),
        ("de;q=0", "en"),
        ("de-AT;q=0", "en"),
        ("es;q=1, de", "es"),
        ("\x0bde", "en"),
        ("Xde", "en"),
        ("de".ljust(languages.LONGEST_HEADER), "de"),
        ("de".ljust(languages.LONGEST_HEADER + 1), "en"),
        ("de-AT, de;q=0, es;q=0.1", "es"),
        ("de;q=1.5, es;q=0.2", "es"),
        ("de;q=-1", "en"),
        ("de;level=1, es", "es"),
        (",,de,", "de"),
        ("d\u0065\u017f", "en"),
        ("", "en"),
        (None, "en"),
        ("de" + "," * languages.LONGEST_HEADER, "en"),
    ],
)
def test_the_header_says_what_a_browser_likes_best(header: str | None, tag: str) -> None:
    assert languages.accepted(header) == tag


@given(st.text(max_size=60) | st.text("deESja-;q=0.1,* \t", max_size=60))
@example("a-" * 400)
@example("de;q=0." + "0" * 900)
def test_whatever_is_sent_there_is_a_language(sent: str) -> None:
    assert languages.accepted(sent) in languages.LANGUAGES
    assert languages.wished(sent) in (None, *languages.LANGUAGES)


@given(st.dictionaries(TAGS, WEIGHTS, min_size=1))
def test_weighted_languages_are_read_as_another_parser_reads_them(wishes: dict[str, int]) -> None:
    header = ", ".join(f"{tag};q={weight / 1_000:.3f}" for tag, weight in wishes.items())
    accepted = parse_accept_header(header, LanguageAccept)
    best = max((accepted.quality(ours) for ours in languages.LANGUAGES), default=0)
    chosen = languages.accepted(header)

    assert accepted.quality(chosen) == best or (best == 0 and chosen == "en")
