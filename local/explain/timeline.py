"""The story that the audit events of one logout tell, one line for each thing that happened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from local.explain import advice

LEGS = {
    "tokens": "the app's tokens",
    "other_sessions": "the user's other sessions",
    "revocation_list": "the revocation list",
    "app_cookies": "the app's cookies",
    "cognito": "Cognito's session",
    "provider": "the provider's session",
}
STEPS = {"requested": "asked for", "refused": "refused", "completed": "the browser is at the end", "signal": "told"}


class Light(Enum):
    """How good an outcome is, by the color that it is drawn in."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    PLAIN = "plain"


LIGHTS = {
    "done": Light.GREEN,
    "unconfirmed": Light.YELLOW,
    "pending": Light.YELLOW,
    "failed": Light.RED,
    "not_supported": Light.RED,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened, `after` so many milliseconds; what its `reason` says and what helps, where it is red."""

    after: int
    step: str
    what: str
    outcome: str
    light: Light
    reason: str = ""
    meaning: str = ""
    fix: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """One logout: `at` is in milliseconds since the epoch; `completed` whether the browser came to the end."""

    logout_id: str
    at: int
    app: str
    reach: str
    user: str
    lines: tuple[Line, ...]

    @property
    def completed(self) -> bool:
        """Whether the browser came to the end."""
        return any(line.step == "completed" for line in self.lines)

    @property
    def red(self) -> int:
        """How many legs were not ended, and stayed so: of several events of one leg the last counts."""
        last = {line.what: line.light for line in self.lines if line.step != "refused"}
        return sum(light is Light.RED for light in last.values())


def story(logout_id: str, events: Iterable[Mapping[str, Any]]) -> Story:
    """Return the story of one logout; `events` are its own, in any order, one at least."""
    ordered = sorted(events, key=lambda event: int(event["time"]))
    began, seen, lines = int(ordered[0]["time"]), set[str](), []
    for event in ordered:
        uid = str(event.get("metadata", {}).get("uid"))
        lines.append(_line(event, began, again=uid in seen))
        seen.add(uid)
    ours = [event["unmapped"]["logout"] for event in ordered]
    users = [event.get("user", {}).get("uid") for event in ordered]
    return Story(
        logout_id,
        began,
        _first(one.get("app") for one in ours) or "unknown",
        _first(one.get("reach") for one in ours) or "unknown",
        _first(users) or "unknown",
        tuple(lines),
    )


def _line(event: Mapping[str, Any], began: int, *, again: bool) -> Line:
    ours, reason = event["unmapped"]["logout"], str(event.get("status_detail") or "")
    step, leg, outcome = str(ours["step"]), ours.get("leg"), str(ours.get("outcome") or "")
    what = LEGS.get(leg, str(leg)) if leg else STEPS.get(step, step)
    named = f"{what}: {ours['provider']}" if ours.get("provider") else what
    light = Light.RED if step == "refused" else LIGHTS.get(outcome, Light.PLAIN)
    meaning, fix = _told(step, reason) if light is Light.RED else ("", "")
    return Line(int(event["time"]) - began, step, named, outcome, light, reason, meaning, fix, again)


def _told(step: str, reason: str) -> tuple[str, str]:
    """Return what a reason says, and what to change."""
    if step == "refused":
        code = reason.partition(":")[0]  # an error of ours has its place behind it
        return "", advice.WRONG_STATE if code == "wrong_state" else advice.refusals().get(code, advice.OTHER)
    if not reason or reason in advice.HARMLESS:
        return advice.meanings().get(reason, ""), ""
    return advice.meanings().get(reason, ""), advice.FIXES.get(reason, advice.OTHER)


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)
