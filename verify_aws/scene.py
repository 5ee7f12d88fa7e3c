"""What the checks look at: the pools, the apps and the deployed logout, with what can be asked of them."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import jwt
import requests
from botocore.exceptions import ClientError

from verify_aws.account import Account, code_of
from verify_aws.errors import CouldNotCheck
from verify_aws.made import SCOPES, App, Pool
from verify_aws.names import Run

SECONDS = 20.0


@dataclass(frozen=True, slots=True, repr=False)
class Tokens:
    """What an app was given at a sign-in."""

    id: str
    access: str
    refresh: str

    @property
    def claims(self) -> dict[str, Any]:
        """The ID token's claims."""
        return claims_of(self.id)


@dataclass
class Scene:
    """One run's pools, apps (by name), stack and addresses.

    `no_trigger` says why the first pool has no trigger. `managed` is false once the classic pages are shown.
    """

    account: Account
    pool: Pool
    upstream: Pool
    upstream_client: str
    apps: dict[str, App]
    outputs: Mapping[str, str]
    logout: str
    discovery: str
    run: Run
    no_trigger: str = ""
    managed: bool = True
    kept: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def for_anyone(self) -> Any:
        """User pools as an app calls them."""
        return self.account.cognito_for_anyone()

    @property
    def return_url(self) -> str:
        """The one URL that every hop of a logout comes back to."""
        return f"{self.logout}/logout/return"

    def authorize_url(self, app: App, **more: str) -> str:
        """The first pool's authorization endpoint with this app's request."""
        query = {"response_type": "code", "client_id": app.client_id, "redirect_uri": app.callback}
        query |= {"scope": " ".join(SCOPES), "state": "a-state"} | more
        return f"{self.pool.domain}/oauth2/authorize?{urlencode(query)}"

    def logout_url(self, app: App, **more: str) -> str:
        """Cognito's own `/logout`, back to the app's signed-out page."""
        query = {"client_id": app.client_id, "logout_uri": app.signed_out} | more
        return f"{self.pool.domain}/logout?{urlencode(query)}"

    def exchange(self, app: App, **form: str) -> requests.Response:
        """Ask the token endpoint."""
        address = f"{self.pool.domain}/oauth2/token"
        return requests.post(address, data=form | {"client_id": app.client_id}, timeout=SECONDS)

    def tokens(self, app: App, code: str) -> Tokens:
        """Exchange a code. Raises CouldNotCheck when Cognito refuses it."""
        answer = self.exchange(app, grant_type="authorization_code", code=code, redirect_uri=app.callback)
        if not answer.ok:
            raise CouldNotCheck(f"the token endpoint answered {answer.status_code}")
        given = answer.json()
        return Tokens(given["id_token"], given["access_token"], given["refresh_token"])

    def refreshed(self, app: App, token: str) -> dict[str, Any] | None:
        """Return what the token endpoint gives for a refresh token, None when it calls it invalid."""
        answer = self.exchange(app, grant_type="refresh_token", refresh_token=token)
        if answer.ok:
            return dict(answer.json())
        if answer.status_code == 400 and "invalid_grant" in answer.text:
            return None
        raise CouldNotCheck(f"the token endpoint answered {answer.status_code}, which says nothing about the token")

    def takes_access_token(self, token: str) -> bool:
        """Whether Cognito itself still takes it, in GetUser."""
        try:
            self.for_anyone.get_user(AccessToken=token)
        except ClientError as error:
            if code_of(error) == "NotAuthorizedException":
                return False
            raise
        return True

    def revoke(self, app: App, token: str) -> requests.Response:
        """Ask `/oauth2/revoke`."""
        form = {"token": token, "client_id": app.client_id}
        return requests.post(f"{self.pool.domain}/oauth2/revoke", data=form, timeout=SECONDS)

    def show_classic_pages(self) -> None:
        """Change both domains to the classic hosted UI, whose form needs no script; nothing but `prompt` is lost."""
        self.managed = False
        for pool in (self.pool, self.upstream):
            cognito = self.account.client("cognito-idp")
            domain = cognito.describe_user_pool(UserPoolId=pool.pool_id)["UserPool"]["Domain"]
            cognito.update_user_pool_domain(Domain=domain, UserPoolId=pool.pool_id, ManagedLoginVersion=1)


def claims_of(token: str) -> dict[str, Any]:
    """Return a token's claims; it came from Cognito itself, and nothing hangs on its signature here."""
    return dict(jwt.decode(token, options={"verify_signature": False}))


def next_second() -> None:
    """Wait for the next second: tokens and cut-offs are compared by whole ones."""
    time.sleep(1.05 - time.time() % 1)
