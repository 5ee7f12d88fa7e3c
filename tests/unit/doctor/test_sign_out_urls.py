"""Our return URL and what is registered: character by character, and the difference named."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctor.checks.sign_out_urls import cognitos_answer, difference, sign_out_url
from doctor.finding import Verdict
from tests.unit.doctor.samples import LIVE_CLIENT, POOL, RETURN_URL

URLS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("registered", "said"),
    [
        (f"{RETURN_URL}/", "differs at character 41: it has '/' where ours has its end"),
        (RETURN_URL.removesuffix("n"), "differs at character 40: it has its end where ours has 'n'"),
        (RETURN_URL.replace("return", "Return"), "differs at character 35: it has 'R' where ours has 'r'"),
        (RETURN_URL.replace("https", "http"), "differs at character 5: it has ':' where ours has 's'"),
        (RETURN_URL.replace(".com", ".com:443"), "differs at character 27: it has ':' where ours has '/'"),
        (RETURN_URL.replace("/logout/", "%2Flogout/"), "differs at character 27: it has '%' where ours has '/'"),
        (f"{RETURN_URL}?a=b", "differs at character 41: it has '?' where ours has its end"),
    ],
)
def test_a_url_that_was_meant_to_be_ours_is_shown_with_the_place_where_it_differs(registered: str, said: str) -> None:
    client = replace(LIVE_CLIENT, logout_urls=("https://shop.example.com/", registered))
    row = sign_out_url("app shop", POOL, client, RETURN_URL)

    assert row.verdict is Verdict.RED
    assert row.found.endswith(f"{registered} {said}")


def test_a_url_of_another_kind_is_not_taken_for_ours() -> None:
    row = sign_out_url("app shop", POOL, replace(LIVE_CLIENT, logout_urls=("https://x.org/",)), RETURN_URL)

    assert row.found == f"{RETURN_URL} is none of the 1 allowed sign-out URLs"


@given(URLS, st.lists(URLS, max_size=4))
def test_only_the_very_same_string_will_do(ours: str, registered: list[str]) -> None:
    row = sign_out_url("app", POOL, replace(LIVE_CLIENT, logout_urls=tuple(registered)), ours)

    assert (row.verdict is Verdict.OK) == (ours in registered)
    assert (row.verdict is Verdict.RED) == bool(row.change)
    assert row.verdict is Verdict.OK or ours in row.change


@given(URLS, URLS)
def test_the_named_place_is_the_first_at_which_they_differ(registered: str, wanted: str) -> None:
    if registered != wanted:
        place = int(difference(registered, wanted).rpartition("character ")[2].partition(":")[0])

        assert registered[: place - 1] == wanted[: place - 1]
        assert registered[place - 1 : place] != wanted[place - 1 : place]


@pytest.mark.parametrize(
    "location",
    [
        "/error?error=Required+String+parameter+%27redirect_uri%27+is+not+present",
        "https://people.auth.eu-central-1.amazoncognito.com/error?error=Required+parameters+missing&client_id=1",
    ],
)
def test_what_cognito_answers_is_translated(location: str) -> None:
    row = cognitos_answer("app shop", POOL, LIVE_CLIENT, RETURN_URL, location)

    assert row.verdict is Verdict.RED
    assert "which means" in row.found and "allowed sign-out URLs" in row.found
    assert "add the return URL" in row.change


def test_an_error_that_says_what_it_means_is_given_as_it_is() -> None:
    row = cognitos_answer("app shop", POOL, LIVE_CLIENT, RETURN_URL, "/error?error=Client+does+not+exist.")

    assert row.verdict is Verdict.RED
    assert "Client does not exist." in row.found
