"""A journey under way: it departs with sealed cookies, comes back hop by hop, and ends with a receipt."""

from collections.abc import Iterable
from dataclasses import replace

from coordinator import hints, route
from coordinator.core import cookies, journey
from coordinator.core.journey import Journey, WrongState, record
from coordinator.core.model import Leg, LegReport, Outcome, Purpose, Trail
from coordinator.core.parameters import LONGEST, is_text
from coordinator.dependencies import Dependencies
from coordinator.errors import Refused, SealBroken
from coordinator.gather import Gathered
from coordinator.providers.catalogue import Kind
from coordinator.providers.hops import can_visit, row_of
from coordinator.web.request import (
    HINT_COOKIE,
    JOURNEY_COOKIE,
    Astray,
    Called,
    Ended,
    Go,
    OwnCookie,
    Reply,
    Request,
)

LARGEST_COOKIE = 3_800
"""Bytes of a sealed value: with name and attributes the cookie stays below 3,900, which every browser keeps."""
ROOM_FOR_HOPS = 1_200
"""Bytes of the sealed journey that hops and legs may take, on top of what the caller chose."""
COOKIES_IN_ALL = 8_000
"""Bytes of cookies that the browser may send back: API Gateway takes 10,240 of request line and headers."""
OWN_COOKIES = (OwnCookie(JOURNEY_COOKIE), OwnCookie(HINT_COOKIE))


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


def depart(request: Request, begun: Journey, known: route.Hints, trail: Trail, deps: Dependencies) -> Reply:
    """Send the browser on its first hop, with the journey, the hints that fit, and the app's cookies expired."""
    begun, cut = _cut_to_size(begun, deps)
    hint = _hint_that_fits(request, begun, known, deps)
    if hint is None and known:
        begun, known = _without_hints(begun, deps), {}
    begun, where, missed = route.onward(begun, known, request.base, deps.settings)
    for report in (*cut, *missed):
        deps.audit.step(trail, "hop", report)
    deletions = cookies.deletions(trail.app, request.place, request.cookies) if trail.app else ()
    sealed = deps.seals.seal(Purpose.JOURNEY, journey.pack(begun))
    kept = (
        OwnCookie(JOURNEY_COOKIE, sealed, Purpose.JOURNEY.seconds),
        OwnCookie(HINT_COOKIE, hint, Purpose.HINT.seconds),
    )
    if isinstance(where, Go):
        what = Called(where.visit.url, begun.reach, begun.legs) if request.wants_json else where
        return Reply(what, request.logout_id, kept, deletions)
    if request.wants_json and where.url is None:
        # The receipt is a page: whoever called navigates to it, with the journey that has no hop left.
        location = f"{request.base}/logout/return"
        return Reply(Called(location, begun.reach, begun.legs), request.logout_id, kept, deletions)
    deps.audit.step(trail, "completed")
    ended = Called(where.url or "", begun.reach, begun.legs) if request.wants_json else where
    return Reply(ended, request.logout_id, OWN_COOKIES, deletions)


def state_of(fields: Iterable[tuple[str, str]]) -> str | None:
    """Return the `state` that a browser came back with, None for none or an empty one; raises Refused for two."""
    states = [value for name, value in fields if name == "state" and value]
    if len(states) > 1:
        raise Refused("duplicate_parameter", "state is given more than once")
    if states and (len(states[0]) > LONGEST["state"] or not is_text(states[0])):
        raise Refused("invalid_request", f"state is longer than {LONGEST['state']} characters, or no text")
    return states[0] if states else None


