"""Many people of the local pool and their sessions, made by the pool's own API without a browser."""

import secrets
from dataclasses import dataclass, field

from botocore.exceptions import ClientError

from local.pool import PROVIDER
from local.system import LocalSystem

APP = "shop"


@dataclass(frozen=True, slots=True)
class Session:
    """What an app was given at one sign-in."""

    user: str
    id_token: str = field(repr=False)
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)

    @property
    def tokens(self) -> tuple[str, str, str]:
        """All three, for whoever looks for them where none may be."""
        return self.id_token, self.access_token, self.refresh_token


class People:
    """Users of the pool who came in through the provider, as the app `shop` knows them."""

    def __init__(self, system: LocalSystem) -> None:
        self._cognito = system.clients.cognito
        self._pool = system.pool.pool_id
        self.client_id = system.pool.apps[APP].client_id
        self._password = "aA1!" + secrets.token_urlsafe(16)

    def register(self, name: str = "") -> str:
        """Make a user with an identity at the provider; the user's name."""
        name = name or f"user-{secrets.token_hex(6)}"
        cognito, pool = self._cognito, self._pool
        cognito.admin_create_user(UserPoolId=pool, Username=name, MessageAction="SUPPRESS")
        cognito.admin_set_user_password(UserPoolId=pool, Username=name, Password=self._password, Permanent=True)
        cognito.admin_link_provider_for_user(
            UserPoolId=pool,
            DestinationUser={"ProviderName": "Cognito", "ProviderAttributeValue": name},
            SourceUser={
                "ProviderName": PROVIDER,
                "ProviderAttributeName": "Cognito_Subject",
                "ProviderAttributeValue": secrets.token_hex(8),
            },
        )
        return name

    def sign_in(self, user: str) -> Session:
        """Begin one more session of a user."""
        result = self._cognito.admin_initiate_auth(
            UserPoolId=self._pool,
            ClientId=self.client_id,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": user, "PASSWORD": self._password},
        )["AuthenticationResult"]
        return Session(user, result["IdToken"], result["AccessToken"], result["RefreshToken"])

    def is_alive(self, session: Session) -> bool:
        """Whether Cognito still gives new tokens for its refresh token."""
        try:
            self._cognito.admin_initiate_auth(
                UserPoolId=self._pool,
                ClientId=self.client_id,
                AuthFlow="REFRESH_TOKEN_AUTH",
                AuthParameters={"REFRESH_TOKEN": session.refresh_token},
            )
        except ClientError as error:
            if error.response["Error"]["Code"] == "NotAuthorizedException":
                return False
            raise
        return True
