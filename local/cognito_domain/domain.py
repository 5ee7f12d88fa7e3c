"""What the endpoints of the domain share: the pool, its clients, its browser sessions."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import requests
from botocore.exceptions import ClientError

from local.aws import Clients
from local.cognito_domain.sessions import Sessions
from local.places import Places

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp.type_defs import UserPoolClientTypeTypeDef

    from local.cognito_domain.saml import Saml

SECONDS = 10.0


@dataclass(slots=True)
class Pending:
    """A federated sign-in under way: whose, and the answer that the app waits for."""

    provider: str
    redirect_uri: str
    state: str
    client_id: str = ""


@dataclass
class Domain:
    """The domain of one user pool; state lives in memory, as long as a run.

    `token_urls` gives each provider's real token endpoint by the provider's name in the pool. `clock` is in seconds.
    `saml` is there when the pool has a SAML provider. `throttles` says of each revocation whether it is refused because
    the pool's quota is spent: never, where a test does not want it. `on_tokens` is told of each sign-in through a
    provider (its name, the app client, what its token endpoint answered), and whether it may go on.
    """

    places: Places
    pool_id: str
    token_urls: dict[str, str]
    clock: Callable[[], float] = time.time
    pending: dict[str, Pending] = field(default_factory=dict)
    id_tokens: dict[str, str] = field(default_factory=dict)
    saml: "Saml | None" = None
    throttles: Callable[[], bool] = lambda: False
    on_tokens: Callable[[str, str, dict[str, Any]], bool] | None = None
    signing_in: dict[str, str] = field(default_factory=dict)

    @property
    def aws_port(self) -> int:
        """Port of the embedded AWS, where everything else goes."""
        return self.places.aws_port

    @property
    def callback(self) -> str:
        """Where a provider sends the browser back to: the pool's own domain in life, this server here."""
        return f"{self.places.cognito}/oauth2/idpresponse"

    @cached_property
    def clients(self) -> Clients:
        """The pool's administration."""
        return Clients(self.places)

    @cached_property
    def sessions(self) -> Sessions:
        """The browser sessions behind the `cognito` cookie."""
        return Sessions(lambda: self.clock())

    def app_client(self, client_id: str) -> "UserPoolClientTypeTypeDef | None":
        """An app client of this pool, or None."""
        if not client_id:
            return None
        try:
            answer = self.clients.cognito.describe_user_pool_client(UserPoolId=self.pool_id, ClientId=client_id)
        except ClientError:
            return None
        return answer["UserPoolClient"]

    def provider_known_as(self, identifier: str) -> str:
        """The name of the provider with this identifier, or an empty string."""
        try:
            answer = self.clients.cognito.get_identity_provider_by_identifier(
                UserPoolId=self.pool_id, IdpIdentifier=identifier
            )
        except ClientError:
            return ""
        return answer["IdentityProvider"]["ProviderName"]

    def ask_aws(self, method: str, path: str, **parts: Any) -> requests.Response:
        """A request of our own to the embedded AWS, redirects not followed (`parts` as requests takes them)."""
        address = f"{self.places.aws}{path}"
        return requests.request(method, address, allow_redirects=False, timeout=SECONDS, **parts)
