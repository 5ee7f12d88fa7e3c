"""Lets people sign in through a provider, as Cognito tells RememberFunction of it."""

import json
import time
from pathlib import Path
from typing import Any

from tests.functional.deployment import Deployment, LambdaContext
from tests.functional.tokens import POOL, Person

EVENTS = Path(__file__).parents[2] / "events" / "remember"


class Trigger:
    """RememberFunction of a deployment: a warm instance where one of its settings is left of an earlier test."""

    def __init__(self, deployment: Deployment) -> None:
        self.deployment = deployment

    def call(self, event: Any) -> Any:
        """Invoke it."""
        return self.deployment.met("remember.handler").handle(event, LambdaContext())

    def federate(
        self,
        person: Person,
        *,
        ago: float = 0,
        provider: str = "Corp",
        subject: str = "4711",
        login_hint: str | None = None,
        length: int = 700,
        **claims: Any,
    ) -> str:
        """Let a person come in through a provider, some seconds ago; the provider's own ID token."""
        token = person.provider_id_token(length, **claims)
        event = recorded()
        attributes = event["request"]["attributes"]
        event["request"]["providerName"], event["userName"] = provider, f"{provider}_{subject}"
        attributes["tokenResponse"]["id_token"] = token
        attributes["idToken"] = {"sub": subject, "sid": "session-at-corp", "login_hint": login_hint}
        then = time.time() - ago
        with self.deployment.patch.context() as patch:
            patch.setattr(time, "time", lambda: then)
            self.call(event)
        return token


def recorded(name: str = "raw_id_token") -> dict[str, Any]:
    """A recorded event of the pool of the tests."""
    found: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return {**found, "userPoolId": POOL}
