"""From the environment to dependencies: the only place that knows the real adapters."""

import secrets
import time
from collections.abc import Callable, Sequence
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
from coordinator.core.model import Provider
from coordinator.dependencies import Dependencies, SignIns
from coordinator.providers.hops import fixed_endpoint
from coordinator.settings import config, environment
from coordinator.settings.environment import Environment
from coordinator.version import VERSION
from coordinator.web.request import place_of


def dependencies(needs: frozenset[str] = config.LOGOUT) -> Dependencies:
    """Return what a handler with such `needs` has, built once per environment.

    Raises ConfigurationError with all problems.
    """
    return _built(environment.given(), needs)


@lru_cache(maxsize=1)
def _built(found: Environment, needs: frozenset[str]) -> Dependencies:
    settings = config.load(dict(found), needs)

    # Looked up at each call: SnapStart and tests move the clock under a process that is already built.
    def clock() -> float:
        return time.time()

    clients = [app.client_id for app in settings.apps.values()]
    audit = Audit(VERSION, clock)
    _name_cookies_out_of_reach(settings, audit)
    listed = RevocationList(settings.revocation_table) if settings.revocation_table else None
    queue = RetryQueue(settings.retry_queue_url, settings.retry_key) if settings.retry_queue_url else None
    seals = Seals(settings.signing_keys, clock)
    remembered = _sign_ins(settings.remember_table, seals, clock)
    ready = [one.make_ready for one in (listed, remembered) if one]
    keys, discovery, cognito = Keys(settings.jwks_url, clock), Discovery(clock), CognitoApi(settings.user_pool_id)
    return Dependencies(
        settings=settings,
        tokens=PoolTokens(settings.issuer, clients, keys, clock),
        revoke=partial(revocation.revoke, settings.cognito_domain),
        cognito=cognito,
        discovery=discovery,
        seals=seals,
        audit=audit,
        now=lambda: int(clock()),
        random=lambda: secrets.token_urlsafe(24),
        queue=queue,
        deny=listed.deny if listed else None,
        claim=listed.claim if listed else None,
        notes=listed,
        sign_ins=remembered,
        make_ready=partial(_all, ready) if ready else None,
        ahead=(
            keys.load,
            cognito.make_ready,
            *(partial(discovery.end_session_endpoint, one) for one in settings.providers.values() if _discovers(one)),
            *ready,
            *([queue.make_ready] if queue else []),
        ),
        renew=keys.forget_old,
    )


def _sign_ins(table: str | None, seals: Seals, clock: Callable[[], float]) -> SignIns | None:
    if table is None:
        return None
    from coordinator.adapters.sign_ins import SignInStore  # most deployments have no such table

    return SignInStore(table, seals, clock)


def _all(works: Sequence[Callable[[], None]]) -> None:
    for work in works:
        work()


def _discovers(provider: Provider) -> bool:
    return provider.issuer is not None and fixed_endpoint(provider) is None


def _name_cookies_out_of_reach(settings: config.Settings, audit: Audit) -> None:
    """Warn, at start, of each cookie that no page of PUBLIC_URL can delete: the receipt will say so every time."""
    if settings.public_url is None:
        return
    place = place_of(settings.public_url)
    for app in settings.apps.values():
        for name in deletions.out_of_reach(app, place):
            audit.warn(f"apps.{app.name}: the cookie {name} is out of reach of {place.host}, so no logout deletes it")
