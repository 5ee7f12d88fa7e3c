"""What did the caller ask for? Each parameter once, none too long, no token in a URL."""

import pytest
from coordinator.core.model import Reach
from coordinator.core.parameters import LONGEST, Parameters, read
from coordinator.errors import Refused
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.samples import PRINTABLE

TOKENS = ("refresh_token", "access_token")
BOTH = sorted(set(LONGEST) - set(TOKENS) - {"reach", "state"})
TOO_LARGE = ("id_token_hint", "refresh_token", "access_token", "confirm", "ticket")
REGISTERED = ("post_logout_redirect_uri", "https://shop.example.com/signed-out")


def code_of(query: list[tuple[str, str]], body: list[tuple[str, str]]) -> str:
    with pytest.raises(Refused) as refused:
        read(query, body)
    return refused.value.code


def test_nothing_asked_is_a_logout_of_the_browser() -> None:
    assert read([], []) == Parameters(reach=Reach.BROWSER)


@pytest.mark.parametrize("name", BOTH)
def test_a_parameter_is_read_from_the_query_and_from_the_body(name: str) -> None:
    assert getattr(read([(name, "value")], []), name) == "value"
    assert read([], [(name, "value")]) == read([(name, "value")], [])


@pytest.mark.parametrize("name", TOKENS)
def test_a_token_to_revoke_is_read_from_the_body_alone(name: str) -> None:
    assert getattr(read([], [(name, "value")]), name) == "value"
    assert code_of([(name, "value")], []) == "token_in_query"
    assert code_of([(name, "")], [(name, "value")]) == "token_in_query"


@pytest.mark.parametrize("name", sorted(LONGEST))
def test_a_repeated_parameter_is_refused_even_when_it_is_empty_or_the_same(name: str) -> None:
    for first, second in (("a", "b"), ("a", "a"), ("", "a"), ("a", ""), ("", "")):
        assert code_of([], [(name, first), (name, second)]) == "duplicate_parameter"
        if name not in TOKENS:
            assert code_of([(name, first)], [(name, second)]) == "duplicate_parameter"
            assert code_of([(name, first), (name, second)], []) == "duplicate_parameter"


@pytest.mark.parametrize("name", sorted(set(LONGEST) - {"reach"}))
def test_a_parameter_may_be_as_long_as_its_limit_and_no_longer(name: str) -> None:
    longest = "x" * LONGEST[name]

    assert getattr(read([], [(name, longest), REGISTERED][: 1 + (name == "state")]), name) == longest
    assert code_of([], [(name, longest + "x")]) == ("too_large" if name in TOO_LARGE else "invalid_request")


def test_state_may_have_1024_characters() -> None:
    assert LONGEST["state"] == 1_024


@pytest.mark.parametrize("name", sorted(LONGEST))
def test_an_empty_parameter_counts_as_absent(name: str) -> None:
    assert read([], [(name, "")]) == Parameters()


@pytest.mark.parametrize("reach", Reach)
def test_the_three_reaches(reach: Reach) -> None:
    assert read([("reach", reach.value)], []).reach is reach


@pytest.mark.parametrize("reach", ["App", "all", "browser ", "global", "x" * 17])
def test_any_other_reach_is_refused(reach: str) -> None:
    assert code_of([("reach", reach)], []) == "invalid_request"


def test_state_is_dropped_when_there_is_nowhere_to_give_it_back() -> None:
    assert read([("state", "s")], []).state is None
    assert read([("state", "s"), ("post_logout_redirect_uri", "")], []).state is None
    assert read([("state", "s"), REGISTERED], []).state == "s"


def test_parameters_that_nobody_defined_are_ignored_however_often_they_come() -> None:
    assert read([("utm_source", "a"), ("utm_source", "b"), ("", "x")], [("__proto__", "y")]) == Parameters()


@pytest.mark.parametrize("name", sorted(set(LONGEST) - {"reach"}))
def test_a_text_that_no_utf_8_can_carry_is_refused(name: str) -> None:
    assert code_of([], [(name, "a\ud800b"), REGISTERED][: 1 + (name == "state")]) == "invalid_request"


@given(
    st.lists(st.tuples(st.sampled_from([*LONGEST, "other"]), PRINTABLE), max_size=5),
    st.lists(st.tuples(st.sampled_from([*LONGEST, "other"]), PRINTABLE), max_size=5),
)
def test_a_refusal_repeats_nothing_of_what_was_sent(query: list[tuple[str, str]], body: list[tuple[str, str]]) -> None:
    try:
        read(query, body)
    except Refused as refused:
        assert refused.status in (400, 413)
        assert not any(len(value) > 12 and value in refused.description for _, value in (*query, *body))


def test_what_nobody_defined_hides_nothing_that_comes_after_it() -> None:
    assert read([("utm_source", "a"), ("client_id", "shop")], []).client_id == "shop"
    assert code_of([("utm_source", "a"), ("client_id", "a"), ("client_id", "b")], []) == "duplicate_parameter"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("client_id", "x" * 129, "client_id is longer than 128 characters"),
        ("client_id", "\ud800", "client_id"),
        ("reach", "all", "everywhere"),
    ],
)
def test_a_refusal_says_what_is_wrong_with_which_parameter(name: str, value: str, says: str) -> None:
    with pytest.raises(Refused) as refused:
        read([(name, value)], [])

    assert says in refused.value.description
