"""Placeholders become real values in every part of an event, each written as that part is."""

from urllib.parse import parse_qs

import pytest

from local.container import casting
from tests.container.events import event

pytestmark = pytest.mark.more
VALUES = {f"{word}_OF_A_SIGNED_IN_PERSON": f"{word}+/=&" for word in ("REFRESH_TOKEN", "ID_TOKEN", "ACCESS_TOKEN")}


def test_a_form_keeps_its_writing() -> None:
    filled = casting.cast(event("post_form_refresh_token"), VALUES)

    assert parse_qs(filled["body"])["refresh_token"] == ["REFRESH_TOKEN+/=&"]


def test_a_json_body_stays_json() -> None:
    filled = casting.cast(event("post_json"), {"REFRESH_TOKEN_OF_A_SIGNED_IN_PERSON": 'with "quotes"'})

    assert '"refresh_token": "with \\"quotes\\""' in filled["body"]


def test_headers_are_filled_in_both_maps_and_the_event_itself_stays_as_it_is() -> None:
    original = event("logout")
    filled = casting.cast(original, VALUES)

    assert "shop_rt=REFRESH_TOKEN+/=&" in filled["headers"]["cookie"]
    assert filled["multiValueHeaders"]["cookie"] == [filled["headers"]["cookie"]]
    assert original == event("logout")


@pytest.mark.parametrize(
    ("name", "before"),
    [
        ("logout", ()),
        ("return_from_cognito", ("logout",)),
        ("return_from_provider", ("logout", "return_from_cognito")),
        ("start", ("post_json",)),
    ],
)
def test_an_event_that_lives_on_an_earlier_one_says_which(name: str, before: tuple[str, ...]) -> None:
    assert casting.earlier(event(name)) == before


def test_long_values_of_an_address_are_only_counted() -> None:
    short = "http://localhost:8002/o/logout/?client_id=cognito"

    assert casting.shortened(short) == short
    assert casting.shortened(f"{short}&id_token_hint={'x' * 81}") == f"{short}&id_token_hint=81_characters"
