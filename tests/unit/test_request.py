"""What a request tells about its caller, and what its printed form keeps to itself."""

import pytest
from coordinator.core.deletions import Place
from coordinator.web.request import AskFirst, Called, OwnCookie, Request

SECRET = "the-" + "secret"


@pytest.mark.parametrize(
    ("accept", "program"),
    [
        ("application/json", True),
        ("application/json, */*", True),
        ("text/html,application/json", False),
        ("*/*", False),
        ("", False),
    ],
)
def test_a_program_accepts_json_and_no_html(accept: str, program: bool) -> None:
    assert Request("id", "GET", "/logout", "", headers={"accept": accept}).wants_json is program


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("Bearer abc", "abc"),
        ("bearer  abc ", "abc"),
        ("Bearer", None),
        ("Bearer ", None),
        ("Basic abc", None),
        ("", None),
    ],
)
def test_the_access_token_of_an_authorization_header(header: str, token: str | None) -> None:
    assert Request("id", "GET", "/logout", "", headers={"authorization": header}).bearer == token


def test_host_and_origin_are_those_of_our_own_address() -> None:
    request = Request("id", "GET", "/logout", "https://logout.example.com:8443/live")

    assert (request.place, request.origin) == (
        Place("logout.example.com", "/live/logout"),
        "https://logout.example.com:8443",
    )
    assert Request("id", "GET", "/", "").origin == ""


def test_nothing_printed_shows_a_token_a_cookie_or_a_query() -> None:
    request = Request("id", "GET", "/logout", "", (("h", SECRET),), {"cookie": SECRET}, (("c", SECRET),))

    for value in (request, OwnCookie("name", SECRET, 60), AskFirst(SECRET), Called(SECRET)):
        assert SECRET not in repr(value)
