"""Tokens that prove nothing: each a way to spoil or to misuse what a pool signs."""

import base64
import secrets
from collections.abc import Callable

import jwt

from tests.functional.tokens import Person

ANOTHER_POOL = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Another01"

type Minter = Callable[..., str]
type Forgery = Callable[[Minter], str]


def _parts(token: str) -> list[str]:
    return token.split(".")


def _encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _unsigned(mint: Minter) -> str:
    return f"{_encoded('{"alg":"none"}')}.{_parts(mint())[1]}."


def _another_signature(mint: Minter) -> str:
    head, payload, signature = _parts(mint())
    return f"{head}.{payload}.{'A' * len(signature)}"


def _another_payload(mint: Minter) -> str:
    (head, _, signature), (_, payload, _) = _parts(mint()), _parts(mint(sub="somebody-else"))
    return f"{head}.{payload}.{signature}"


def _another_algorithm(mint: Minter) -> str:
    claims = jwt.decode(mint(), options={"verify_signature": False})
    return jwt.encode(claims, secrets.token_bytes(32), algorithm="HS256", headers={"kid": "pool"})


def _another_key_of_the_same_name(mint: Minter) -> str:
    head, payload, _ = _parts(mint())
    return f"{head}.{payload}.{_parts(mint(signed_by='stranger'))[2]}"


FORGERIES: dict[str, Forgery] = {
    "no token": lambda mint: "neither-a-token-nor-a-secret",
    "of another pool": lambda mint: mint(iss=ANOTHER_POOL),
    "of another key": lambda mint: mint(signed_by="stranger"),
    "of another key of the same name": _another_key_of_the_same_name,
    "of another algorithm": _another_algorithm,
    "without a signature": _unsigned,
    "with another signature": _another_signature,
    "with another payload": _another_payload,
    "with a fourth part": lambda mint: mint() + ".x",
    "without a use": lambda mint: mint(token_use=None),
    "without a subject": lambda mint: mint(sub=None),
}
HINTS: dict[str, Callable[[Person], str]] = {
    **{name: lambda person, forge=forge: forge(person.id_token) for name, forge in FORGERIES.items()},  # type: ignore[misc]
    "that is an access token": lambda person: person.access_token(),
    "for an unknown client": lambda person: person.id_token(client="3example23456789"),
    "without an audience": lambda person: person.id_token(aud=None),
}
ACCESS_TOKENS: dict[str, Callable[[Person], str]] = {
    **{name: lambda person, forge=forge: forge(person.access_token) for name, forge in FORGERIES.items()},  # type: ignore[misc]
    "that is an ID token": lambda person: person.id_token(),
    "that has expired": lambda person: person.access_token(iat=1_700_000_000, exp=1_700_003_600),
}
