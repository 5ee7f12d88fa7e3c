"""From the environment to dependencies: the only place that knows the real adapters."""

import os
import secrets
import time
from functools import lru_cache, partial

from coordinator.adapters import revocation
from coordinator.adapters.audit import Audit
from coordinator.adapters.discovery import Discovery
from coordinator.adapters.keys import Keys
from coordinator.adapters.queue import RetryQueue
from coordinator.adapters.revocation_list import RevocationList
from coordinator.adapters.seals import Seals
from coordinator.adapters.tokens import PoolTokens
from coordinator.adapters.user_pool import CognitoApi
from coordinator.core import deletions
from coordinator.dependencies import Dependencies
from coordinator.settings import config
from coordinator.web.request import place_of

VERSION = "0.1.0"


def dependencies() -> Dependencies:
    """Return what the handlers need, built once per environment; raises ConfigurationError with all problems."""
    return _built(tuple((name, os.environ[name]) for name in config.NAMES if name in os.environ))


@lru_cache(maxsize=1)
def _built(environment: tuple[tuple[str, str], ...]) -> Dependencies:
    settings = config.load(dict(environment))

    # Looked up at each call: SnapStart and tests move the clock under a process that is already built.
    def clock() -> float:
        return time.time()

    clients = [app.client_id for app in settings.apps.values()]
    audit = Audit(VERSION, clock)
    _name_cookies_out_of_reach(settings, audit)
    return Dependencies(
        settings=settings,
        tokens=PoolTokens(settings.issuer, clients, Keys(settings.jwks_url, clock), clock),
        revoke=partial(revocation.revoke, settings.cognito_domain),
        cognito=CognitoApi(settings.user_pool_id),
        discovery=Discovery(clock),
        seals=Seals(settings.signing_keys, clock),
        audit=audit,
        now=lambda: int(clock()),
        random=lambda: secrets.token_urlsafe(24),
        queue=RetryQueue(settings.retry_queue_url, settings.retry_key) if settings.retry_queue_url else None,
        deny=RevocationList(settings.revocation_table).deny if settings.revocation_table else None,
    )


def _name_cookies_out_of_reach(settings: config.Settings, audit: Audit) -> None:
    """Warn, at start, of each cookie that no page of PUBLIC_URL can delete: the receipt will say so every time."""
    if settings.public_url is None:
        return
    place = place_of(settings.public_url)
    for app in settings.apps.values():
        for name in deletions.out_of_reach(app, place):
            audit.warn(f"apps.{app.name}: the cookie {name} is out of reach of {place.host}, so no logout deletes it")
