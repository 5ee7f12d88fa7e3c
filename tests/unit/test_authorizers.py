"""The dialect of Lambda authorizers: what each event asks, and what an answer covers."""

from typing import Any

import pytest
from coordinator.core.model import Claims
from coordinator.web import authorizers
from hypothesis import given
from hypothesis import strategies as st

API = "arn:aws:execute-api:eu-central-1:123456789012:abcde12345"
JSON = st.sampled_from([None, 7, True, "", "x", "Bearer a", "TOKEN", "2.0", [], [7], ["x"], ["x", "y"]])
OBJECT = st.dictionaries(st.sampled_from(["Authorization", "authorization", "x"]), JSON)
MEMBERS = ("type", "version", "authorizationToken", "methodArn", "headers", "multiValueHeaders")


@pytest.mark.parametrize(
    "event",
    [
        {"type": "TOKEN", "authorizationToken": "Bearer a"},
        {"type": "REQUEST", "headers": {"AUTHORIZATION": "Bearer a"}},
        {"type": "REQUEST", "headers": {"Authorization": "no"}, "multiValueHeaders": {"authorization": ["Bearer a"]}},
        {"version": "1.0", "type": "REQUEST", "headers": {"authorization": "Bearer a"}},
        {"version": "2.0", "type": "REQUEST", "headers": {"authorization": "Bearer a"}},
    ],
)
def test_the_header_is_found_in_every_kind_of_event(event: dict[str, Any]) -> None:
    assert authorizers.read(event).authorization == "Bearer a"


@pytest.mark.parametrize(
    "event",
    [
        {"type": "TOKEN", "authorizationToken": 7},
        {"type": "TOKEN", "headers": {"authorization": "Bearer a"}},
        {"type": "REQUEST", "authorizationToken": "Bearer a"},
        {"type": "REQUEST", "headers": {"authorization": "Bearer a", "Authorization": "Bearer b"}},
        {"type": "REQUEST", "multiValueHeaders": {"authorization": ["Bearer a", "Bearer b"]}},
        {"type": "REQUEST", "multiValueHeaders": {"authorization": ["Bearer a"], "Authorization": ["Bearer a"]}},
        {"type": "REQUEST", "multiValueHeaders": {"authorization": None}},
        {"type": "REQUEST", "queryStringParameters": {"authorization": "Bearer a"}, "headers": {}},
    ],
)
def test_anywhere_else_or_twice_it_is_none(event: dict[str, Any]) -> None:
    assert authorizers.read(event).authorization is None


@pytest.mark.parametrize(
    ("arn", "resources"),
    [
        (f"{API}/live/GET/orders/17", f"{API}/live/*"),
        (f"{API}/live/GET/", f"{API}/live/*"),
        (f"{API}/$default/POST/a:b/c", f"{API}/$default/*"),
        (f"{API}/live/$connect", f"{API}/live/*"),
        (API, "*"),
        (f"{API}/", "*"),
        ("", "*"),
        (None, "*"),
    ],
)
def test_an_answer_covers_the_whole_stage_and_no_other(arn: str | None, resources: str) -> None:
    question = authorizers.read({"type": "TOKEN", "methodArn": arn})

    (statement,) = authorizers.refuse(question)["policyDocument"]["Statement"]
    assert statement == {"Action": "execute-api:Invoke", "Effect": "Deny", "Resource": resources}


def test_what_is_let_through_says_whose_it_is_in_texts_alone() -> None:
    question = authorizers.read({"version": "1.0", "type": "REQUEST", "methodArn": f"{API}/live/GET/x"})
    claims = Claims("mary", "shop", 1, username="Corp_mary", scopes=frozenset({"b", "a"}), everything={"jti": "x"})

    answer = authorizers.admit(question, claims)

    assert answer["principalId"] == "mary"
    assert answer["context"] == {"sub": "mary", "client_id": "shop", "scope": "a b", "username": "Corp_mary"}


def test_a_policy_that_lets_nothing_be_known_lets_through_nothing() -> None:
    nowhere = authorizers.admit(authorizers.read({"type": "TOKEN"}), Claims("mary", "shop", 1))

    assert nowhere["policyDocument"]["Statement"][0]["Effect"] == "Deny"


def test_only_payload_format_2_gets_a_simple_answer() -> None:
    claims = Claims("robot", "robot", 1)
    simple = authorizers.read({"version": "2.0", "type": "REQUEST"})

    assert authorizers.refuse(simple) == {"isAuthorized": False, "context": {}}
    assert authorizers.admit(simple, claims)["isAuthorized"] is True
    assert authorizers.admit(simple, claims)["context"] == {"sub": "robot", "client_id": "robot", "scope": ""}
    assert "isAuthorized" not in authorizers.refuse(authorizers.read({"version": "1.0", "type": "REQUEST"}))


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(MEMBERS, JSON | OBJECT)))
def test_whatever_the_event_is_the_answer_is_a_refusal(event: dict[str, Any]) -> None:
    answer = authorizers.refuse(authorizers.read(event))

    assert answer.get("isAuthorized") is False or answer["policyDocument"]["Statement"][0]["Effect"] == "Deny"


def test_a_question_shows_no_token() -> None:
    assert "secret" not in repr(authorizers.read({"type": "TOKEN", "authorizationToken": "Bearer secret"}))
