"""The pool's triggers: what of the provider's tokens inbound federation gets, and which run at a silent sign-in.

These come last, and connect the function: a sign-in that it broke would prove nothing of the other facts.
"""

import time
from collections.abc import Callable
from typing import Any

from verify_aws import trigger
from verify_aws.errors import CouldNotCheck
from verify_aws.facts import Fact
from verify_aws.scene import Scene, Tokens
from verify_aws.sources import guide, not_documented
from verify_aws.visitor import Visitor

LOG_SECONDS = 60.0
QUIET_SECONDS = 20.0
"""How long a line is waited for that may never come: lines come within seconds."""
POLL_SECONDS = 2.0
FEDERATION, AUTHENTICATION = "InboundFederation", "PostAuthentication"


def id_token(scene: Scene) -> str:
    """Sign in through the provider, and read what the trigger saw."""
    shapes = after(scene, FEDERATION, lambda: Visitor(scene, "shop").sign_in(), LOG_SECONDS)
    if not shapes:
        raise CouldNotCheck("the trigger logged nothing at a federated sign-in")
    response = shapes[-1].get("tokenResponse")
    if not isinstance(response, dict):
        return "no tokenResponse"
    kind = response.get("id_token")
    return "a raw ID token" if kind == "JWT" else f"{kind} in its place" if kind else "no id_token"


def silent(scene: Scene, app: str, source: str) -> str:
    """Sign in to an app, then once more by the cookie alone, and see whether the trigger ran again."""
    visitor = Visitor(scene, app)
    if not after(scene, source, visitor.sign_in, LOG_SECONDS):
        raise CouldNotCheck("the trigger logged nothing at the first sign-in")
    given = list[Tokens | None]()
    ran = after(scene, source, lambda: given.append(visitor.silently()), QUIET_SECONDS)
    if given == [None]:
        raise CouldNotCheck("the silent sign-in gave no code")
    return "yes" if ran else "no"


def after(scene: Scene, source: str, act: Callable[[], object], seconds: float) -> list[dict[str, Any]]:
    """Return what a trigger logged since `act`, waiting so long for the first line."""
    if scene.no_trigger:
        raise CouldNotCheck(scene.no_trigger)
    if "trigger" not in scene.kept:
        trigger.connect(scene.account, scene.run, scene.pool)
        scene.kept["trigger"] = "connected"
    before = len(trigger.shapes(scene.account, scene.run, source))
    act()
    deadline = time.monotonic() + seconds
    while True:
        found = trigger.shapes(scene.account, scene.run, source)[before:]
        if found or time.monotonic() > deadline:
            return found
        time.sleep(POLL_SECONDS)


FACTS = (
    Fact(
        "federation-trigger-token",
        "What of the provider's ID token does the inbound-federation trigger get?",
        "a raw ID token",
        guide("user-pool-lambda-inbound-federation", ", described, and absent from its sample"),
        id_token,
    ),
    Fact(
        "federation-trigger-silent",
        "Does that trigger run when a browser comes back by the cookie alone?",
        "no",
        not_documented("described for federated sign-ins"),
        lambda scene: silent(scene, "shop", FEDERATION),
    ),
    Fact(
        "post-authentication-silent",
        "Does the post-authentication trigger run when a browser comes back by the cookie alone?",
        "no",
        not_documented("described for sign-ins"),
        lambda scene: silent(scene, "desk", AUTHENTICATION),
    ),
)
