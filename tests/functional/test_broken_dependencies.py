"""A dead, throttling or lying Cognito: the browser goes on at once, and nothing failed is called done."""

import socket
from typing import NoReturn

import pytest

from tests.functional.audit_log import Output, ours
from tests.functional.browser import Browser
from tests.functional.cognito import ADMIN_SIGN_OUT, GLOBAL_SIGN_OUT, REVOKE, Cognito
from tests.functional.deployment import Deployment
from tests.functional.journeys import walk
from tests.functional.judgements import goes_on
from tests.functional.sessions import app_cookies, sign_in
from tests.functional.stages import RETURN
from tests.functional.tokens import Person

WAYS = ["throttled", "429", "500", "invalid_client", "html", "reset"]


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.mark.parametrize("way", WAYS)
def test_a_revocation_that_fails_keeps_nobody_signed_in(
    way: str, browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    sign_in(browser, mary)
    cognito.misbehaving[REVOKE] = way

    answer = browser.visit(f"/logout?post_logout_redirect_uri={RETURN}")

    assert goes_on(answer, cognito)
    assert app_cookies(browser) == set()
    assert walk(browser, cognito, answer).last.location == RETURN
    (event,) = [event for event in output.steps("effect") if ours(event)["leg"] == "tokens"]
    assert (ours(event)["outcome"], event["status_id"]) == ("failed", 2)


@pytest.mark.parametrize("way", WAYS)
def test_a_receipt_says_what_failed(way: str, browser: Browser, cognito: Cognito, mary: Person) -> None:
    sign_in(browser, mary)
    cognito.misbehaving[REVOKE] = way

    leg = browser.fetch("/logout", {}).leg("tokens")

    assert leg["outcome"] == "failed"
    assert leg["reason"]


def test_what_is_final_is_not_tried_again(browser: Browser, cognito: Cognito, mary: Person) -> None:
    sign_in(browser, mary)
    cognito.misbehaving[REVOKE] = "invalid_client"

    browser.visit("/logout")

    assert len(cognito.called(REVOKE)) == 1


@pytest.mark.parametrize("way", ["throttled", "500", "html", "reset"])
@pytest.mark.parametrize("call", [GLOBAL_SIGN_OUT, ADMIN_SIGN_OUT])
def test_a_global_sign_out_that_fails_is_not_called_done(
    call: str, way: str, deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    deployment.set(ADMIN_SIGN_OUT="on" if call == ADMIN_SIGN_OUT else None)
    cognito.misbehaving[call] = way
    scope = "openid" if call == ADMIN_SIGN_OUT else "aws.cognito.signin.user.admin"

    answer = browser.fetch("/logout", {"reach": "everywhere", "access_token": mary.access_token(scope=scope)})

    assert answer.outcome("other_sessions") == "failed"
    assert answer.outcome("tokens") != "done"


def test_a_cognito_that_refuses_connections_keeps_nobody(
    deployment: Deployment, browser: Browser, mary: Person
) -> None:
    nowhere = f"http://127.0.0.1:{closed_port()}"
    deployment.set(COGNITO_DOMAIN=nowhere, COGNITO_JWKS_URL=f"{nowhere}/keys", AWS_ENDPOINT_URL=nowhere)
    sign_in(browser, mary)

    answer = browser.visit("/logout")

    assert answer.status == 303
    assert answer.hop[0] == f"{nowhere}/logout"
    assert app_cookies(browser) == set()


def test_a_name_that_cannot_be_resolved_keeps_nobody(
    deployment: Deployment, browser: Browser, mary: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_such_name(*arguments: object, **options: object) -> NoReturn:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    deployment.set(COGNITO_DOMAIN="https://auth.example.invalid")
    monkeypatch.setattr(socket, "getaddrinfo", no_such_name)
    sign_in(browser, mary)

    answer = browser.fetch("/logout", {})

    assert answer.status == 200
    assert answer.outcome("tokens") == "failed"


def test_everything_broken_at_once_is_still_an_answer(
    browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    sign_in(browser, mary)
    cognito.misbehaving |= dict.fromkeys([REVOKE, "/corp/.well-known/openid-configuration"], "reset")

    walked = walk(browser, cognito, browser.visit(f"/logout?post_logout_redirect_uri={RETURN}"))

    assert walked.last.location == RETURN
    assert len(output.steps("completed")) == 1
