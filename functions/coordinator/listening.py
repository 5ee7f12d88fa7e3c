"""What the service needs of the world to listen to providers, as a port each."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from coordinator.core.denials import Hop, Kept
from coordinator.core.model import Provider
from coordinator.core.signals import Signal


class Notes(Protocol):
    """Reads the revocation list, and keeps on it what we asked providers for ourselves; each raises EffectFailed."""

    def listed(self, keys: Sequence[str]) -> Mapping[str, Kept]:
        """Return what the list has of some keys, expired items too."""

    def note(self, hop: Hop) -> None:
        """Write down a hop."""

    def use(self, key: str, user: str) -> bool:
        """Return whether a note answers for `user`: it does for the first one alone."""


class LogoutTokenVerifier(Protocol):
    """Tells whether a logout token is a provider's own."""

    def verify(self, token: str, provider: Provider) -> Signal:
        """Return what it says; raises TokenInvalid or Unavailable."""
