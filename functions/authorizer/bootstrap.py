"""From the environment to the guard: apart from the other functions', whose parts only make a cold start longer."""

import time
from functools import lru_cache
from typing import TYPE_CHECKING

from coordinator.settings import config, environment
from coordinator.settings.environment import Environment
from coordinator.version import VERSION
from logout_guard.guard import Guard

if TYPE_CHECKING:
    from coordinator.adapters.audit import Audit


def guard() -> Guard:
    """Return the guard, built once per environment; raises ConfigurationError with all problems."""
    return _built(environment.given())


@lru_cache(maxsize=1)
def _built(found: Environment) -> Guard:
    settings = config.load(dict(found), config.AUTHORIZER)
    return Guard(
        settings.user_pool_id,
        [*(app.client_id for app in settings.apps.values()), *settings.guarding.client_ids],
        settings.revocation_table or "",
        issuer=settings.issuer,
        jwks_url=settings.jwks_url,
        cache_seconds=settings.guarding.cache_seconds,
        when_down=settings.guarding.when_down,
        notice=notice,
    )


def notice(name: str) -> None:
    """Count, under a name, what somebody should look into; most calls count nothing, and load nothing for it."""
    counts = _counts()
    counts.notice(name)
    counts.flush()


@lru_cache(maxsize=1)
def _counts() -> "Audit":
    from coordinator.adapters.audit import Audit

    return Audit(VERSION, lambda: time.time())
