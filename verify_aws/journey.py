"""A whole sign-out through the deployed stack: walked once, and then looked at from every side."""

import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from local.addresses import query_value
from local.audit import AUTHENTICATION, parsed_line
from local.browser import Hop
from local.forms import Form
from local.navigation import origin
from verify_aws.errors import CouldNotCheck
from verify_aws.scene import Scene, Tokens, next_second
from verify_aws.visitor import Visitor

STATE = "a-state-of-the-app"
LOG_SECONDS = 90.0
POLL_SECONDS = 2.0


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


def kept(scene: Scene, name: str, walk: Any) -> Journey:
    """Walk once; a walk that failed is walked anew by the next fact, which then says why."""
    if name not in scene.kept:
        scene.kept[name] = walk()
    journey: Journey = scene.kept[name]
    if not journey.alive_before:
        raise CouldNotCheck("something was dead before the sign-out, so that its end proves nothing")
    return journey


def way(journey: Journey) -> str:
    """Return whom the browser visited, in order."""
    owners = {origin(journey.scene.pool.domain): "Cognito", origin(journey.scene.upstream.domain): "provider"}
    ours = urlsplit(journey.scene.logout).path
    steps = [
        owners.get(origin(hop.url)) or urlsplit(hop.url).path.removeprefix(ours).removeprefix("/")
        for hop in journey.hops
    ]
    location = journey.hops[-1].location or ""
    if not location.startswith(journey.visitor.app.signed_out):
        return " > ".join([*steps, f"a page with {journey.hops[-1].status}"])
    return " > ".join([*steps, "app" if query_value(location, "state") == STATE else "app without its state"])


def tokens(journey: Journey) -> str:
    """Return what is alive of the refresh and the access token, asked at Cognito."""
    scene, given = journey.scene, journey.tokens
    refresh = scene.refreshed(journey.visitor.app, given.refresh)
    access = scene.takes_access_token(given.access)
    alive = [name for name, lives in (("the refresh token", refresh), ("the access token", access)) if lives]
    return ", ".join(alive) or "none"


def next_sign_in(journey: Journey) -> str:
    """Open the app's sign-in again."""
    return "a password" if journey.visitor.is_asked() else "nothing"


def receipt(journey: Journey) -> str:
    """Return each leg with its outcome, as the receipt has it."""
    legs = journey.receipt["receipt"]["legs"]
    return ", ".join(f"{leg['leg']} {leg['outcome']}" for leg in legs)


def audit(journey: Journey) -> str:
    """Return the steps of the audit trail with their outcomes, read from the log group until the last one is there."""
    wanted, deadline = str(journey.tokens.claims["sub"]), time.monotonic() + LOG_SECONDS
    while True:
        events = events_of(journey.scene, wanted, journey.began)
        if any(event["step"] == "completed" for event in events):
            return ", ".join(dict.fromkeys(told(event) for event in events))
        if time.monotonic() > deadline:
            raise CouldNotCheck("the log group holds no event `completed` of this person")
        time.sleep(POLL_SECONDS)


def events_of(scene: Scene, sub: str, began: int) -> list[dict[str, Any]]:
    """Return our part of a person's audit events, in order."""
    pages = scene.account.client("logs").get_paginator("filter_log_events")
    group = scene.outputs["LogGroupName"]
    found = [
        parsed_line(event["message"])
        for page in pages.paginate(logGroupName=group, startTime=began, filterPattern=f'"{sub}"')
        for event in page["events"]
    ]
    ours = [event for event in found if event.get("class_uid") == AUTHENTICATION]
    return [event["unmapped"]["logout"] for event in sorted(ours, key=lambda event: int(event["time"]))]


def told(event: dict[str, Any]) -> str:
    """Return a step in words."""
    return " ".join(str(event[name]) for name in ("step", "leg", "outcome") if event.get(name))


def other_browser(journey: Journey) -> str:
    """Refresh in the other browser."""
    if journey.other is None:
        raise CouldNotCheck("there was no other browser")
    return "alive" if journey.scene.refreshed(journey.visitor.app, journey.other.refresh) else "dead"


def cognito_session(journey: Journey) -> str:
    """Ask silently at Cognito."""
    return "alive" if journey.visitor.silently() else "dead"


def provider_session(journey: Journey) -> str:
    """Ask silently at the provider."""
    return "alive" if journey.visitor.knows_upstream() else "dead"
