"""What became of one user, as the answer of `POST /sign-out` says it, and as the journal keeps it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

OVER = ("done", "failed", "not_supported")
"""How an effect ends; `pending` is no end."""


@dataclass(frozen=True, slots=True)
class Leg:
    """The outcome of a leg, the reason as a code."""

    outcome: str
    reason: str | None = None
    alive_until: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One user: the legs by name, or the `error` that refused the request. `at` is in seconds since the epoch."""

    user: str
    at: float
    logout_id: str | None = None
    legs: Mapping[str, Leg] = field(default_factory=dict)
    error: str | None = None

    @property
    def state(self) -> str:
        """`unknown`, `failed`, `pending` or `done`: the worst of the legs."""
        if self.error:
            return "unknown" if self.error == "unknown_user" else "failed"
        outcomes = {leg.outcome for leg in self.legs.values()}
        return next((one for one in ("failed", "pending") if one in outcomes), "done" if outcomes else "failed")

    @property
    def reasons(self) -> str:
        """Why it failed, or what is still to be done."""
        worst = (f"{name} {leg.outcome}: {leg.reason}" for name, leg in self.legs.items() if leg.outcome != "done")
        return self.error or ", ".join(worst) or "no leg"

    def ended(self, leg: str, outcome: str, reason: str | None) -> "Result":
        """Return the result with the end of a leg. Of several events of one effect `done` stands, then `failed`."""
        known = self.legs.get(leg)
        if known is None or known.outcome == "done" or outcome not in OVER:
            return self
        return replace(self, legs={**self.legs, leg: Leg(outcome, reason)})


def read(user: str, at: float, status: int, body: bytes) -> Result:
    """Return what an answer says; one that is not ours is the error `http_<status>`."""
    try:
        told = json.loads(body)
        if status not in (200, 202):
            return Result(user, at, error=str(told["error"]))
        legs = {one["leg"]: Leg(one["outcome"], one["reason"], one["alive_until"]) for one in told["receipt"]["legs"]}
        return Result(user, at, str(told["logout_id"]), legs)
    except (ValueError, KeyError, TypeError):
        return Result(user, at, error=f"http_{status}")


def pack(result: Result) -> dict[str, Any]:
    """Return it as JSON, for the journal."""
    legs = {name: [leg.outcome, leg.reason] for name, leg in result.legs.items()}
    return {
        "user": result.user,
        "state": result.state,
        "at": result.at,
        "logout_id": result.logout_id,
        "legs": legs,
        "error": result.error,
    }


def unpack(kept: Mapping[str, Any]) -> Result:
    """Return what `pack` wrote; raises ValueError, KeyError or TypeError for all else."""
    legs = {name: Leg(*leg) for name, leg in kept["legs"].items()}
    return Result(str(kept["user"]), float(kept["at"]), kept["logout_id"], legs, kept["error"])
