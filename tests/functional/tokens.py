"""Mints the tokens of a user pool: keys are made at run time, every token is remembered as a secret."""

import secrets
import time
import uuid
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from tests.functional.secrecy import Secrets

POOL = "eu-central-1_Example01"
ISSUER = f"https://cognito-idp.eu-central-1.amazonaws.com/{POOL}"
SHOP = "1example23456789"
BLOG = "2example23456789"
SELF_SERVICE = "aws.cognito.signin.user.admin"
CORP = {
    "userId": "4711",
    "providerName": "Corp",
    "providerType": "OIDC",
    "issuer": None,
    "primary": "true",
    "dateCreated": "1671416345385",
}


@cache
def key(name: str) -> RSAPrivateKey:
    """A key pair of this run; the name is its `kid`. One per name: making one takes a tenth of a second."""
    return generate_private_key(public_exponent=65537, key_size=2048)


def key_set(*names: str) -> dict[str, Any]:
    """The JWKS document with the public halves of the named keys."""
    keys = [jwt.algorithms.RSAAlgorithm.to_jwk(key(name).public_key(), as_dict=True) for name in names]
    return {"keys": [{**jwk, "kid": name, "alg": "RS256", "use": "sig"} for name, jwk in zip(names, keys, strict=True)]}


class Person:
    """Somebody with one session at the pool: `sub` and `origin_jti` are the same in all of the session's tokens."""

    def __init__(self, remembered: Secrets, identities: object = (CORP,)) -> None:
        self.remembered = remembered
        self.sub = str(uuid.uuid4())
        self.session = str(uuid.uuid4())
        self.username = f"Corp_{secrets.token_hex(4)}"
        self.identities = list(identities) if isinstance(identities, tuple) else identities

    def id_token(self, client: str = SHOP, signed_by: str = "pool", **claims: Any) -> str:
        """An ID token as Cognito makes it; a claim given as None is left out."""
        content: dict[str, Any] = {
            "token_use": "id",
            "aud": client,
            "cognito:username": self.username,
            "email": "mary@example.com",
            "identities": self.identities or None,
        }
        return self._sign(content | claims, signed_by)

    def access_token(self, client: str = SHOP, signed_by: str = "pool", **claims: Any) -> str:
        """An access token as Cognito makes it: `client_id` in place of `aud`, and `scope`."""
        content = {"token_use": "access", "client_id": client, "username": self.username, "scope": SELF_SERVICE}
        return self._sign(content | claims, signed_by)

    def refresh_token(self, length: int = 900) -> str:
        """An opaque refresh token."""
        return self.remembered.add_token(secrets.token_urlsafe(length)[:length])

    def provider_id_token(self, length: int = 700, **claims: Any) -> str:
        """The provider's own ID token, of about this length: what Cognito maps to a custom attribute."""
        padding = secrets.token_urlsafe(length)[: max(0, (length - 600) * 3 // 4)]
        content = {"iss": "https://corp.test", "aud": "cognito-at-corp", "padding": padding} | claims
        return self.id_token(signed_by="corp", **content)

    def _sign(self, claims: dict[str, Any], signed_by: str) -> str:
        now = int(time.time())
        common = {
            "sub": self.sub,
            "origin_jti": self.session,
            "iss": ISSUER,
            "jti": str(uuid.uuid4()),
            "event_id": str(uuid.uuid4()),
            "auth_time": now - 60,
            "iat": now - 60,
            "exp": now + 3540,
        }
        content = {name: value for name, value in (common | claims).items() if value is not None}
        token = jwt.encode(content, key(signed_by), algorithm="RS256", headers={"kid": signed_by})
        return self.remembered.add(token) if signed_by == "corp" else self.remembered.add_token(token)
