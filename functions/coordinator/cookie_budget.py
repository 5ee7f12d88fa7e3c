"""What fits into cookies: browsers keep 4 KB of each, and API Gateway takes 10 KB of all headers."""

from dataclasses import replace

from coordinator import hints, route
from coordinator.core import journey
from coordinator.core.journey import Journey, record
from coordinator.core.model import Leg, LegReport, Outcome, Purpose, Trail
from coordinator.dependencies import Dependencies
from coordinator.errors import Refused
from coordinator.gather import Gathered
from coordinator.providers.hops import branches
from coordinator.web.request import HINT_COOKIE, JOURNEY_COOKIE, Request

LARGEST_COOKIE = 3_800
"""Bytes of a sealed value: with name and attributes the cookie stays below 3,900, which every browser keeps."""
ROOM_FOR_HOPS = 1_200
"""Bytes of the sealed journey that hops and legs may take, on top of what the caller chose."""
COOKIES_IN_ALL = 8_000
"""Bytes of cookies that the browser may send back: API Gateway takes 10,240 of request line and headers."""


def blank(trail: Trail, gathered: Gathered) -> Journey:
    """Return a journey without hops and legs."""
    return Journey(
        logout_id=trail.logout_id,
        reach=gathered.asked.reach,
        app=trail.app.name if trail.app else None,
        return_to=gathered.return_to,
        state=gathered.asked.state,
        subject=trail.subject,
        logout_hint=gathered.asked.logout_hint,
        ui_locales=gathered.asked.ui_locales,
    )


def refuse_what_no_cookie_holds(trail: Trail, gathered: Gathered, deps: Dependencies) -> None:
    """Raise Refused, before any effect, when the caller's own values would not fit into the journey's cookie."""
    sealed = deps.seals.seal(Purpose.JOURNEY, journey.pack(blank(trail, gathered)))
    if len(sealed) + ROOM_FOR_HOPS > LARGEST_COOKIE:
        raise Refused("invalid_request", "state, logout_hint and ui_locales are too long together")


def cut_to_size(begun: Journey, deps: Dependencies) -> tuple[Journey, tuple[LegReport, ...]]:
    """Drop the last hops of a journey that no cookie could hold: many providers, or very long endpoints."""
    cut: list[LegReport] = []
    while len(deps.seals.seal(Purpose.JOURNEY, journey.pack(begun))) > LARGEST_COOKIE and len(begun.hops) > 1:
        report = LegReport(Leg.PROVIDER, Outcome.FAILED, begun.hops[-1].provider, "journey_too_long")
        cut.append(report)
        begun = replace(begun, hops=begun.hops[:-1], legs=record(begun.legs, report))
    return begun, tuple(cut)


def hint_that_fits(
    request: Request, begun: Journey, known: route.Hints, deleted: set[str], deps: Dependencies
) -> str | None:
    """Return the sealed hints, None when a browser or API Gateway would not carry them along.

    What this answer deletes or replaces does not come back, and so does not count.
    """
    if not known:
        return None
    sealed = hints.seal(known, deps.seals)
    sealed_journey = deps.seals.seal(Purpose.JOURNEY, journey.pack(begun))
    gone = deleted | {JOURNEY_COOKIE, HINT_COOKIE}
    seen = len(request.headers.get("cookie", "")) - sum(
        len(f"{name}={value}; ") for name, value in request.cookies if name in gone
    )
    names = len(JOURNEY_COOKIE) + len(HINT_COOKIE) + len("=; =; ")
    fits = len(sealed) <= LARGEST_COOKIE and seen + len(sealed) + len(sealed_journey) + names <= COOKIES_IN_ALL
    return sealed if fits else None


def without_hints(begun: Journey, deps: Dependencies) -> Journey:
    """Leave out the hops that cannot do without the hint that did not fit."""
    providers = deps.settings.providers
    kept, legs = [], begun.legs
    for hop in begun.hops:
        if hop.provider is None or branches(providers[hop.provider], has_hint=False):
            kept.append(hop)
        else:
            legs = record(legs, LegReport(hop.leg, Outcome.NOT_SUPPORTED, hop.provider, "hint_too_long"))
    return replace(begun, hops=tuple(kept), legs=legs)
