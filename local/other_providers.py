"""OpenID providers beside the first: what the pool, the stage file and a person need to know of each.

Source: Amazon Cognito developer guide, "cognito-user-pools-oidc-idp" (an OpenID provider's endpoints are found through
its issuer's discovery document).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import requests

from local.aws import Clients
from local.cognito_domain.domain import Domain
from local.cognito_domain.federation import stand_in_token_url
from local.navigation import origin
from local.places import Places
from local.pool import HINT_ATTRIBUTE, Pool, add_app
from local.processes import Process

SECONDS = 10.0


@dataclass(frozen=True, slots=True, repr=False)
class OpenIdProvider:
    """One provider: its `name` in the pool, the `app` whose people come from there, its `profile` in the stage file,
    the client that Cognito is there, and what its one person types, by the fields of its sign-in page.

    `answers_prompt_none` is false where who has no session is shown the sign-in page all the same, instead of the error
    of OpenID Connect Core 1.0, section 3.1.2.6. `signals` are the stage file's lines about its logout tokens.
    """

    name: str
    app: str
    profile: str
    issuer: str
    client_id: str
    client_secret: str
    typed: Mapping[str, str]
    process: Process
    answers_prompt_none: bool = True
    signals: str = ""

    @property
    def discovery(self) -> str:
        """URL of its discovery document (OpenID Connect Discovery 1.0, section 4)."""
        return f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"

    def endpoint(self, name: str) -> str:
        """One endpoint by its name in the discovery document; the provider must be running."""
        answer = requests.get(self.discovery, timeout=SECONDS)
        answer.raise_for_status()
        return str(answer.json()[name])


def federate(clients: Clients, places: Places, pool: Pool, domain: Domain, provider: OpenIdProvider) -> None:
    """Make a running provider known to the pool, with an app of its own; the domain and the apps are not served yet."""
    clients.cognito.create_identity_provider(
        UserPoolId=pool.pool_id,
        ProviderName=provider.name,
        ProviderType="OIDC",
        ProviderDetails={
            "client_id": provider.client_id,
            "client_secret": provider.client_secret,
            "oidc_issuer": provider.issuer,
            "authorize_scopes": "openid email profile",
            "attributes_request_method": "GET",
            "authorize_url": provider.endpoint("authorization_endpoint"),
            "token_url": stand_in_token_url(places.cognito, provider.name),
            "attributes_url": provider.endpoint("userinfo_endpoint"),
            "jwks_uri": provider.endpoint("jwks_uri"),
        },
        AttributeMapping={"email": "email", "name": "name", f"custom:{HINT_ATTRIBUTE}": "id_token"},
    )
    domain.token_urls[provider.name] = provider.endpoint("token_endpoint")
    pool.apps[provider.app] = add_app(
        clients.cognito, places, pool.pool_id, provider.app, provider.name, provider_site=origin(provider.issuer)
    )
