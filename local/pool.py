"""The user pool of a run: a provider, a public and a confidential app client, and a user of its own."""

import secrets
import string
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from local.aws import Clients
from local.cognito_domain.federation import ATTRIBUTE_LIMIT, stand_in_token_url
from local.places import REGION, Places
from local.provider.setup import ProviderSetup

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

PROVIDER = "Corp"
SAML_PROVIDER = "CorpSaml"
HINT_ATTRIBUTE = "corp_id_token"
SCOPES = ["openid", "email", "profile", "aws.cognito.signin.user.admin"]
APPS = {"shop": PROVIDER, "desk": "COGNITO"}
BESIDE_LOGOUT = "account"  # where the apps have a site of their own, one more that shares the logout's host


@dataclass(frozen=True, slots=True, repr=False)
class AppClient:
    """One app: its client in the pool, its pages, and the provider of its users (`COGNITO` is the pool itself).

    `secret` is empty for a public client, `provider_site` where the name says enough. `elsewhere` says that the app is
    not ours, so that nobody here knows where it keeps its tokens.
    """

    name: str
    client_id: str
    secret: str
    home: str
    provider: str = PROVIDER
    provider_site: str = ""
    elsewhere: bool = False

    @property
    def host(self) -> str:
        """Where its cookies lie: they are host-only."""
        return urlsplit(self.home).hostname or ""

    @property
    def callback(self) -> str:
        """Where Cognito sends the browser after a sign-in."""
        return f"{self.home}callback"

    @property
    def signed_out(self) -> str:
        """Where the logout sends the browser at the end: the app's `return_to`."""
        return f"{self.home}signed-out"


@dataclass(frozen=True, slots=True, repr=False)
class Pool:
    """What a run made: the pool, its apps by name, and the native user's name and password."""

    pool_id: str
    apps: dict[str, AppClient]
    username: str
    password: str

    @property
    def issuer(self) -> str:
        """The issuer in the pool's tokens."""
        return f"https://cognito-idp.{REGION}.amazonaws.com/{self.pool_id}"


def create_pool(clients: Clients, places: Places, provider: ProviderSetup, *, maps_token: bool = True) -> Pool:
    """Make the pool with everything in it; the provider's ID token is mapped to an attribute, or to none."""
    cognito = clients.cognito
    pool_id = cognito.create_user_pool(
        PoolName="local",
        Schema=[
            {
                "Name": HINT_ATTRIBUTE,
                "AttributeDataType": "String",
                "Mutable": True,
                "StringAttributeConstraints": {"MinLength": "0", "MaxLength": str(ATTRIBUTE_LIMIT)},
            }
        ],
    )["UserPool"]["Id"]
    # Version 2 is managed login, without which `prompt` is ignored.
    cognito.create_user_pool_domain(Domain=f"local-{secrets.token_hex(4)}", UserPoolId=pool_id, ManagedLoginVersion=2)
    add_provider(cognito, places, provider, pool_id, maps_token=maps_token)
    apps = {name: add_app(cognito, places, pool_id, name, provider) for name, provider in APPS.items()}
    if places.app_beside_logout != places.app:
        apps[BESIDE_LOGOUT] = add_app(cognito, places, pool_id, BESIDE_LOGOUT, PROVIDER, site=places.app_beside_logout)
    username, password = add_user(cognito, pool_id)
    return Pool(pool_id, apps, username, password)


def add_provider(
    cognito: "CognitoIdentityProviderClient",
    places: Places,
    provider: ProviderSetup,
    pool_id: str,
    *,
    maps_token: bool = True,
) -> None:
    """Federate the OpenID provider, its ID token mapped to an attribute where that is wanted (knowledge center,
    "cognito-user-pool-tokens-issued-by-idp")."""
    token = {f"custom:{HINT_ATTRIBUTE}": "id_token"} if maps_token else {}
    cognito.create_identity_provider(
        UserPoolId=pool_id,
        ProviderName=PROVIDER,
        ProviderType="OIDC",
        ProviderDetails={
            "client_id": provider.client_id,
            "client_secret": provider.client_secret,
            "oidc_issuer": provider.issuer,
            "authorize_scopes": "openid email profile",
            "attributes_request_method": "GET",
            "authorize_url": f"{provider.issuer}/authorize/",
            "token_url": stand_in_token_url(places.cognito, PROVIDER),
            "attributes_url": f"{provider.issuer}/userinfo/",
            "jwks_uri": f"{provider.issuer}/.well-known/jwks.json",
        },
        IdpIdentifiers=["example.com"],
        AttributeMapping={"email": "email", "name": "name", **token},
    )


def add_app(
    cognito: "CognitoIdentityProviderClient",
    places: Places,
    pool_id: str,
    name: str,
    provider: str,
    *,
    site: str = "",
    provider_site: str = "",
    confidential: bool = False,
    elsewhere: bool = False,
) -> AppClient:
    """An app client that may come back to its own pages, and to the one return URL of every logout."""
    home = f"{site or places.app}/{name}/"
    created = cognito.create_user_pool_client(
        UserPoolId=pool_id,
        ClientName=name,
        GenerateSecret=confidential or name == "desk",
        SupportedIdentityProviders=[provider],
        CallbackURLs=[f"{home}callback"],
        LogoutURLs=[f"{places.logout}/logout/return", f"{home}signed-out"],
        AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=SCOPES,
        AllowedOAuthFlowsUserPoolClient=True,
        EnableTokenRevocation=True,
    )["UserPoolClient"]
    secret = created.get("ClientSecret", "")
    return AppClient(name, created["ClientId"], secret, home, provider, provider_site, elsewhere)


def add_user(cognito: "CognitoIdentityProviderClient", pool_id: str) -> tuple[str, str]:
    """A confirmed user of the pool itself; its name and password."""
    letters = string.ascii_lowercase + string.ascii_uppercase + string.digits
    # One of each kind that a pool's default policy asks for, then length.
    password = "aA1!" + "".join(secrets.choice(letters) for _ in range(16))
    cognito.admin_create_user(UserPoolId=pool_id, Username="grace", MessageAction="SUPPRESS")
    cognito.admin_set_user_password(UserPoolId=pool_id, Username="grace", Password=password, Permanent=True)
    return "grace", password
