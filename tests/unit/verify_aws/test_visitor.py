"""Signing in by requests: pages as managed login or the classic hosted UI may show them, and what tells nothing."""

from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import parse_qs, urlencode

import jwt
import pytest
import responses

from verify_aws import making
from verify_aws.account import Account
from verify_aws.checks import federation, logout, sessions
from verify_aws.errors import CouldNotCheck
from verify_aws.made import App, Person, Pool
from verify_aws.names import Run
from verify_aws.scene import Scene
from verify_aws.surroundings import PROVIDER
from verify_aws.visitor import Visitor

DOMAIN, UPSTREAM = "https://pool.example.com", "https://up.example.com"
CALLBACK = "https://desk.example.com/callback"
NAME_PAGE = '<form method="post" action="/login"><input name="_csrf" value="abc"><input name="username"></form>'
PASSWORD_PAGE = '<form method="post" action="/login/password"><input name="password" type="password"></form>'
NO_FORM = "<div id=root></div><script src=app.js></script>"


@pytest.fixture
def answers() -> Iterator[responses.RequestsMock]:
    """The pages of the pool, which the test gives."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


@pytest.fixture
def scene() -> Scene:
    """Two pools and their apps, by name alone."""
    apps = {"desk": App("desk", "deskexample", "COGNITO"), "shop": App("shop", "shopexample", PROVIDER)}
    return Scene(
        account=cast(Account, None),
        pool=Pool("eu-central-1_A", DOMAIN, Person("grace", "secret-of-grace")),
        upstream=Pool("eu-central-1_B", UPSTREAM, Person("ada", "secret-of-ada")),
        upstream_client="upexample",
        apps=apps,
        outputs={},
        logout="https://logout.example.com",
        discovery="",
        run=Run("0123456789"),
    )


def redirects(answers: responses.RequestsMock, method: str, url: str, to: str, **query: str) -> None:
    answers.add(method, url, status=302, headers={"Location": f"{to}?{urlencode(query)}" if query else to})


def gives_tokens(answers: responses.RequestsMock) -> None:
    token = jwt.encode({"sub": "a"}, "a key that nobody checks, of 32 bytes", algorithm="HS256")
    body = {"id_token": token, "access_token": token, "refresh_token": "opaque"}
    answers.add("POST", f"{DOMAIN}/oauth2/token", json=body)


def sent(answers: responses.RequestsMock, number: int) -> dict[str, list[str]]:
    body = cast(Any, answers.calls[number].request).body
    return parse_qs(body.decode() if isinstance(body, bytes) else body)


def test_a_sign_in_of_two_pages_is_filled_in_page_by_page(answers: responses.RequestsMock, scene: Scene) -> None:
    answers.add("GET", f"{DOMAIN}/oauth2/authorize", body=NAME_PAGE)
    answers.add("POST", f"{DOMAIN}/login", body=PASSWORD_PAGE)
    redirects(answers, "POST", f"{DOMAIN}/login/password", CALLBACK, code="a-code", state="a-state")
    gives_tokens(answers)

    tokens = Visitor(scene, "desk").sign_in()

    assert tokens.claims == {"sub": "a"}
    assert sent(answers, 1) == {"_csrf": ["abc"], "username": ["grace"]}
    assert sent(answers, 2) == {"password": ["secret-of-grace"]}
    assert sent(answers, 3)["code"] == ["a-code"]
    assert "secret" not in repr(tokens) and "opaque" not in repr(tokens)


def test_a_page_that_needs_scripts_could_not_be_filled_in(answers: responses.RequestsMock, scene: Scene) -> None:
    answers.add("GET", f"{DOMAIN}/oauth2/authorize", body=NO_FORM)

    with pytest.raises(CouldNotCheck, match="no form that can be filled in"):
        Visitor(scene, "desk").sign_in()
    with pytest.raises(CouldNotCheck, match="neither name nor password"):
        Visitor(scene, "desk").is_asked()


def test_a_password_that_is_not_taken_is_not_typed_for_ever(answers: responses.RequestsMock, scene: Scene) -> None:
    answers.add("GET", f"{DOMAIN}/oauth2/authorize", body=NAME_PAGE)
    answers.add("POST", f"{DOMAIN}/login", body=NAME_PAGE)

    with pytest.raises(CouldNotCheck):
        Visitor(scene, "desk").sign_in()
    assert len(answers.calls) == 4


@pytest.mark.parametrize("managed", [True, False])
def test_a_code_or_a_refusal_tells_of_the_session_and_nothing_else_does(
    answers: responses.RequestsMock, scene: Scene, managed: bool
) -> None:
    scene.managed = managed
    address = f"{DOMAIN}/oauth2/authorize"
    redirects(answers, "GET", address, CALLBACK, code="a-code")
    if managed:
        redirects(answers, "GET", address, CALLBACK, error="login_required")
    else:
        answers.add("GET", address, body=NAME_PAGE)
    redirects(answers, "GET", address, CALLBACK, error="server_error")
    gives_tokens(answers)
    visitor = Visitor(scene, "desk")

    assert visitor.silently() is not None
    assert visitor.silently() is None
    with pytest.raises(CouldNotCheck):
        visitor.silently()
    assert ("prompt=none" in str(answers.calls[0].request.url)) == managed


def test_who_is_known_at_the_provider_is_asked_there(answers: responses.RequestsMock, scene: Scene) -> None:
    address, back = f"{UPSTREAM}/oauth2/authorize", f"{DOMAIN}/oauth2/idpresponse"
    redirects(answers, "GET", address, back, code="a-code")
    redirects(answers, "GET", address, back, error="login_required")
    visitor = Visitor(scene, "shop")

    assert (visitor.knows_upstream(), visitor.knows_upstream()) == (True, False)


def test_where_the_classic_pages_are_shown_no_fact_about_prompt_is_told(scene: Scene) -> None:
    scene.managed = False

    for look in (sessions.prompt_none_without, federation.prompt_none):
        with pytest.raises(CouldNotCheck, match="classic hosted UI"):
            look(scene)
    with pytest.raises(CouldNotCheck, match="classic hosted UI"):
        federation.sent_upstream(scene, "prompt", "login")
    assert sessions.managed_form(scene) == "no"


def test_the_classic_pages_are_shown_where_the_others_cannot_be_filled_in(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    came, changed = iter([False, False, True]), list[str]()
    monkeypatch.setattr(making, "signs_in", lambda scene: next(came))
    monkeypatch.setattr(making, "POLL_SECONDS", 0.0)
    monkeypatch.setattr(Scene, "show_classic_pages", lambda scene: changed.append("classic"))

    making.first_sign_in(scene)

    assert (changed, list(came)) == (["classic"], [])


@pytest.mark.parametrize(
    ("location", "body", "seen"),
    [
        ("https://desk.example.com/signed-out/", "", "nothing: it leads there"),
        (f"{DOMAIN}/error?error=Required+parameters+missing&client_id=a", "", "something about other parameters"),
        ("", "Required String parameter 'redirect_uri' is not present", "something about other parameters"),
        ("", "An error was encountered with the requested page.", "another, with 400"),
    ],
)
def test_what_is_said_of_a_wrong_logout_uri_is_told_apart(
    answers: responses.RequestsMock, scene: Scene, location: str, body: str, seen: str
) -> None:
    if location:
        redirects(answers, "GET", f"{DOMAIN}/logout", location)
    else:
        answers.add("GET", f"{DOMAIN}/logout", status=400, body=body)

    assert logout.mismatch(scene) == seen
