"""The HTTP dialect: what a REST API proxy event says, and no event that makes it raise."""

import base64
import json
from typing import Any

import pytest
from coordinator.errors import Refused
from coordinator.web import events
from hypothesis import given
from hypothesis import strategies as st

BASE = "https://logout.example.com"
FORM = "application/x-www-form-urlencoded"
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
KEYS = (
    "httpMethod",
    "path",
    "resource",
    "headers",
    "multiValueHeaders",
    "queryStringParameters",
    "multiValueQueryStringParameters",
    "requestContext",
    "body",
    "isBase64Encoded",
)


def body_of(text: Any, content_type: str = FORM, encoded: object = False) -> tuple[tuple[str, str], ...]:
    event = {"httpMethod": "POST", "headers": {"Content-Type": content_type}, "body": text, "isBase64Encoded": encoded}
    return events.read_body(event, events.read(event, "id", BASE))


def code_of(text: Any, content_type: str = FORM, encoded: object = False) -> str:
    with pytest.raises(Refused) as refused:
        body_of(text, content_type, encoded)
    return refused.value.code


@given(st.dictionaries(st.sampled_from(KEYS), ANYTHING))
def test_no_event_makes_the_reader_raise(event: dict[str, Any]) -> None:
    request = events.read(event, "id", None)
    try:
        events.read_body(event, request)
    except Refused as refused:
        assert refused.status in (400, 413, 415)


@given(ANYTHING)
def test_no_event_that_is_no_event_makes_the_reader_raise(event: object) -> None:
    assert events.read(event, "id", None).route == ""


@given(st.text())
def test_no_cookie_header_makes_the_reader_raise(header: str) -> None:
    request = events.read({"headers": {"Cookie": header}}, "id", BASE)

    assert all(name and isinstance(value, str) for name, value in request.cookies)


def test_repeated_parameters_are_all_there() -> None:
    event = {"multiValueQueryStringParameters": {"a": ["1", "2"], "b": ["3"]}, "queryStringParameters": {"a": "2"}}

    assert events.read(event, "id", BASE).query == (("a", "1"), ("a", "2"), ("b", "3"))
    assert events.read({"queryStringParameters": {"a": "2"}}, "id", BASE).query == (("a", "2"),)


def test_repeated_headers_are_joined_and_names_are_lower_case() -> None:
    event = {"multiValueHeaders": {"Accept": ["a", "b"], "COOKIE": ["x=1", "y=2"]}}
    request = events.read(event, "id", BASE)

    assert request.headers == {"accept": "a, b", "cookie": "x=1; y=2"}
    assert request.cookies == (("x", "1"), ("y", "2"))


@pytest.mark.parametrize(
    ("header", "cookies"),
    [
        ("a=1; b=2", (("a", "1"), ("b", "2"))),
        ("a=1;b=2", (("a", "1"), ("b", "2"))),
        ("bad[name=1; b=2", (("b", "2"),)),
        ("a@b=1; b=2", (("b", "2"),)),
        ("lonely; b=2", (("b", "2"),)),
        ('a="quoted"; b=2', (("a", "quoted"), ("b", "2"))),
        ("a=1; a=2", (("a", "1"), ("a", "2"))),
        ("a=", (("a", ""),)),
        ("", ()),
        ("=x", ()),
        ("a=" + "x" * 16_384, ()),
    ],
)
def test_one_strange_cookie_hides_no_other(header: str, cookies: tuple[tuple[str, str], ...]) -> None:
    assert events.read({"headers": {"Cookie": header}}, "id", BASE).cookies == cookies


@pytest.mark.parametrize(
    ("event", "route"),
    [
        ({"resource": "/logout", "path": "/base/logout"}, "/logout"),
        ({"resource": "/{proxy+}", "path": "/logout/return"}, "/logout/return"),
        ({"path": "/elsewhere"}, "/elsewhere"),
        ({"path": 7}, ""),
        ({}, ""),
    ],
)
def test_the_route_is_the_templates_own_else_the_path(event: dict[str, Any], route: str) -> None:
    assert events.read(event, "id", BASE).route == route


def test_our_address_is_the_configured_one_else_what_api_gateway_says_and_never_a_header() -> None:
    event = {
        "headers": {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"},
        "requestContext": {"domainName": "abc.execute-api.eu-central-1.amazonaws.com", "stage": "live"},
    }

    assert events.read(event, "id", BASE).base == BASE
    assert events.read(event, "id", None).base == "https://abc.execute-api.eu-central-1.amazonaws.com/live"
    assert events.read({}, "id", None).base == "https://localhost/live"


def test_a_form_and_a_json_object_say_the_same() -> None:
    expected = (("client_id", "c"), ("state", "a b&ä"))

    assert body_of("client_id=c&state=a+b%26%C3%A4", f"{FORM}; charset=utf-8") == expected
    assert body_of(json.dumps(dict(expected)), "Application/JSON") == expected
    assert body_of(base64.b64encode(b"client_id=c&state=a+b%26%C3%A4").decode(), encoded=True) == expected


def test_members_are_kept_when_they_repeat_and_dropped_when_they_are_null() -> None:
    assert body_of('{"a": "1", "a": "2", "b": null}', "application/json") == (("a", "1"), ("a", "2"))


@pytest.mark.parametrize("text", [None, "", 7])
def test_no_body_has_no_parameters(text: object) -> None:
    assert body_of(text) == ()


def test_the_body_of_a_get_is_not_looked_at() -> None:
    event = {"httpMethod": "GET", "body": "client_id=c", "headers": {"Content-Type": FORM}}

    assert events.read_body(event, events.read(event, "id", BASE)) == ()


@pytest.mark.parametrize("text", ["[]", '"x"', "7", "null", "{", "{]", "[" * 50_000, '{"a": 1}', '{"a": {"b": "c"}}'])
def test_json_that_is_no_object_of_texts_is_refused(text: str) -> None:
    assert code_of(text, "application/json") == "invalid_request"


@pytest.mark.parametrize("content_type", ["", "text/plain", "multipart/form-data; boundary=x", "application/jwt"])
def test_other_media_types_are_refused(content_type: str) -> None:
    assert code_of("a=b", content_type) == "unsupported_media_type"


@pytest.mark.parametrize(
    ("text", "encoded"), [("not base64!", True), ("/w==", True), ("a=%ff", False), ("\ud800", False)]
)
def test_a_body_that_is_no_text_is_refused(text: str, encoded: bool) -> None:
    assert code_of(text, encoded=encoded) == "invalid_request"


def test_a_form_of_too_many_fields_is_refused() -> None:
    assert code_of("&".join(f"a{number}=1" for number in range(101))) == "invalid_request"


def test_a_body_may_have_64_kibibytes_and_no_more() -> None:
    longest = "a=" + "x" * (events.LARGEST_BODY - 2)

    assert body_of(longest) == (("a", longest[2:]),)
    assert code_of(longest + "x") == "too_large"
    assert code_of("x" * (events.LARGEST_BODY * 2)) == "too_large"
    assert code_of("ä" * (events.LARGEST_BODY // 2 + 1)) == "too_large"
