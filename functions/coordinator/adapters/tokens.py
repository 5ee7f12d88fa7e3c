"""Did our pool sign this token, for one of our apps, and of the kind that it must be? Nothing else is believed."""

from collections.abc import Callable, Collection
from typing import Any

from jwt import PyJWS
from jwt.exceptions import PyJWTError

from coordinator.adapters import token_parts
from coordinator.adapters.keys import Keys
from coordinator.core.model import Claims
from coordinator.errors import TokenInvalid

ALGORITHM = "RS256"
"""What Cognito signs with (Amazon Cognito developer guide, "Verifying a JSON web token")."""
LATEST = 253_402_300_799
"""The last second that RFC 3339 can write."""
LONGEST_SCOPES = 50 * 257
"""Characters of all scopes of an app client: 50 of 256 (botocore's model of cognito-idp: ScopeListType, ScopeType)."""
SKEW = 300
"""Seconds by which the pool's clock may be ahead of ours."""
READ_OTHERWISE = frozenset({"crit", "b64", "zip", "cty"})
"""Header members that change how a token must be read (RFC 7515, 7516, 7519, 7797); Cognito sets none of them."""

_SIGNATURES = PyJWS()


class PoolTokens:
    """Verifies ID and access tokens of one pool (RFC 8725, RFC 7519)."""

    def __init__(self, issuer: str, client_ids: Collection[str], keys: Keys, clock: Callable[[], float]) -> None:
        """Believe tokens of `issuer` that were issued to one of `client_ids` and signed with one of `keys`.

        `clock` gives seconds since the epoch.
        """
        self._issuer = issuer
        self._client_ids = frozenset(client_ids)
        self._keys = keys
        self._clock = clock

    def verify(self, token: str, kind: str, *, waits: bool = True) -> Claims:
        """Return the claims of a token of `kind` (`id` or `access`), expired or not, but valid already.

        Raises TokenInvalid, which says nothing about the token; Unavailable when the keys could not be had, or, without
        `waits`, are not at hand.
        """
        header, payload = token_parts.read(token)
        if header.get("alg") != ALGORITHM or not isinstance(header.get("kid"), str) or header.keys() & READ_OTHERWISE:
            raise TokenInvalid("header")
        if header.get("typ", "JWT") != "JWT":
            # Cognito sets none. Any other is another kind of token: `at+jwt`, `logout+jwt` (RFC 8725 section 3.11).
            raise TokenInvalid("typ")
        if payload.get("iss") != self._issuer or payload.get("token_use") != kind:
            raise TokenInvalid("issuer or kind")
        key = self._keys.find(header["kid"], waits=waits)
        try:
            # Every claim is checked here by hand: an expired hint is accepted, and PyJWT is lenient about types.
            _SIGNATURES.decode(token, key, algorithms=[ALGORITHM])
        except PyJWTError as error:
            raise TokenInvalid("signature") from error
        except (ValueError, TypeError, RecursionError) as error:
            raise TokenInvalid("form") from error
        return self._claims(payload, kind)

    def unverified(self, token: str) -> dict[str, Any] | None:
        """Return the payload of anybody's signed token, None when it is none; nothing of it may be believed."""
        try:
            return token_parts.read(token)[1]
        except TokenInvalid:
            return None

    def _claims(self, payload: dict[str, Any], kind: str) -> Claims:
        client_id = _text(payload, "aud" if kind == "id" else "client_id")
        if client_id not in self._client_ids:
            raise TokenInvalid("audience")
        for name in ("iat", "nbf"):
            if name in payload and _time(payload, name) > self._clock() + SKEW:
                raise TokenInvalid(name)
        return Claims(
            subject=_text(payload, "sub"),
            client_id=client_id,
            expires=_time(payload, "exp"),
            username=_text(payload, "cognito:username" if kind == "id" else "username", required=False),
            origin_jti=_text(payload, "origin_jti", required=False),
            scopes=frozenset((_text(payload, "scope", required=False, longest=LONGEST_SCOPES) or "").split()),
            everything=payload,
        )


def _time(payload: dict[str, Any], name: str) -> int:
    """Return a time in seconds since the epoch; `true` is none, although Python takes it for 1."""
    value = payload.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= LATEST:
        raise TokenInvalid(name)
    return value


def _text(payload: dict[str, Any], name: str, *, required: bool = True, longest: int = 2_048) -> Any:
    value = payload.get(name)
    if value is None and not required:
        return None
    if not isinstance(value, str) or not 0 < len(value) <= longest or "\0" in value:
        raise TokenInvalid(name)
    return value
