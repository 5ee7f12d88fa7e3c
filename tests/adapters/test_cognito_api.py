"""The two calls that end every session: against moto's own pool, whose state really changes."""

import secrets
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from coordinator.adapters.user_pool import CognitoApi
from coordinator.core.model import User
from coordinator.errors import EffectFailed
from moto import mock_aws
from moto.core.botocore_stubber import BotocoreStubber
from moto.core.models import botocore_stubber

REGION = "eu-central-1"


class Pool:
    """A user pool in moto, with one user who signs in as often as a test likes."""

    def __init__(self) -> None:
        self.client: Any = boto3.client("cognito-idp", region_name=REGION)
        self.id = self.client.create_user_pool(PoolName="people")["UserPool"]["Id"]
        flows: Any = ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        made = self.client.create_user_pool_client(UserPoolId=self.id, ClientName="shop", ExplicitAuthFlows=flows)
        self.app = made["UserPoolClient"]["ClientId"]
        self.password = f"Aa1!{secrets.token_urlsafe(16)}"
        self.client.admin_create_user(UserPoolId=self.id, Username="mary", MessageAction="SUPPRESS")
        self.client.admin_set_user_password(UserPoolId=self.id, Username="mary", Password=self.password, Permanent=True)

    def sign_in(self) -> dict[str, str]:
        """Return the tokens of a new session."""
        parameters = {"USERNAME": "mary", "PASSWORD": self.password}
        return dict(self._auth("ADMIN_USER_PASSWORD_AUTH", parameters))

    def is_alive(self, session: dict[str, str]) -> bool:
        """Ask the pool: does the access token still open the user, and does the refresh token give a new one?"""
        return self._access_lives(session["AccessToken"]) or self._refresh_lives(session["RefreshToken"])

    def _access_lives(self, token: str) -> bool:
        try:
            self.client.get_user(AccessToken=token)
        except ClientError:
            return False
        return True

    def _refresh_lives(self, token: str) -> bool:
        try:
            self._auth("REFRESH_TOKEN_AUTH", {"REFRESH_TOKEN": token})
        except ClientError:
            return False
        return True

    def _auth(self, flow: str, parameters: dict[str, str]) -> Any:
        answer = self.client.admin_initiate_auth(
            UserPoolId=self.id, ClientId=self.app, AuthFlow=flow, AuthParameters=parameters
        )
        return answer["AuthenticationResult"]


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pool]:
    """A pool of this test."""
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        yield Pool()


@pytest.fixture
def api(pool: Pool) -> CognitoApi:
    """Our adapter, whose requests reach moto by our own transport and not by moto's hook into botocore."""
    adapter = CognitoApi(pool.id)
    assert isinstance(botocore_stubber, BotocoreStubber)
    adapter._connected().meta.events.unregister("before-send", botocore_stubber)
    return adapter


def test_a_global_sign_out_ends_every_session_of_the_user(pool: Pool, api: CognitoApi) -> None:
    here, elsewhere = pool.sign_in(), pool.sign_in()
    assert pool.is_alive(here)
    assert pool.is_alive(elsewhere)

    api.global_sign_out(here["AccessToken"])

    assert not pool.is_alive(here)
    assert not pool.is_alive(elsewhere)


def test_the_administrators_sign_out_ends_every_session_of_the_user(pool: Pool, api: CognitoApi) -> None:
    here, elsewhere = pool.sign_in(), pool.sign_in()

    api.admin_user_global_sign_out("mary")

    assert not pool.is_alive(here)
    assert not pool.is_alive(elsewhere)


def test_whoever_signed_out_everywhere_can_sign_in_again(pool: Pool, api: CognitoApi) -> None:
    api.global_sign_out(pool.sign_in()["AccessToken"])

    assert pool.is_alive(pool.sign_in())


def test_a_dead_access_token_is_a_final_failure(pool: Pool, api: CognitoApi) -> None:
    session = pool.sign_in()
    api.global_sign_out(session["AccessToken"])

    with pytest.raises(EffectFailed) as failed:
        api.global_sign_out(session["AccessToken"])
    assert (failed.value.kind, failed.value.retryable) == ("NotAuthorizedException", False)


def test_a_user_that_the_pool_does_not_have_is_a_final_failure(api: CognitoApi) -> None:
    with pytest.raises(EffectFailed) as failed:
        api.admin_user_global_sign_out("eve")
    assert (failed.value.kind, failed.value.retryable) == ("UserNotFoundException", False)


def test_a_user_is_found_by_name_with_the_sub(pool: Pool, api: CognitoApi) -> None:
    attributes = pool.client.admin_get_user(UserPoolId=pool.id, Username="mary")["UserAttributes"]
    (subject,) = (one["Value"] for one in attributes if one["Name"] == "sub")

    assert api.find_user("mary") == User("mary", subject)
    assert api.find_user("eve") is None
