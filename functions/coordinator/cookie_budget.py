"""What fits into cookies: browsers keep 4 KB of each, and API Gateway takes 10 KB of all headers."""

from collections.abc import Sequence
from dataclasses import replace

from coordinator import hints, route
from coordinator.core import journey
from coordinator.core.deletions import Deletion
from coordinator.core.journey import Journey, record
from coordinator.core.model import Leg, LegReport, Outcome, Trail
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
ANSWER_IN_ALL = 10_000
"""Bytes of our answer's headers: API Gateway takes 10,240."""
OTHER_HEADERS = 1_500
"""Bytes of those that are no cookies, and of what surrounds a cookie's value."""


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
    if _length(blank(trail, gathered), deps) + ROOM_FOR_HOPS > LARGEST_COOKIE:
        raise Refused("invalid_request", "state, logout_hint and ui_locales are too long together")


def cut_to_size(begun: Journey, deps: Dependencies) -> tuple[Journey, tuple[LegReport, ...]]:
    """Drop hops of a journey that no cookie could hold: those with the longest endpoints, which providers choose."""
    cut: list[LegReport] = []
    while len(begun.hops) > 1 and _length(begun, deps) > LARGEST_COOKIE:
        longest = max(reversed(begun.hops[1:]), key=lambda hop: len(hop.endpoint or ""))
        report = LegReport(Leg.PROVIDER, Outcome.FAILED, longest.provider, "journey_too_long")
        cut.append(report)
        hops = tuple(hop for hop in begun.hops if hop is not longest)
        begun = replace(begun, hops=hops, legs=record(begun.legs, report))
    return begun, tuple(cut)


def hints_that_fit(
    request: Request, begun: Journey, known: route.Hints, deleted: Sequence[Deletion], deps: Dependencies
) -> route.Hints:
    """Return the hints that a browser and API Gateway will carry along, those of the first hops before the others.

    Of a token that is remembered it is enough to carry where.
    What this answer deletes or replaces does not come back, and so does not count there.
    """
    sealed_journey = _length(begun, deps)
    gone = {one.name for one in deleted} | {JOURNEY_COOKIE, HINT_COOKIE}
    seen = len(request.headers.get("cookie", "")) - sum(
        len(f"{name}={value}; ") for name, value in request.cookies if name in gone
    )
    comes_back = seen + sealed_journey + len(f"{JOURNEY_COOKIE}=; {HINT_COOKIE}=; ")
    goes_out = sum(one.length for one in deleted) + sealed_journey + OTHER_HEADERS
    room = min(LARGEST_COOKIE, COOKIES_IN_ALL - comes_back, ANSWER_IN_ALL - goes_out)
    order = [hop.provider for hop in begun.hops]
    kept = dict(sorted(known.items(), key=lambda one: order.index(one[0]) if one[0] in order else len(order)))
    while kept and deps.seals.length(hints.pack(kept)) > room:
        name, last = kept.popitem()
        if last.left_behind:
            kept = {name: last.left_behind, **kept}
    return kept


def without_hints(begun: Journey, known: route.Hints, deps: Dependencies) -> tuple[Journey, tuple[LegReport, ...]]:
    """Leave out the hops that cannot do without a hint that did not fit; `known` are those that did."""
    kept, reports = [], []
    for hop in begun.hops:
        provider = deps.settings.providers.get(hop.provider or "")
        if provider is None or hop.provider in known or branches(provider, has_hint=False):
            kept.append(hop)
        else:
            reports.append(LegReport(hop.leg, Outcome.NOT_SUPPORTED, hop.provider, "hint_too_long"))
    legs = begun.legs
    for report in reports:
        legs = record(legs, report)
    return replace(begun, hops=tuple(kept), legs=legs), tuple(reports)


def _length(begun: Journey, deps: Dependencies) -> int:
    """Return how many characters a journey's cookie has."""
    return deps.seals.length(journey.pack(begun))
