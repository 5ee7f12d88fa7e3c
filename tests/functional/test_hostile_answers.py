"""Answers in hostile hands: nothing is called done that Cognito did not say, and nothing is tried a second way."""

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from tests.functional.browser import Browser
from tests.functional.cognito import ADMIN_SIGN_OUT, GLOBAL_SIGN_OUT, REVOKE, Cognito
from tests.functional.deployment import Deployment
from tests.functional.judgements import goes_on
from tests.functional.misbehaviour import MISBEHAVIOURS, CallerHungUp
from tests.functional.sessions import sign_in
from tests.functional.stages import TWO_APPS
from tests.functional.tokens import Person

pytestmark = pytest.mark.slow

type Answering = Callable[[BaseHTTPRequestHandler, list[CallerHungUp]], None]

IMPOSTORS = {
    "a gateway's refusal with status 200": (200, "application/json", json.dumps({"message": "Forbidden"})),
    "a list": (200, "application/json", "[]"),
    "null": (200, "application/json", "null"),
    "a word": (200, "text/plain", "OK"),
    "a page": (200, "text/html", "<!doctype html><title>Sign in</title>"),
    "no content": (204, "", ""),
    "accepted": (202, "application/json", "{}"),
}


def effects(cognito: Cognito) -> list[str]:
    """The names of the effects, in order."""
    return [call.name for call in cognito.effects]


def impostor(name: str) -> Answering:
    """Answers as something between us and Cognito does."""
    status, media_type, body = IMPOSTORS[name]

    def answer(handler: BaseHTTPRequestHandler, hung_up: list[CallerHungUp]) -> None:
        handler.send_response(status)
        if media_type:
            handler.send_header("Content-Type", media_type)
        if status != 204:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body.encode())

    return answer


def test_the_administrator_does_not_repeat_what_cognito_refused_the_user(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    deployment.set(ADMIN_SIGN_OUT="on")
    session = sign_in(browser, mary)
    cognito.refused_tokens.add(session.access_token)

    answer = browser.fetch("/logout", {"reach": "everywhere"})

    assert effects(cognito) == [GLOBAL_SIGN_OUT, REVOKE]
    assert cognito.revoked == [session.refresh_token]
    assert answer.outcome("tokens") == "done"
    assert answer.leg("other_sessions")["outcome"] == "failed"
    assert answer.leg("other_sessions")["reason"] == "NotAuthorizedException"


def test_neither_does_the_navigation_that_follows(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    deployment.set(ADMIN_SIGN_OUT="on")
    cognito.refused_tokens.add(sign_in(browser, mary).access_token)
    location = browser.fetch("/logout", {"reach": "everywhere"}).json["location"]

    assert goes_on(browser.visit(location), cognito)

    assert effects(cognito) == [GLOBAL_SIGN_OUT, REVOKE]
    assert cognito.called(ADMIN_SIGN_OUT) == []


@pytest.mark.parametrize("name", IMPOSTORS)
def test_what_cognito_would_never_answer_is_no_success(
    name: str, browser: Browser, cognito: Cognito, mary: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MISBEHAVIOURS, name, impostor(name))
    cognito.misbehaving |= {REVOKE: name, GLOBAL_SIGN_OUT: name}
    sign_in(browser, mary)

    answer = browser.fetch("/logout", {"reach": "everywhere"})

    assert answer.outcome("tokens") == answer.outcome("other_sessions") == "failed"
    assert effects(cognito) == [GLOBAL_SIGN_OUT, REVOKE]


def test_everywhere_says_of_every_leg_that_the_app_is_unknown(
    deployment: Deployment, browser: Browser, cognito: Cognito, eve: Person
) -> None:
    deployment.configure(TWO_APPS)
    tokens = {"access_token": eve.access_token(), "refresh_token": eve.refresh_token()}

    answer = browser.fetch("/logout", {"reach": "everywhere", **tokens})

    legs = [answer.leg(name) for name in ("tokens", "other_sessions", "app_cookies")]
    assert [leg["reason"] for leg in legs] == ["app_unknown"] * 3
    assert not {leg["outcome"] for leg in legs} & {"done", "failed"}
    assert not cognito.effects
