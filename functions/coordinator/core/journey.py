"""Where were we? The ordered hops of one logout, how far it has come, and its form inside a sealed cookie."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from coordinator.core import packing
from coordinator.core.model import Leg, LegReport, Outcome, Reach
from coordinator.core.receipt import merge


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect to a system that holds a session; `state` is fresh per hop, None where it would be dropped.

    `endpoint` is what discovery said when the journey began; it is checked again before the browser goes there. Once
    it has gone, `proves` says whether a return with `state` proves the end of the session.
    """

    leg: Leg
    provider: str | None = None
    endpoint: str | None = None
    state: str | None = field(default=None, repr=False)
    proves: bool = False


@dataclass(frozen=True, slots=True)
class Journey:
    """One logout under way; it holds no token. `at` counts the hops that are behind the browser."""

    logout_id: str
    reach: Reach
    app: str | None = None
    return_to: str | None = None
    state: str | None = field(default=None, repr=False)
    hops: tuple[Hop, ...] = ()
    at: int = 0
    legs: tuple[LegReport, ...] = ()
    subject: str | None = None
    logout_hint: str | None = field(default=None, repr=False)
    ui_locales: str | None = field(default=None, repr=False)

    @property
    def hop(self) -> Hop | None:
        """The hop that the browser is on or goes to next, None at the end."""
        return self.hops[self.at] if self.at < len(self.hops) else None


class WrongState(Exception):
    """Raised when a browser comes back with a state that is not this hop's."""


def come_back(journey: Journey, state: str | None, *, refused: bool = False) -> tuple[Journey, LegReport | None]:
    """Move the journey one hop on; return it with the report of the hop that is now behind the browser.

    A return with the hop's state is `done` when the profile says that this proves it; a return without any state
    is `unconfirmed`, and so is one by which the provider says that it `refused`. Raises WrongState, and moves nothing,
    for any other state.
    """
    hop = journey.hop
    if hop is None:
        return journey, None
    if state is not None and state != hop.state:
        raise WrongState
    proved = hop.proves and state is not None and not refused
    outcome = Outcome.DONE if proved else Outcome.UNCONFIRMED
    report = LegReport(hop.leg, outcome, hop.provider, "provider_refused" if refused else None)
    return replace(journey, at=journey.at + 1, legs=record(journey.legs, report)), report


def record(legs: Sequence[LegReport], report: LegReport) -> tuple[LegReport, ...]:
    """Replace a leg's report by a newer one, keeping the time until which the session may live."""
    same = [old for old in legs if (old.leg, old.provider) == (report.leg, report.provider)]
    others = [old for old in legs if old not in same]
    alive = same[0].alive_until if same and report.outcome is not Outcome.DONE else None
    return merge(others, [replace(report, alive_until=alive)])


def pack(journey: Journey) -> bytes:
    """Return the journey as compressed JSON, for sealing: the caller's `state` alone may have 1,024 characters."""
    document = [
        journey.logout_id,
        journey.reach,
        journey.app,
        journey.return_to,
        journey.state,
        [[hop.leg, hop.provider, hop.endpoint, hop.state, hop.proves] for hop in journey.hops],
        journey.at,
        pack_legs(journey.legs),
        journey.subject,
        journey.logout_hint,
        journey.ui_locales,
    ]
    return packing.pack(document)


def unpack(packed: bytes) -> Journey:
    """Return the journey that `pack` wrote; only what a seal has kept may be given."""
    logout_id, reach, app, return_to, state, hops, at, legs, subject, logout_hint, ui_locales = packing.unpack(packed)
    return Journey(
        logout_id=logout_id,
        reach=Reach(reach),
        app=app,
        return_to=return_to,
        state=state,
        hops=tuple(Hop(Leg(leg), *rest) for leg, *rest in hops),
        at=at,
        legs=unpack_legs(legs),
        subject=subject,
        logout_hint=logout_hint,
        ui_locales=ui_locales,
    )


def pack_legs(legs: Sequence[LegReport]) -> list[list[str | int | None]]:
    """Return leg reports as rows."""
    return [[leg.leg, leg.outcome, leg.provider, leg.reason, leg.alive_until] for leg in legs]


def unpack_legs(rows: Sequence[Sequence[object]]) -> tuple[LegReport, ...]:
    """Return leg reports from their packed rows."""
    return tuple(LegReport(Leg(leg), Outcome(outcome), *rest) for leg, outcome, *rest in rows)  # type: ignore[arg-type]
