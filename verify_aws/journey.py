"""A whole sign-out through the deployed stack, each kind walked once in a run."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from local.browser import Hop
from local.forms import Form
from verify_aws.errors import CouldNotCheck
from verify_aws.scene import Scene, Tokens, next_second
from verify_aws.visitor import Visitor

STATE = "a-state-of-the-app"


@dataclass
class Journey:
    """One sign-out: who left, with which tokens, when it began (ms), its hops, and its receipt if it came as JSON."""

    visitor: Visitor
    tokens: Tokens
    began: int
    alive_before: bool
    hops: list[Hop] = field(default_factory=list)
    receipt: dict[str, Any] = field(default_factory=dict)
    other: Tokens | None = None

    @property
    def scene(self) -> Scene:
        """Where it happened."""
        return self.visitor.scene


def fields(visitor: Visitor, tokens: Tokens, **more: str) -> dict[str, str]:
    """Return what an app's form has in it."""
    sent = {"client_id": visitor.app.client_id, "post_logout_redirect_uri": visitor.app.signed_out, "state": STATE}
    return sent | {"id_token_hint": tokens.id, "refresh_token": tokens.refresh} | more


def begun(scene: Scene, app: str) -> Journey:
    """Sign a person in, and see that what shall end is alive."""
    visitor = Visitor(scene, app)
    tokens = visitor.sign_in()
    alive = scene.takes_access_token(tokens.access) and visitor.silently() is not None
    next_second()
    return Journey(visitor, tokens, int(time.time() * 1000), alive)


def by_form(scene: Scene, app: str, *, reach: str = "browser") -> Journey:
    """Submit the app's form to our `/logout`, and go where it leads."""
    journey = begun(scene, app)
    visitor, more = journey.visitor, {"reach": reach}
    if reach == "everywhere":
        journey.other = Visitor(scene, app).sign_in()
        next_second()
        more["access_token"] = journey.tokens.access
    form = Form("POST", f"{scene.logout}/logout", fields(visitor, journey.tokens, **more))
    journey.hops = visitor.browser.submit(form, {}, visitor.app.home, until=visitor.app.home)
    return journey


def by_script(scene: Scene) -> Journey:
    """Let the app's script ask for the receipt, and navigate to where it says."""
    journey = begun(scene, "desk")
    visitor = journey.visitor
    sent = fields(visitor, journey.tokens)
    answer = visitor.browser.fetch(f"{scene.logout}/logout", visitor.app.home, sent)
    if not answer.ok:
        raise CouldNotCheck(f"/logout answered {answer.status_code}")
    journey.receipt = answer.json()
    location = journey.receipt["location"]
    journey.hops = visitor.browser.walk(location, clicked_on=visitor.app.home, until=visitor.app.home)
    return journey


def federated(scene: Scene) -> Journey:
    """Return the journey of a person who came through the provider, walked the first time that it is asked for."""
    return kept(scene, "federated", lambda: by_form(scene, "shop"))


def native(scene: Scene) -> Journey:
    """Return the journey of a user of the pool's own."""
    return kept(scene, "native", lambda: by_script(scene))


def everywhere(scene: Scene) -> Journey:
    """Return the journey of a person with two browsers."""
    return kept(scene, "everywhere", lambda: by_form(scene, "desk", reach="everywhere"))


def kept(scene: Scene, name: str, walk: Callable[[], Journey]) -> Journey:
    """Walk once; a walk that failed is walked anew by the next fact, which then says why."""
    if name not in scene.kept:
        scene.kept[name] = walk()
    journey: Journey = scene.kept[name]
    if not journey.alive_before:
        raise CouldNotCheck("something was dead before the sign-out, so that its end proves nothing")
    return journey
