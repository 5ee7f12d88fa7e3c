"""The two global calls over a broken network: each tried once, each failure named, none of them quoting a token."""

import json
from functools import partial

import pytest
from coordinator.adapters.user_pool import CognitoApi
from coordinator.deadline import Deadline, side_by_side
from coordinator.errors import EffectFailed

from tests.adapters import loopback
from tests.adapters.loopback import Behaviour, Loopback, reply


@pytest.fixture
def api(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> CognitoApi:
    """The adapter of a pool whose endpoint is on loopback."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.base)
    server.behaviour = reply(200, {}, "application/x-amz-json-1.1")
    return CognitoApi("eu-central-1_Example01")


def test_the_access_token_is_the_credential_of_a_global_sign_out(api: CognitoApi, server: Loopback) -> None:
    api.global_sign_out("the-token")
    (seen,) = server.requests

    assert seen.headers["x-amz-target"] == "AWSCognitoIdentityProviderService.GlobalSignOut"
    assert json.loads(seen.body) == {"AccessToken": "the-token"}
    assert "authorization" not in seen.headers


def test_the_administrators_call_names_pool_and_user_and_is_signed(api: CognitoApi, server: Loopback) -> None:
    api.admin_user_global_sign_out("Corp_mary")
    (seen,) = server.requests

    assert seen.headers["x-amz-target"] == "AWSCognitoIdentityProviderService.AdminUserGlobalSignOut"
    assert json.loads(seen.body) == {"UserPoolId": "eu-central-1_Example01", "Username": "Corp_mary"}
    assert "/eu-central-1/cognito-idp/aws4_request" in seen.headers["authorization"]


FAULTS: list[tuple[Behaviour, str, bool]] = [
    (reply(400, {"__type": "TooManyRequestsException", "message": "the-token"}), "throttled", True),
    (reply(400, {"__type": "ThrottlingException"}), "throttled", True),
    (reply(400, {"__type": "LimitExceededException"}), "throttled", True),
    (reply(400, {"__type": "Throttling"}), "throttled", True),
    (reply(400, {"__type": "ProvisionedThroughputExceededException"}), "throttled", True),
    (reply(400, {"__type": "RequestLimitExceeded"}), "throttled", True),
    (reply(403, {"__type": "RequestThrottled"}), "throttled", True),
    (reply(403, {"__type": "ForbiddenException"}), "ForbiddenException", True),
    (reply(400, {"__type": "RequestTimeout"}), "RequestTimeout", True),
    (reply(400, {"__type": "RequestTimeoutException"}), "RequestTimeoutException", True),
    (reply(400, {"__type": "AccessDeniedException"}), "AccessDeniedException", False),
    (reply(400, {"__type": "PasswordResetRequiredException"}), "PasswordResetRequiredException", False),
    (reply(429, {"__type": "Whatever"}), "throttled", True),
    (reply(400, {"__type": "NotAuthorizedException", "message": "the-token"}), "NotAuthorizedException", False),
    (reply(400, {"__type": "x#UserNotFoundException"}), "UserNotFoundException", False),
    (reply(400, {"__type": "OperationNotEnabledException"}), "OperationNotEnabledException", False),
    (reply(500, {"__type": "InternalErrorException"}), "InternalErrorException", True),
    (reply(503, "<html>", "text/html"), "503", True),
    (reply(200, "<!doctype html>", "text/html; charset=utf-8"), "not_cognito", True),
    (reply(200, "<!doctype html>", "text/plain"), "not_cognito", True),
    (reply(200, "}{", "application/x-amz-json-1.1"), "not_cognito", True),
    (loopback.reset, "unreachable", True),
    (loopback.break_off, "unreachable", True),
    (loopback.babble, "unreachable", True),
]


@pytest.mark.parametrize(("behaviour", "kind", "retryable"), FAULTS, ids=[f"{n}-{f[1]}" for n, f in enumerate(FAULTS)])
def test_a_failure_is_named_and_tried_once(
    api: CognitoApi, server: Loopback, behaviour: Behaviour, kind: str, retryable: bool
) -> None:
    server.behaviour = behaviour
    with pytest.raises(EffectFailed) as failed:
        api.global_sign_out("the-token")

    assert (failed.value.kind, failed.value.retryable) == (kind, retryable)
    assert "the-token" not in str(failed.value)
    assert len(server.requests) == 1


def test_an_endpoint_that_is_not_there_is_unreachable(api: CognitoApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", loopback.unused_address())
    with pytest.raises(EffectFailed) as failed:
        api.admin_user_global_sign_out("mary")

    assert (failed.value.kind, failed.value.retryable) == ("unreachable", True)


def test_without_credentials_the_administrators_call_fails_without_a_request(
    api: CognitoApi, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    with pytest.raises(EffectFailed):
        api.admin_user_global_sign_out("mary")

    assert server.requests == []


@pytest.mark.parametrize("behaviour", [loopback.drip_headers, loopback.drip_body, loopback.stall])
def test_the_deadline_closes_boto3s_socket_too(api: CognitoApi, server: Loopback, behaviour: Behaviour) -> None:
    api.global_sign_out("warm")
    server.over.get(timeout=2)
    server.behaviour = behaviour
    deadline = Deadline(0.3)
    (result,) = side_by_side([partial(api.global_sign_out, "the-token")], deadline)

    assert isinstance(result, EffectFailed)
    assert result.kind == "timeout"
    assert server.over.get(timeout=2) < deadline.ends + 0.5
    assert len(server.requests) == 2
