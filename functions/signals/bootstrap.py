"""From the environment to what listens to providers: apart from the other functions', who have no use for it."""

import time
from dataclasses import dataclass
from functools import lru_cache

from coordinator import bootstrap
from coordinator.adapters.discovery import Discovery
from coordinator.adapters.logout_tokens import LogoutTokens
from coordinator.dependencies import Dependencies
from coordinator.listening import LogoutTokenVerifier
from coordinator.settings import config, environment
from coordinator.settings.environment import Environment


@dataclass(frozen=True, slots=True)
class Listening:
    """What all functions have, and who knows the providers' tokens."""

    deps: Dependencies
    tokens: LogoutTokenVerifier


def listening() -> Listening:
    """Return it, built once per environment; raises ConfigurationError with all problems."""
    return _built(environment.given())


@lru_cache(maxsize=1)
def _built(_: Environment) -> Listening:
    deps = bootstrap.dependencies(config.SIGNALS)

    def clock() -> float:
        return time.time()

    if deps.sign_ins is None:
        for one in deps.settings.providers.values():
            if one.issuer and one.client_id and one.backchannel == "session":
                deps.audit.warn(
                    f"providers.{one.name}: no sign-in is remembered, so a logout token with a sid ends nothing; "
                    'deploy with Remember=on, or say backchannel = "user"'
                )
    return Listening(deps, LogoutTokens(Discovery(clock), clock))
