"""Two throw-away pools: the one that is looked at, and another one that is its OpenID provider.

Sources: Amazon Cognito developer guide, "cognito-user-pools-oidc-idp" (a provider's endpoints are found through its
issuer; it sends the browser back to `<domain>/oauth2/idpresponse`) and "managed-login-brandingeditor" (an app client of
managed login needs a style before its pages are shown); AWS knowledge center, "cognito-user-pool-tokens-issued-by-idp"
(a provider's ID token can be mapped to an attribute).
"""

import secrets
import string
from typing import Any

from botocore.exceptions import ClientError

from verify_aws.account import Account, code_of
from verify_aws.made import SCOPES, App, Person, Pool
from verify_aws.names import Run
from verify_aws.surroundings import PROVIDER, Surroundings

HINT = "upstream_id_token"
HINT_LENGTH = 2048
UNKNOWN_CALL = {"InvalidAction", "UnknownOperationException", "NotImplemented", "UnsupportedOperation"}


class PoolMaker:
    """Makes what belongs to pools. Every name is told to the ledger before; that is the caller's work."""

    def __init__(self, account: Account, run: Run) -> None:
        """Make nothing yet."""
        self._cognito = account.client("cognito-idp")
        self._run = run

    def pool(self, surroundings: Surroundings, name: str, username: str, *, upstream: bool) -> Pool:
        """Make a pool with its domain, in managed login (version 2), and one person."""
        limits = {"MinLength": "0", "MaxLength": str(HINT_LENGTH)}
        hint = {"Name": HINT, "AttributeDataType": "String", "Mutable": True, "StringAttributeConstraints": limits}
        pool_id = self._cognito.create_user_pool(
            PoolName=name,
            UserPoolTags=self._run.tags,
            AdminCreateUserConfig={"AllowAdminCreateUserOnly": True},
            Schema=[hint],
        )["UserPool"]["Id"]
        self._cognito.create_user_pool_domain(Domain=name, UserPoolId=pool_id, ManagedLoginVersion=2)
        domain = surroundings.domain(name, pool_id, upstream=upstream)
        return Pool(pool_id, domain, self._person(pool_id, username))

    def upstream_client(self, upstream: Pool, pool: Pool) -> tuple[str, str]:
        """Make the client that the first pool is at the other one; its id and secret."""
        settings = client_settings(["COGNITO"], [f"{pool.domain}/oauth2/idpresponse"], scopes=SCOPES[:3])
        made = self._client(upstream.pool_id, "first-pool", settings | {"GenerateSecret": True})
        return made["ClientId"], made["ClientSecret"]

    def provider(self, pool: Pool, where: dict[str, str], client_id: str, secret: str) -> None:
        """Make the other pool the first one's OpenID provider, its ID token mapped to an attribute.

        `where` says where its endpoints are found.
        """
        details = {
            "client_id": client_id,
            "client_secret": secret,
            "authorize_scopes": "openid email profile",
            "attributes_request_method": "GET",
        }
        self._cognito.create_identity_provider(
            UserPoolId=pool.pool_id,
            ProviderName=PROVIDER,
            ProviderType="OIDC",
            ProviderDetails=details | where,
            AttributeMapping={"email": "email", f"custom:{HINT}": "id_token"},
        )

    def app(self, pool: Pool, name: str, provider: str, **more: Any) -> App:
        """Make an app client that may use one provider; `COGNITO` is the pool itself."""
        app = App(name, "", provider)
        settings = client_settings([provider], [app.callback]) | more
        return App(name, self._client(pool.pool_id, name, settings)["ClientId"], provider)

    def may_return_to(self, pool_id: str, client_id: str, urls: list[str]) -> None:
        """Allow a client these sign-out URLs; what else it has stays, which the call would reset."""
        names = {"UserPoolId": pool_id, "ClientId": client_id}
        now = self._cognito.describe_user_pool_client(**names)["UserPoolClient"]
        kept = {key: value for key, value in now.items() if key in KEPT}
        self._cognito.update_user_pool_client(**names, **kept, LogoutURLs=urls)

    def _client(self, pool_id: str, name: str, settings: dict[str, Any]) -> dict[str, Any]:
        made = self._cognito.create_user_pool_client(UserPoolId=pool_id, ClientName=name, **settings)["UserPoolClient"]
        try:
            self._cognito.create_managed_login_branding(
                UserPoolId=pool_id, ClientId=made["ClientId"], UseCognitoProvidedValues=True
            )
        except ClientError as error:
            if code_of(error) not in UNKNOWN_CALL:  # an AWS of one's own may not know it, and shows its page without
                raise
        return dict(made)

    def _person(self, pool_id: str, username: str) -> Person:
        letters = string.ascii_letters + string.digits
        # One of each kind that a pool's default policy asks for, then length.
        person = Person(username, "aA1!" + "".join(secrets.choice(letters) for _ in range(20)))
        address = {"Name": "email", "Value": f"{username}@example.com"}
        self._cognito.admin_create_user(
            UserPoolId=pool_id, Username=username, MessageAction="SUPPRESS", UserAttributes=[address]
        )
        self._cognito.admin_set_user_password(
            UserPoolId=pool_id, Username=username, Password=person.password, Permanent=True
        )
        return person


def client_settings(providers: list[str], callbacks: list[str], scopes: list[str] = SCOPES) -> dict[str, Any]:
    """Return what all our app clients have in common."""
    attributes = ["email", "name", f"custom:{HINT}"]
    return {
        "SupportedIdentityProviders": providers,
        "CallbackURLs": callbacks,
        "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": scopes,
        "AllowedOAuthFlowsUserPoolClient": True,
        "EnableTokenRevocation": True,
        "ReadAttributes": attributes,
        "WriteAttributes": attributes,
    }


KEPT = {*client_settings([], []), "ClientName", "RefreshTokenRotation", "ExplicitAuthFlows"}
