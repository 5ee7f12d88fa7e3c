"""What is seen after a whole sign-out: whom it visited, what is alive, what it says itself, and what its log says."""

import time
from typing import Any
from urllib.parse import urlsplit

from local.addresses import query_value
from local.audit import AUTHENTICATION, parsed_line
from local.navigation import origin
from verify_aws.errors import CouldNotCheck
from verify_aws.journey import STATE, Journey
from verify_aws.scene import Scene

LOG_SECONDS = 90.0
POLL_SECONDS = 2.0


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
