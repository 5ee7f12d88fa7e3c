"""Did our pool sign this token, for one of our apps, and of the kind that it must be? Nothing else is believed."""

import json
import re
from collections.abc import Collection
from typing import Any

import jwt
from jwt.exceptions import PyJWTError
from jwt.utils import base64url_decode

from coordinator.adapters.keys import Keys
from coordinator.core.model import Claims
from coordinator.errors import TokenInvalid

ALGORITHM = "RS256"
"""What Cognito signs with (Amazon Cognito developer guide, "Verifying a JSON web token")."""
LONGEST_TOKEN = 16_384
LATEST = 253_402_300_799
"""The last second that RFC 3339 can write."""
THREE_PARTS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")


class PoolTokens:
    """Verifies ID and access tokens of one pool (RFC 8725, RFC 7519)."""

    def __init__(self, issuer: str, client_ids: Collection[str], keys: Keys) -> None:
        """Believe tokens of `issuer` that were issued to one of `client_ids` and signed with one of `keys`."""
        self._issuer = issuer
        self._client_ids = frozenset(client_ids)
        self._keys = keys

    def verify(self, token: str, kind: str) -> Claims:
        """Return the claims of a token of `kind` (`id` or `access`), expired or not.

        Raises TokenInvalid, which says nothing about the token; Unavailable when the keys could not be had.
        """
        header, payload = _parts(token)
        if header.get("alg") != ALGORITHM or "crit" in header or not isinstance(header.get("kid"), str):
            raise TokenInvalid("header")
        if payload.get("iss") != self._issuer or payload.get("token_use") != kind:
            raise TokenInvalid("issuer or kind")
        key = self._keys.find(header["kid"])
        try:
            # Every claim is checked here by hand: an expired hint is accepted, and PyJWT is lenient about types.
            jwt.decode(token, key, algorithms=[ALGORITHM], options=_SIGNATURE_ALONE)
        except PyJWTError as error:
            raise TokenInvalid("signature") from error
        except (ValueError, TypeError, RecursionError) as error:
            raise TokenInvalid("form") from error
        return self._claims(payload, kind)

    def unverified(self, token: str) -> dict[str, Any] | None:
        """Return the payload of anybody's signed token, None when it is none; nothing of it may be believed."""
        try:
            return _parts(token)[1]
        except TokenInvalid:
            return None

    def _claims(self, payload: dict[str, Any], kind: str) -> Claims:
        client_id = _text(payload, "aud" if kind == "id" else "client_id")
        if client_id not in self._client_ids:
            raise TokenInvalid("audience")
        expires = payload.get("exp")
        if not isinstance(expires, int) or isinstance(expires, bool) or not 0 < expires <= LATEST:
            raise TokenInvalid("exp")
        return Claims(
            subject=_text(payload, "sub"),
            client_id=client_id,
            expires=expires,
            username=_text(payload, "cognito:username" if kind == "id" else "username", required=False),
            origin_jti=_text(payload, "origin_jti", required=False),
            scopes=frozenset((_text(payload, "scope", required=False) or "").split()),
            everything=payload,
        )


_SIGNATURE_ALONE: Any = {
    "verify_signature": True,
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
    "verify_jti": False,
}


def _parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return header and payload of a compact JWS; refuses what is too long, duplicate members, and other forms."""
    if len(token) > LONGEST_TOKEN or not THREE_PARTS.fullmatch(token):
        raise TokenInvalid("form")
    try:
        header, payload = (json.loads(base64url_decode(part), object_pairs_hook=_once) for part in token.split(".")[:2])
    except (ValueError, RecursionError) as error:
        raise TokenInvalid("form") from error
    if not isinstance(header, dict) or not isinstance(payload, dict):
        raise TokenInvalid("form")
    return header, payload


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("duplicate member")
    return members


def _text(payload: dict[str, Any], name: str, *, required: bool = True) -> Any:
    value = payload.get(name)
    if value is None and not required:
        return None
    if not isinstance(value, str) or not 0 < len(value) <= 2_048:
        raise TokenInvalid(name)
    return value
