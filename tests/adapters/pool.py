"""A user pool's signing side: keys of this run, JWKS documents, and tokens with any header and claims."""

import json
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.utils import base64url_encode

ISSUER = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example01"
SHOP = "1example23456789"
EXPIRES = 1_800_003_600


def key(name: str, bits: int = 2_048) -> RSAPrivateKey:
    """A key pair of this run; the name is its `kid`."""
    return _made(name, bits)


@cache
def _made(name: str, bits: int) -> RSAPrivateKey:
    return generate_private_key(public_exponent=65_537, key_size=bits)


def jwk(name: str, bits: int = 2_048, **changes: Any) -> dict[str, Any]:
    """The public half as a JWK; a member given as None is left out."""
    public = jwt.algorithms.RSAAlgorithm.to_jwk(key(name, bits).public_key(), as_dict=True)
    members = {**public, "kid": name, "alg": "RS256", "use": "sig"} | changes
    return {member: value for member, value in members.items() if value is not None}


def id_claims(**changes: Any) -> dict[str, Any]:
    """The claims of an ID token; a claim given as None is left out."""
    usual: dict[str, Any] = {
        "sub": "5a2f0000-0000-4000-8000-000000000000",
        "iss": ISSUER,
        "aud": SHOP,
        "token_use": "id",
        "cognito:username": "Corp_mary",
        "origin_jti": "session-1",
        "exp": EXPIRES,
        "iat": EXPIRES - 3_600,
    }
    return {name: value for name, value in (usual | changes).items() if value is not None}


def access_claims(**changes: Any) -> dict[str, Any]:
    """The claims of an access token: `client_id` in place of `aud`, `username`, `scope`."""
    usual = {"aud": None, "cognito:username": None, "token_use": "access", "client_id": SHOP}
    return id_claims(**(usual | {"username": "Corp_mary", "scope": "openid aws.cognito.signin.user.admin"} | changes))


def sign(claims: dict[str, Any], algorithm: str = "RS256", by: Any = None, **header: Any) -> str:
    """A token with these claims; `header` members beside `alg` and `kid`."""
    private: Any = by if by is not None else key("pool")
    return jwt.encode(claims, private, algorithm=algorithm, headers={"kid": "pool", **header})


def sign_raw(header: bytes | dict[str, Any], payload: bytes | dict[str, Any]) -> str:
    """A token with the pool's good RS256 signature over any two parts, however strange."""
    parts = [part if isinstance(part, bytes) else json.dumps(part).encode() for part in (header, payload)]
    signed = b".".join(base64url_encode(part) for part in parts)
    algorithm = jwt.algorithms.RSAAlgorithm(jwt.algorithms.RSAAlgorithm.SHA256)
    return (signed + b"." + base64url_encode(algorithm.sign(signed, key("pool")))).decode()
