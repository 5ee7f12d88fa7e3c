"""What the functions wrote of five people, for tests of whoever reads it."""

import json
from typing import Any

import pytest
from coordinator.adapters.audit import Audit
from coordinator.core.model import App, Leg, LegReport, Outcome, Reach, Trail

SHOP = App("shop", "1example23456789", ())


class Clock:
    """A second later at each look."""

    def __init__(self) -> None:
        self.seconds = 1_800_000_000.0

    def __call__(self) -> float:
        """The time."""
        self.seconds += 1
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    """When the events were written, a second apart, and what time it is after the last."""
    return Clock()


@pytest.fixture
def events(capsys: pytest.CaptureFixture[str], clock: Clock) -> list[dict[str, Any]]:
    """What the functions wrote of five people: Mary and Ann are out, Pam waits, Bob broke off, Eve was refused."""
    audit = Audit("1.2.3", clock)
    mary, ann, pam, bob = (
        Trail(f"of-{name}", Reach.EVERYWHERE, SHOP if name != "ann" else None, name)
        for name in ("mary", "ann", "pam", "bob")
    )

    def effect(trail: Trail, leg: Leg, outcome: Outcome) -> None:
        audit.step(trail, "effect", LegReport(leg, outcome))

    for trail in (mary, ann, pam, bob):
        audit.step(trail, "requested")
    effect(mary, Leg.TOKENS, Outcome.DONE)
    effect(mary, Leg.TOKENS, Outcome.DONE)
    effect(mary, Leg.OTHER_SESSIONS, Outcome.PENDING)
    effect(ann, Leg.OTHER_SESSIONS, Outcome.PENDING)
    effect(pam, Leg.OTHER_SESSIONS, Outcome.PENDING)
    effect(pam, Leg.REVOCATION_LIST, Outcome.FAILED)
    audit.step(mary, "hop", LegReport(Leg.PROVIDER, Outcome.DONE, "Okta"))
    for trail in (mary, ann, pam):
        audit.step(trail, "completed")
    effect(ann, Leg.OTHER_SESSIONS, Outcome.DONE)
    effect(mary, Leg.OTHER_SESSIONS, Outcome.FAILED)
    audit.step(Trail("of-eve"), "refused", detail="invalid_hint")
    audit.notice("queue_failed")
    audit.flush()
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]
