"""Casts tokens that differ from a good one in one thing: any header, any payload, any signature."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from jwt.utils import base64url_encode

from tests.functional.tokens import Person, key

type Part = dict[str, Any] | bytes
type Signer = Callable[[bytes], bytes]
type Row = Callable[["Mould"], Iterable[str]]

HEADER: dict[str, Any] = {"alg": "RS256", "kid": "pool"}
MISSING = object()
"""Stands for a claim that is left out."""


def by(name: str) -> Signer:
    """Sign as RS256 does, with the named key."""
    return lambda text: key(name).sign(text, PKCS1v15(), SHA256())


def by_secret(secret: bytes, digest: str = "sha256") -> Signer:
    """Sign as HS256 and its kin do."""
    return lambda text: hmac.new(secret, text, getattr(hashlib, digest)).digest()


def by_nobody(text: bytes) -> bytes:
    """Sign nothing."""
    return b""


@dataclass(frozen=True)
class Mould:
    """A person's good token of one kind (`id` or `access`); `elsewhere` is a server that would see a request."""

    person: Person
    kind: str
    elsewhere: str

    @property
    def good(self) -> str:
        """A good token, another one each time."""
        return self.person.id_token() if self.kind == "id" else self.person.access_token()

    @property
    def of_the_other_kind(self) -> str:
        """A good token of the kind that is not wanted."""
        return self.person.access_token() if self.kind == "id" else self.person.id_token()

    @property
    def audience(self) -> str:
        """The claim that names the app client."""
        return "aud" if self.kind == "id" else "client_id"

    @cached_property
    def claims(self) -> dict[str, Any]:
        """The claims of a good token."""
        claims: dict[str, Any] = jwt.decode(self.good, options={"verify_signature": False})
        return claims

    @cached_property
    def parts(self) -> tuple[str, str, str]:
        """Header, payload and signature of one good token."""
        header, payload, signature = self.good.split(".")
        return header, payload, signature

    @property
    def signature(self) -> bytes:
        """The signature of `parts`."""
        return base64.urlsafe_b64decode(self.parts[2] + "==")

    def cast(self, header: Part = HEADER, payload: Part | None = None, sign: Signer | None = None) -> str:
        """A token of these parts, with the pool's good signature unless something else is said."""
        parts = (header, self.claims if payload is None else payload)
        text = b".".join(base64url_encode(one if isinstance(one, bytes) else json.dumps(one).encode()) for one in parts)
        return (text + b"." + base64url_encode((sign or by("pool"))(text))).decode()

    def headed(self, sign: Signer | None = None, **members: Any) -> str:
        """A token with these members in its header; what is MISSING is left out."""
        return self.cast(_without_missing(HEADER | members), sign=sign)

    def claiming(self, **claims: Any) -> str:
        """A token of the pool with these claims; what is MISSING is left out."""
        return self.cast(payload=_without_missing(self.claims | claims))

    def raw(self, members: bytes) -> bytes:
        """The payload with more members, written as they are."""
        return json.dumps(self.claims).encode()[:-1] + b"," + members + b"}"

    def resigned(self, signature: bytes | str) -> str:
        """The good token with another signature."""
        header, payload, _ = self.parts
        text = signature if isinstance(signature, str) else base64url_encode(signature).decode()
        return f"{header}.{payload}.{text}"


def _without_missing(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not MISSING}
