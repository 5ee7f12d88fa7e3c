"""RevokeToken over HTTP: what is sent, what counts as done, and which failures trying again can heal."""

import base64
import secrets

import pytest
from coordinator.adapters import revocation
from coordinator.errors import EffectFailed

from tests.adapters import loopback
from tests.adapters.loopback import Behaviour, Loopback, reply


def failure(server: Loopback, behaviour: Behaviour) -> tuple[str, bool]:
    server.behaviour = behaviour
    with pytest.raises(EffectFailed) as failed:
        revocation.revoke(server.base, "the-token", "client", None)
    assert "the-token" not in str(failed.value)
    return failed.value.kind, failed.value.retryable


def test_a_public_client_names_itself_in_the_form(server: Loopback) -> None:
    revocation.revoke(server.base, "to/ken+=", "client", None)
    (seen,) = server.requests

    assert (seen.method, seen.path) == ("POST", "/oauth2/revoke")
    assert seen.form == {"token": "to/ken+=", "client_id": "client"}
    assert seen.headers["content-type"] == "application/x-www-form-urlencoded"
    assert "authorization" not in seen.headers


def test_a_confidential_client_authenticates_by_basic(server: Loopback) -> None:
    secret = secrets.token_urlsafe(16)
    revocation.revoke(server.base, "token", "client", secret)

    expected = base64.b64encode(f"client:{secret}".encode()).decode()
    assert server.requests[0].headers["authorization"] == f"Basic {expected}"
    assert secret.encode() not in server.requests[0].body


@pytest.mark.parametrize("behaviour", [reply(), reply(200, b" \r\n"), reply(200, {}), reply(200, b"{}", "text/plain")])
def test_an_empty_success_is_cognitos(server: Loopback, behaviour: Behaviour) -> None:
    server.behaviour = behaviour
    revocation.revoke(server.base, "token", "client", None)

    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "behaviour",
    [
        reply(200, "<!doctype html><title>Sign in</title>", "text/html; charset=utf-8"),
        reply(200, {"message": "Forbidden"}),
        reply(200, "<html>", "text/plain"),
        reply(200, "OK"),
        reply(200, ["x"]),
        reply(200, b"\xff\xfe"),
        reply(200, "[" * 100_000),
    ],
)
def test_a_success_that_is_not_cognitos_is_a_failure(server: Loopback, behaviour: Behaviour) -> None:
    assert failure(server, behaviour) == ("not_cognito", True)


@pytest.mark.parametrize(
    "error", ["invalid_client", "unauthorized_client", "unsupported_token_type", "invalid_request"]
)
@pytest.mark.parametrize("status", [400, 401])
def test_these_errors_never_heal(server: Loopback, error: str, status: int) -> None:
    assert failure(server, reply(status, {"error": error})) == (error, False)


@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        (reply(400, {"__type": "TooManyRequestsException"}), "throttled"),
        (reply(400, {"code": "TooManyRequestsException"}), "throttled"),
        (reply(400, {"error": "TooManyRequestsException"}), "throttled"),
        (reply(429), "throttled"),
        (reply(400, "no json"), "http_400"),
        (reply(400, {"error": ["invalid_client"]}), "http_400"),
        (reply(400, ["invalid_client"]), "http_400"),
        (reply(403, "blocked by a firewall", "text/html"), "http_403"),
        (reply(404), "http_404"),
        (reply(302, Location="https://evil.example/"), "http_302"),
        (reply(500, {"error": "invalid_client"}), "http_500"),
        (reply(503), "http_503"),
        (loopback.reset, "unreachable"),
    ],
)
def test_everything_else_may_heal(server: Loopback, behaviour: Behaviour, kind: str) -> None:
    assert failure(server, behaviour) == (kind, True)
    assert len(server.requests) == 1, "it was tried more than once"


def test_a_foreign_errors_text_is_never_taken_over(server: Loopback) -> None:
    assert failure(server, reply(400, {"error": "the-token is bad"})) == ("http_400", True)
