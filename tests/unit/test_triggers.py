"""The inbound-federation trigger's event: each shape that AWS describes, and what is none of them."""

import json
from pathlib import Path
from typing import Any

import pytest
from coordinator.core.sign_ins import SignIn
from coordinator.web.triggers import read, unchanged
from hypothesis import given, settings
from hypothesis import strategies as st

POOL = "us-east-1_AbCdEfGhI"
AT = 1_800_000_000_000
EVENTS = Path(__file__).parents[2] / "events" / "remember"
CLIENT = "1example23456789"


def event(name: str = "raw_id_token", **changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return found | changes


def with_attributes(**attributes: Any) -> dict[str, Any]:
    whole = event()
    whole["request"]["attributes"] = whole["request"]["attributes"] | attributes
    return whole


def sign_in(**whole: Any) -> SignIn:
    found = read(event(**whole) if whole else event(), POOL, AT)
    assert found is not None
    return found


KEPT = {
    "raw_id_token": SignIn(
        "Corp",
        "4711",
        "Corp_4711",
        CLIENT,
        AT,
        "SESSION_AT_THE_PROVIDER",
        "LOGIN_HINT_OF_THE_PROVIDER",
        "ID_TOKEN_OF_THE_PROVIDER",
    ),
    "claims_alone": SignIn("Corp", "4711", "Corp_4711", CLIENT, AT, "SESSION_AT_THE_PROVIDER"),
    "saml": SignIn("CorpSaml", "mary@example.com", "CorpSaml_mary@example.com", CLIENT, AT),
    "social": SignIn("Facebook", "10150000000000000", "Facebook_10150000000000000", CLIENT, AT),
}


def test_every_recorded_event_is_one_of_these() -> None:
    assert {path.stem for path in EVENTS.glob("*.json")} == KEPT.keys()


@pytest.mark.parametrize("name", KEPT)
def test_each_shape_of_an_event_is_read(name: str) -> None:
    assert read(event(name), POOL, AT) == KEPT[name]


def test_objects_that_arrive_as_text_are_read_as_well() -> None:
    attributes = {name: json.dumps(one) for name, one in event()["request"]["attributes"].items()}

    assert read(with_attributes(**attributes), POOL, AT) == KEPT["raw_id_token"]


@pytest.mark.parametrize(
    ("name", "username"),
    [
        ("4711", "Corp_4711"),
        ("Corp_4711", "Corp_4711"),
        ("corp_4711", "Corp_4711"),
        (None, "Corp_4711"),
        ("mary", "mary"),
        ("Other_4711", "Other_4711"),
    ],
)
def test_a_name_that_is_not_the_usual_one_is_the_users_own(name: str | None, username: str) -> None:
    assert sign_in(userName=name).username == username


def test_who_somebody_is_comes_from_the_token_before_any_name() -> None:
    assert sign_in(userName="Corp_somebody-else").subject == "4711"


@pytest.mark.parametrize("name", ["Corp_", "", None, 7, "x" * 1_025, "a\nb"])
def test_without_a_subject_there_is_no_sign_in(name: object) -> None:
    assert read(with_attributes(idToken={}) | {"userName": name}, POOL, AT) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"triggerSource": "PreSignUp_ExternalProvider"},
        {"userPoolId": "us-east-1_AnotherOne"},
        {"request": None},
        {"request": {"providerName": ["Corp"]}},
    ],
)
def test_another_event_or_another_pools_tells_of_none(changes: dict[str, Any]) -> None:
    assert read(event(**changes), POOL, AT) is None


@pytest.mark.parametrize(
    "token",
    ["x" * 16_385, "a b", "a\r\nSet-Cookie: b", "", None, {"a": "b"}, "a.b.c\n"],
)
def test_what_no_hop_could_carry_is_not_kept_but_the_sign_in_is(token: object) -> None:
    found = read(with_attributes(tokenResponse={"id_token": token}), POOL, AT)

    assert found is not None and (found.subject, found.id_token) == ("4711", None)


def test_the_longest_token_is_kept_whole() -> None:
    found = read(with_attributes(tokenResponse={"id_token": "x" * 16_384}), POOL, AT)

    assert found is not None and found.id_token == "x" * 16_384


def test_the_answer_changes_nothing_and_hands_the_event_back() -> None:
    whole = event(response={"userAttributesToMap": {"email": "somebody@else.example"}})

    assert unchanged(whole) == {**whole, "response": {"userAttributesToMap": {}}}


@pytest.mark.parametrize("other", [None, 7, "text", [], {}, {"triggerSource": "PostConfirmation_ConfirmSignUp"}])
def test_what_is_no_such_event_is_handed_back_as_it_is(other: Any) -> None:
    assert unchanged(other) is other
    assert read(other, POOL, AT) is None


LEAVES = st.none() | st.booleans() | st.floats() | st.text(max_size=9)
JSON = st.recursive(LEAVES, lambda one: st.lists(one) | st.dictionaries(st.text(max_size=9), one), max_leaves=9)


@given(JSON, JSON, JSON)
@settings(max_examples=30)
def test_nothing_in_an_event_breaks_the_reading(request: Any, attributes: Any, token: Any) -> None:
    for whole in (
        event(request=request, callerContext=token, userName=attributes),
        event(request={"providerName": "Corp", "attributes": attributes}),
        with_attributes(idToken=token, tokenResponse=attributes),
    ):
        found = read(whole, POOL, AT)
        assert found is None or found.provider
