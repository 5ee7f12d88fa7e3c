"""Did this provider sign this logout token? By keys that its own discovery names, and by nothing that a token says."""

from collections.abc import Callable
from functools import partial

from jwt import PyJWK, PyJWS
from jwt.exceptions import PyJWTError

from coordinator.adapters import token_parts
from coordinator.adapters.discovery import Discovery
from coordinator.adapters.keys import Keys
from coordinator.core import signals
from coordinator.core.model import Provider
from coordinator.core.signals import Signal
from coordinator.errors import TokenInvalid, Unavailable

MOST_OF_ONE_ID = 3
"""Keys that are tried where a provider gives them one id, as some do while they change them."""
COOL_DOWN_SECONDS = 5
"""How long a provider that we know no key of is left alone after it was asked in vain."""

_SIGNATURES = PyJWS()


class LogoutTokens:
    """Verifies the logout tokens of all providers; each has its own keys."""

    def __init__(self, discovery: Discovery, clock: Callable[[], float]) -> None:
        """Find the keys by `discovery`; `clock` gives seconds since the epoch."""
        self._discovery = discovery
        self._clock = clock
        self._keys: dict[str, Keys] = {}
        self._vain: dict[str, tuple[float, Unavailable]] = {}

    def verify(self, token: str, provider: Provider) -> Signal:
        """Return what a token of `provider` says; raises TokenInvalid, Unavailable when its keys could not be had.

        What the token says is judged first: only one that could be good makes us ask for a key.
        """
        header, payload = token_parts.read(token)
        signal = signals.judge(header, payload, provider, int(self._clock()))
        algorithm = header["alg"]
        for key in self._fitting(provider, header.get("kid"), algorithm):
            try:
                _SIGNATURES.decode(token, key, algorithms=[algorithm])
                return signal
            except (PyJWTError, ValueError, TypeError):
                continue
        raise TokenInvalid("signature")

    def _fitting(self, provider: Provider, key_id: str | None, algorithm: str) -> tuple[PyJWK, ...]:
        at, error = self._vain.get(provider.name, (0.0, None))
        if error is not None and self._clock() - at <= COOL_DOWN_SECONDS:
            raise type(error)(*error.args)
        keys = self._keys.get(provider.name)
        if keys is None:
            address = partial(self._discovery.key_set, provider)
            keys = self._keys[provider.name] = Keys(address, self._clock, provider.algs, most=MOST_OF_ONE_ID)
        try:
            return keys.fitting(key_id, algorithm)
        except Unavailable as unavailable:
            if keys.is_empty:
                self._vain[provider.name] = (self._clock(), unavailable)
            raise
