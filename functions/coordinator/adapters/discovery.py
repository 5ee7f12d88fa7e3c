"""OpenID configurations, a provider's or the pool's own (OpenID Connect Discovery 1.0 section 4)."""

from collections.abc import Callable, Mapping
from typing import Any

from coordinator.adapters import transport
from coordinator.core.model import Provider
from coordinator.errors import Unavailable
from coordinator.providers.hops import address_allowed, endpoint_allowed

FRESH_SECONDS = 3_600
COOL_DOWN_SECONDS = 60
"""How long an old document serves after an attempt to read a new one failed."""


class Discovery:
    """Reads discovery documents, and remembers each for an hour; the last good one outlives an outage."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Start with nothing known; `clock` gives seconds since the epoch."""
        self._clock = clock
        self._known: dict[str, tuple[float, dict[str, Any]]] = {}

    def end_session_endpoint(self, provider: Provider, *, waits: bool = True) -> str | None:
        """Return the endpoint, None when the provider offers none; raises Unavailable when nobody can tell.

        Without `waits` nobody is asked: Unavailable, too, where that would be needed.
        """
        endpoint = self._of(provider, waits=waits).get("end_session_endpoint")
        if endpoint is None:
            return None
        if not isinstance(endpoint, str) or not endpoint_allowed(provider, endpoint):
            raise Unavailable("endpoint_not_allowed")
        return endpoint

    def key_set(self, provider: Provider) -> str:
        """Return the address of the provider's signing keys; raises Unavailable."""
        address = self._of(provider).get("jwks_uri")
        if not isinstance(address, str) or not address_allowed(provider, address):
            raise Unavailable("endpoint_not_allowed")
        return address

    def _of(self, provider: Provider, *, waits: bool = True) -> Mapping[str, Any]:
        issuer = provider.issuer or ""
        return self.configuration(f"{issuer.rstrip('/')}/.well-known/openid-configuration", issuer, waits=waits)

    def configuration(self, url: str, issuer: str, *, waits: bool = True) -> Mapping[str, Any]:
        """Return the document of `issuer` at `url`; raises Unavailable when there is none, old or new."""
        read_at, document = self._known.get(url, (0.0, None))
        if document is not None and self._clock() - read_at <= FRESH_SECONDS:
            return document
        if not waits:
            raise Unavailable("not_at_hand")
        try:
            document = _of(issuer, transport.get_object(url))
        except Unavailable:
            if document is None:
                raise
            self._known[url] = (self._clock() - FRESH_SECONDS + COOL_DOWN_SECONDS, document)
            return document
        self._known[url] = (self._clock(), document)
        return document


def _of(issuer: str, document: dict[str, Any]) -> dict[str, Any]:
    """Return a document that speaks for its issuer; raises Unavailable for any other, which is no news of this one."""
    if document.get("issuer") != issuer:
        raise Unavailable("other_issuer")
    return document
