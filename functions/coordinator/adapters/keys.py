"""The pool's signing keys, from the configured address alone: cached, kept through an outage, refetched with care."""

from collections.abc import Callable
from typing import Any

from jwt import PyJWK
from jwt.exceptions import PyJWTError

from coordinator.adapters import transport
from coordinator.errors import TokenInvalid, Unavailable

FRESH_SECONDS = 3_600
COOL_DOWN_SECONDS = 60
"""How long an unknown key id is simply unknown, after a refetch that it caused: a storm of them costs one request."""

SMALLEST_KEY = 2_048
"""Bits of an RSA key that RS256 takes at least (RFC 7518 section 3.3)."""
SMALLEST_EXPONENT = 65_537
"""Of an RSA key: with 1 everybody can sign, and below this nobody should (FIPS 186-5 section 5.1)."""
PUBLIC = ("kty", "kid", "n", "e")
"""The members of an RSA key that we read; what should be secret is left alone."""


class Keys:
    """The keys of one JWKS (RFC 7517), by key id."""

    def __init__(self, url: str, clock: Callable[[], float]) -> None:
        """Read the keys from `url` when they are first asked for; `clock` gives seconds since the epoch."""
        self._url = url
        self._clock = clock
        self._keys: dict[str, PyJWK] = {}
        self._fetched = 0.0
        self._refetched = 0.0
        self._outage = False

    def find(self, key_id: str, *, waits: bool = True) -> PyJWK:
        """Return the key; raises TokenInvalid when the pool has none of that id, Unavailable when nobody can tell.

        Without `waits` nobody is asked: Unavailable, too, where that would be needed.
        """
        now = self._clock()
        stale = not self._keys or now - self._fetched > FRESH_SECONDS
        if stale or (key_id not in self._keys and now - self._refetched > COOL_DOWN_SECONDS):
            if not waits:
                raise Unavailable("not_at_hand")
            self._ask(now)
        if key_id not in self._keys:
            if self._outage:
                raise Unavailable("not_refreshed")
            raise TokenInvalid("no such key")
        return self._keys[key_id]

    def load(self) -> None:
        """Read the keys ahead of the first token; raises Unavailable."""
        self._fetch(self._clock())

    def forget_old(self) -> None:
        """Forget keys that are not fresh: an outage makes those good that a process has used, not a snapshot's."""
        if self._clock() - self._fetched > FRESH_SECONDS:
            self._keys = {}

    def _ask(self, now: float) -> None:
        if not self._keys:
            self._fetch(now)
            return
        self._refetched = now
        # The old keys stay good meanwhile, and through an outage; the next attempt is due after the cool-down.
        self._fetched = now - FRESH_SECONDS + COOL_DOWN_SECONDS
        try:
            self._fetch(now)
            self._outage = False
        except Unavailable:
            self._outage = True

    def _fetch(self, now: float) -> None:
        keys = _readable(transport.get_object(self._url).get("keys"))
        if not keys:
            raise Unavailable("no_usable_key")
        self._keys, self._fetched = keys, now


def _readable(listed: object) -> dict[str, PyJWK]:
    """Return the RSA signing keys of a set; one that cannot be read does not spoil the others.

    Two different keys of one id name none: nobody could tell with which of them a token must be signed.
    """
    keys: dict[str, PyJWK] = {}
    ambiguous: set[str] = set()
    for entry in listed if isinstance(listed, list) else []:
        if not isinstance(entry, dict) or not isinstance(entry.get("kid"), str) or not _verifies(entry):
            continue
        try:
            key = PyJWK({name: entry[name] for name in PUBLIC if name in entry}, algorithm="RS256")
        except (PyJWTError, ValueError, TypeError):
            continue
        numbers = key.key.public_numbers()
        if key.key.key_size < SMALLEST_KEY or numbers.e < SMALLEST_EXPONENT or numbers.n % 2 == 0:
            continue
        known = keys.setdefault(entry["kid"], key)
        if known.key != key.key:
            ambiguous.add(entry["kid"])
    return {key_id: key for key_id, key in keys.items() if key_id not in ambiguous}


def _verifies(entry: dict[str, Any]) -> bool:
    """Tell whether a key is meant for checking RS256 signatures (RFC 7517 sections 4.1 to 4.4)."""
    operations = entry.get("key_ops", ["verify"])
    meant_for = (entry.get("kty"), entry.get("use", "sig"), entry.get("alg", "RS256"))
    return meant_for == ("RSA", "sig", "RS256") and isinstance(operations, list) and "verify" in operations
