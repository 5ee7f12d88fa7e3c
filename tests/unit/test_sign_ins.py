"""What is kept of a sign-in: under which keys, until when, and bound to whose it is."""

import json
from dataclasses import replace

import pytest
from coordinator.core import sign_ins
from coordinator.core.sign_ins import SignIn
from hypothesis import given
from hypothesis import strategies as st

AT = 1_800_000_000_999
EXPIRES = 1_802_678_400
MARY = SignIn("Corp", "mary/at corp", "mary", "shop", AT, "sid-1", "mary@corp", "a.b.c")
NAMES = st.text(min_size=1, max_size=6)


@pytest.mark.parametrize(("days", "seconds"), [(1, 172_800), (30, 2_678_400), (3_650, 315_446_400)])
def test_a_sign_in_matters_a_day_longer_than_its_refresh_token_lives(days: int, seconds: int) -> None:
    assert sign_ins.expires(AT, days) == 1_800_000_000 + seconds
    assert sign_ins.expires(1_800_000_001_000, days) == 1_800_000_001 + seconds


def test_the_keys_say_what_they_are_of() -> None:
    assert sign_ins.of_person("A/B c", "x/y") == "user/A%2FB%20c/x/y"
    assert sign_ins.of_link("A/B c", "x/y") == "link/A%2FB%20c/x/y"
    assert sign_ins.usual_username("Corp", "mary") == "Corp_mary"


def test_a_session_is_found_by_its_hash_which_tells_nothing() -> None:
    assert sign_ins.of_session("A/B", "abc") == (
        "sid/A%2FB/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


@given(one=st.tuples(NAMES, NAMES), other=st.tuples(NAMES, NAMES))
def test_two_persons_never_share_a_key(one: tuple[str, str], other: tuple[str, str]) -> None:
    if one != other:
        assert sign_ins.of_person(*one) != sign_ins.of_person(*other)
        assert sign_ins.of_link(*one) != sign_ins.of_link(*other)
        assert sign_ins.of_session(*one) != sign_ins.of_session(*other)


def test_what_is_sealed_comes_back_with_what_lies_beside_it() -> None:
    bare = SignIn("Corp", "mary/at corp", "renamed", "till", AT)

    assert sign_ins.unpack(sign_ins.pack(MARY, EXPIRES), bare, EXPIRES - 1) == replace(
        MARY, username="renamed", client_id="till"
    )
    assert sign_ins.pack(bare, EXPIRES) == b'["Corp","mary/at corp",1800000000999,1802678400,null,null,null]'


@pytest.mark.parametrize(
    "other",
    [replace(MARY, provider="Other"), replace(MARY, subject="eve"), replace(MARY, at=AT + 1)],
)
def test_what_was_sealed_for_another_sign_in_is_nothing(other: SignIn) -> None:
    assert sign_ins.unpack(sign_ins.pack(MARY, EXPIRES), other, 0) is None


def test_what_is_sealed_says_itself_until_when() -> None:
    assert sign_ins.unpack(sign_ins.pack(MARY, EXPIRES), MARY, EXPIRES) is None


def test_no_secret_shows_in_a_log() -> None:
    assert json.dumps([repr(MARY), str(MARY)]).count("mary@corp") == 0
    assert not [secret for secret in ("sid-1", "mary@corp", "a.b.c") if secret in repr(MARY)]


def came(at: int) -> SignIn:
    return replace(MARY, at=at)


@pytest.mark.parametrize(("began", "last"), [(0, 1_999), (1_800_000_000, 1_800_000_001_999)])
def test_a_sign_in_may_be_a_second_younger_than_its_tokens_say(began: int, last: int) -> None:
    assert sign_ins.until(began) == last


@pytest.mark.parametrize(
    ("found", "name"),
    [
        ({}, None),
        ({"Corp": None}, None),
        ({"Corp": came(AT)}, "Corp"),
        ({"Corp": came(AT), "Okta": None}, "Corp"),
        ({"Corp": came(AT - 1), "Okta": came(AT)}, "Okta"),
        ({"Corp": came(AT), "Okta": came(AT)}, None),
        ({"Corp": came(1_800_000_000_000 - 3_608_000)}, "Corp"),
        ({"Corp": came(1_800_000_000_000 - 3_608_001)}, None),
    ],
)
def test_the_newest_sign_in_says_which_provider_it_was_while_cognitos_cookie_may_live(
    found: dict[str, SignIn | None], name: str | None
) -> None:
    assert sign_ins.this_time(found, 1_800_000_000) == name