def come_back(request: Request, deps: Dependencies) -> Reply:
    """Answer `GET /logout/return`: take the journey one hop on; raises Refused when there is none to take on."""
    if request.evidence.dest not in (None, "document"):
        raise Refused("not_a_navigation", "only a navigation goes on with a logout")
    under_way = _open(request, deps)
    request = replace(request, logout_id=under_way.logout_id)
    app = deps.settings.apps.get(under_way.app or "")
    trail = Trail(under_way.logout_id, under_way.reach, app, under_way.subject)
    try:
        under_way, report = journey.come_back(under_way, state_of(request.query))
    except WrongState:
        deps.audit.step(trail, "refused", detail="wrong_state")
        return Reply(Astray(), request.logout_id)
    if report is not None:
        deps.audit.step(trail, "hop", report)
        if report.leg is Leg.COGNITO:
            under_way = _with_what_cognito_ended(under_way, trail, deps)
    known = hints.unseal(request.cookie(HINT_COOKIE), deps.seals)
    under_way, where, missed = route.onward(under_way, known, request.base, deps.settings)
    for passed_over in missed:
        deps.audit.step(trail, "hop", passed_over)
    if isinstance(where, Ended):
        deps.audit.step(trail, "completed")
        return Reply(where, request.logout_id, OWN_COOKIES)
    sealed = deps.seals.seal(Purpose.JOURNEY, journey.pack(under_way))
    return Reply(where, request.logout_id, (OwnCookie(JOURNEY_COOKIE, sealed, Purpose.JOURNEY.seconds),))


def _open(request: Request, deps: Dependencies) -> Journey:
    try:
        return journey.unpack(deps.seals.open(Purpose.JOURNEY, request.cookie(JOURNEY_COOKIE) or ""))
    except SealBroken as error:
        raise Refused("invalid_request", "there is no sign-out under way in this browser, or it is over") from error


def _cut_to_size(begun: Journey, deps: Dependencies) -> tuple[Journey, tuple[LegReport, ...]]:
    """Drop the last hops of a journey that no cookie could hold: many providers, or very long endpoints."""
    cut: list[LegReport] = []
    while len(deps.seals.seal(Purpose.JOURNEY, journey.pack(begun))) > LARGEST_COOKIE and len(begun.hops) > 1:
        report = LegReport(Leg.PROVIDER, Outcome.FAILED, begun.hops[-1].provider, "journey_too_long")
        cut.append(report)
        begun = replace(begun, hops=begun.hops[:-1], legs=record(begun.legs, report))
    return begun, tuple(cut)


def _hint_that_fits(request: Request, begun: Journey, known: route.Hints, deps: Dependencies) -> str | None:
    """Return the sealed hints, None when a browser or API Gateway would not carry them along."""
    if not known:
        return None
    sealed = hints.seal(known, deps.seals)
    sealed_journey = deps.seals.seal(Purpose.JOURNEY, journey.pack(begun))
    seen = len(request.headers.get("cookie", ""))
    names = len(JOURNEY_COOKIE) + len(HINT_COOKIE) + len("=; =; ")
    fits = len(sealed) <= LARGEST_COOKIE and seen + len(sealed) + len(sealed_journey) + names <= COOKIES_IN_ALL
    return sealed if fits else None


def _without_hints(begun: Journey, deps: Dependencies) -> Journey:
    """Leave out the hops that cannot do without the hint that did not fit."""
    providers = deps.settings.providers
    kept, legs = [], begun.legs
    for hop in begun.hops:
        if hop.provider is None or can_visit(providers[hop.provider], has_hint=False):
            kept.append(hop)
        else:
            legs = record(legs, LegReport(hop.leg, Outcome.NOT_SUPPORTED, hop.provider, "hint_too_long"))
    return replace(begun, hops=tuple(kept), legs=legs)


def _with_what_cognito_ended(under_way: Journey, trail: Trail, deps: Dependencies) -> Journey:
    """Report the SAML providers that Cognito visits inside its own `/logout`: nothing proves to us that it did."""
    legs = under_way.legs
    for leg in legs:
        provider = deps.settings.providers.get(leg.provider or "")
        if leg.leg is Leg.PROVIDER and provider is not None and row_of(provider).kind is Kind.COGNITO:
            report = LegReport(Leg.PROVIDER, Outcome.UNCONFIRMED, leg.provider, "ended_by_cognito")
            deps.audit.step(trail, "hop", report)
            legs = record(legs, report)
    return replace(under_way, legs=legs)
