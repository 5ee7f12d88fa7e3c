"""The receipt: the outcome of each leg, and what is still alive until when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from coordinator.core.model import Leg, LegReport, Outcome, Reach

_WORST_LAST = list(Outcome)


def worse(first: LegReport, second: LegReport) -> LegReport:
    """Return the report that promises less, in the order of Outcome, with the later time until which the leg lives."""
    worst = max(first, second, key=lambda report: _WORST_LAST.index(report.outcome))
    times = [report.alive_until for report in (first, second) if report.alive_until is not None]
    return worst if worst.outcome is Outcome.DONE else replace(worst, alive_until=max(times, default=None))


def merge(earlier: Iterable[LegReport], later: Iterable[LegReport]) -> tuple[LegReport, ...]:
    """Join what was done before the person was asked with what was done afterwards, leg by leg, in order."""
    legs: dict[tuple[Leg, str | None], LegReport] = {}
    for report in (*earlier, *later):
        key = (report.leg, report.provider)
        legs[key] = worse(legs[key], report) if key in legs else report
    named = {leg for leg, provider in legs if provider is not None}
    kept = [report for (leg, provider), report in legs.items() if provider is not None or leg not in named]
    return tuple(sorted(kept, key=lambda report: list(Leg).index(report.leg)))


def reauthenticate(reach: Reach, legs: Iterable[LegReport], prompts: Mapping[str, str]) -> str | None:
    """Return what the app's next sign-in must ask for, as `prompt`, where the provider's session stays alive.

    `prompts` says what each provider understands; `login` stands for the others, and wins.
    """
    lives = (Outcome.NOT_SUPPORTED, Outcome.FAILED)
    alive = [leg.provider or "" for leg in legs if leg.leg is Leg.PROVIDER and leg.outcome in lives]
    if not alive or reach is Reach.APP:
        return None
    return "select_account" if {prompts.get(name) for name in alive} == {"select_account"} else "login"


def as_json(reach: Reach, legs: Sequence[LegReport], prompts: Mapping[str, str]) -> dict[str, Any]:
    """Return the receipt in the form of the contract; times are RFC 3339 in UTC, `prompts` as for `reauthenticate`."""
    return {
        "reach": reach.value,
        "legs": [
            {
                "leg": report.leg.value,
                "provider": report.provider,
                "outcome": report.outcome.value,
                "reason": report.reason,
                "alive_until": None if report.alive_until is None else rfc3339(report.alive_until),
            }
            for report in legs
        ],
        "reauthenticate": reauthenticate(reach, legs, prompts),
    }


def rfc3339(seconds: int) -> str:
    """Return a time in seconds since the epoch as RFC 3339, e.g. `2026-01-31T12:00:00Z`."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
