"""Keeping a sign-in: one call to the table, within the little time that a person who signs in may be kept waiting."""

import time
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from coordinator.adapters.seals import Seals
from coordinator.adapters.sign_ins import SignInStore
from coordinator.core.sign_ins import SignIn, expires
from coordinator.deadline import Deadline, side_by_side
from coordinator.errors import CoordinatorError
from coordinator.settings import config, environment
from coordinator.settings.config import Settings
from coordinator.settings.environment import Environment
from coordinator.web import triggers

from remember import counting

SECONDS = 0.3
"""For the one call: name, connection, TLS and answer."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What keeps sign-ins: the settings, and the store."""

    settings: Settings
    store: SignInStore


def keep(event: Any) -> None:
    """Keep the sign-in that an event tells of. Raises CoordinatorError, and whatever nobody foresaw."""
    kept = memory()
    sign_in = triggers.read(event, kept.settings.user_pool_id, int(time.time() * 1_000))
    if sign_in is None:
        raise Unreadable("event_unreadable")
    failed = side_by_side([partial(_keep, kept, sign_in)], Deadline(SECONDS))[0]
    if isinstance(failed, CoordinatorError):
        raise failed
    provider = kept.settings.providers.get(sign_in.provider)
    if provider is not None and "hint" in provider.remembered and sign_in.id_token is None:
        counting.warn("sign_in_without_id_token", f"{provider.name}: the trigger was given no ID token to keep")


class Unreadable(CoordinatorError):
    """Raised when an event tells of no sign-in of this pool."""

    def __init__(self, kind: str) -> None:
        """Keep `kind`, a code."""
        self.kind = kind
        super().__init__(kind)


def _keep(kept: Memory, sign_in: SignIn) -> None:
    kept.store.keep(sign_in, expires(sign_in.at, kept.settings.longest_refresh_days))


def memory() -> Memory:
    """Return what keeps sign-ins, ready for its call; built once per environment, raises ConfigurationError."""
    return _built(environment.given())


@lru_cache(maxsize=1)
def _built(found: Environment) -> Memory:
    settings = config.load(dict(found), config.REMEMBER)

    def clock() -> float:
        return time.time()

    store = SignInStore(settings.remember_table or "", Seals(settings.signing_keys, clock), clock)
    store.make_ready()
    return Memory(settings, store)
