"""An issuer's signing keys, from its own address alone: cached, kept through an outage, refetched with care."""

from collections import Counter
from collections.abc import Callable, Sequence
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
PUBLIC = {"RSA": ("kty", "kid", "n", "e"), "EC": ("kty", "kid", "crv", "x", "y"), "OKP": ("kty", "kid", "crv", "x")}
"""The members of a key that we read; what should be secret is left alone."""
CURVES = {"ES256": ("EC", "P-256"), "ES384": ("EC", "P-384"), "ES512": ("EC", "P-521"), "EdDSA": ("OKP", "Ed25519")}
"""Of each algorithm but RSA's (RFC 7518 section 3.4, RFC 8037 section 3.1)."""

type Listed = tuple[tuple[str | None, PyJWK], ...]
"""Keys with their ids, each once for each algorithm that it may be used with."""


class Keys:
    """The keys of one JWKS (RFC 7517)."""

    def __init__(
        self,
        url: str | Callable[[], str],
        clock: Callable[[], float],
        algorithms: Sequence[str] = ("RS256",),
        *,
        most: int = 1,
    ) -> None:
        """Read the keys for `algorithms` from `url` when they are first asked for; `most` may share an id.

        `clock` gives seconds since the epoch. A `url` to be called may raise Unavailable.
        """
        self._url = url
        self._clock = clock
        self._algorithms = algorithms
        self._most = most
        self._keys: Listed = ()
        self._fetched = 0.0
        self._refetched = 0.0
        self._outage = False

    def find(self, key_id: str, *, waits: bool = True) -> PyJWK:
        """Return the first key of an id; raises as `fitting` does."""
        return self.fitting(key_id, self._algorithms[0], waits=waits)[0]

    def fitting(self, key_id: str | None, algorithm: str, *, waits: bool = True) -> tuple[PyJWK, ...]:
        """Return the keys that a signature may be by; without an id the only one for the algorithm.

        Raises TokenInvalid when there is none, Unavailable when nobody can tell. Without `waits` nobody is asked:
        Unavailable, too, where that would be needed.
        """
        now = self._clock()
        found = self._known(key_id, algorithm)
        stale = not self._keys or now - self._fetched > FRESH_SECONDS
        if stale or (not found and now - self._refetched > COOL_DOWN_SECONDS):
            if not waits:
                raise Unavailable("not_at_hand")
            self._ask(now)
            found = self._known(key_id, algorithm)
        if not found:
            if self._outage:
                raise Unavailable("not_refreshed")
            raise TokenInvalid("no such key")
        return found

    def _known(self, key_id: str | None, algorithm: str) -> tuple[PyJWK, ...]:
        """Return what we have."""
        usable = [(one, key) for one, key in self._keys if key.algorithm_name == algorithm]
        if key_id is None:
            return tuple(key for _, key in usable) if len(usable) == 1 else ()
        return tuple(key for one, key in usable if one == key_id)

    @property
    def is_empty(self) -> bool:
        """Whether none was ever had."""
        return not self._keys

    def load(self) -> None:
        """Read the keys ahead of the first token; raises Unavailable."""
        self._fetch(self._clock())

    def forget_old(self) -> None:
        """Forget keys that are not fresh: an outage makes those good that a process has used, not a snapshot's."""
        if self._clock() - self._fetched > FRESH_SECONDS:
            self._keys = ()

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
        url = self._url if isinstance(self._url, str) else self._url()
        keys = _readable(transport.get_object(url).get("keys"), self._algorithms, self._most)
        if not keys:
            raise Unavailable("no_usable_key")
        self._keys, self._fetched = keys, now


def _readable(listed: object, algorithms: Sequence[str], most: int) -> Listed:
    """Return the signing keys of a set; one that cannot be read does not spoil the others.

    More than `most` different keys of one id name none: nobody could tell with which of them a token must be signed.
    Where each key has an id of its own, one without an id is none.
    """
    keys: list[tuple[str | None, PyJWK]] = []
    for entry in listed if isinstance(listed, list) else []:
        if not isinstance(entry, dict) or not (isinstance(entry.get("kid"), str) or (most > 1 and "kid" not in entry)):
            continue
        for key in (key for algorithm in algorithms if (key := _key(entry, algorithm))):
            again = [one for name, one in keys if name == entry.get("kid") and one.algorithm_name == key.algorithm_name]
            if all(one.key != key.key for one in again):
                keys.append((entry.get("kid"), key))
    counted = Counter((name, key.algorithm_name) for name, key in keys)
    return tuple((name, key) for name, key in keys if counted[name, key.algorithm_name] <= most or name is None)


def _key(entry: dict[str, Any], algorithm: str) -> PyJWK | None:
    """Return a key of the set for an algorithm, None for what is none."""
    if not _verifies(entry, algorithm):
        return None
    try:
        key = PyJWK({name: entry[name] for name in PUBLIC[entry["kty"]] if name in entry}, algorithm=algorithm)
        return key if _is_strong(key.key) else None
    except (PyJWTError, ValueError, TypeError):
        return None


def _is_strong(key: Any) -> bool:
    if not hasattr(key, "key_size") or not hasattr(key.public_numbers(), "n"):
        return True  # a curve says all
    numbers = key.public_numbers()
    return bool(key.key_size >= SMALLEST_KEY and numbers.e >= SMALLEST_EXPONENT and numbers.n % 2)


def _verifies(entry: dict[str, Any], algorithm: str) -> bool:
    """Tell whether a key is meant for checking signatures of an algorithm (RFC 7517 sections 4.1 to 4.4)."""
    operations = entry.get("key_ops", ["verify"])
    kind, curve = CURVES.get(algorithm, ("RSA", None))
    meant_for = (entry.get("kty"), entry.get("use", "sig"), entry.get("alg", algorithm), entry.get("crv", curve))
    return meant_for == (kind, "sig", algorithm, curve) and isinstance(operations, list) and "verify" in operations
