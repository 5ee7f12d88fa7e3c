"""A provider's `end_session_endpoint`, from its discovery document (OpenID Connect Discovery 1.0 section 4)."""

import json
import time
from collections.abc import Callable

from coordinator.adapters import transport
from coordinator.core.model import Provider
from coordinator.errors import EffectFailed, Unavailable
from coordinator.providers.hops import endpoint_allowed

FRESH_SECONDS = 3_600


class Discovery:
    """Reads discovery documents, and remembers what they said for an hour; the last answer outlives an outage."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        """Start with nothing known; `clock` gives seconds since the epoch."""
        self._clock = clock
        self._known: dict[str, tuple[float, str | None]] = {}

    def end_session_endpoint(self, provider: Provider) -> str | None:
        """Return the endpoint, None when the provider offers none; raises Unavailable when nobody can tell."""
        issuer = provider.issuer or ""
        known = self._known.get(issuer)
        if known is not None and self._clock() - known[0] <= FRESH_SECONDS:
            return known[1]
        try:
            endpoint = self._read(provider, issuer)
        except Unavailable:
            if known is not None:
                return known[1]
            raise
        self._known[issuer] = (self._clock(), endpoint)
        return endpoint

    def _read(self, provider: Provider, issuer: str) -> str | None:
        url = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
        try:
            answer = transport.send("GET", url, headers={"Accept": "application/json"})
        except EffectFailed as error:
            raise Unavailable(error.kind) from error
        if answer.status != 200:
            raise Unavailable(f"http_{answer.status}")
        try:
            document = json.loads(answer.body)
        except (ValueError, RecursionError) as error:
            raise Unavailable("not_json") from error
        if not isinstance(document, dict) or document.get("issuer") != issuer:
            raise Unavailable("other_issuer")
        endpoint = document.get("end_session_endpoint")
        if endpoint is None:
            return None
        if not isinstance(endpoint, str) or not endpoint_allowed(provider, endpoint):
            raise Unavailable("endpoint_not_allowed")
        return endpoint
