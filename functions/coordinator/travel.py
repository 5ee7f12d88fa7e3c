"""A journey under way: it departs with sealed cookies, comes back hop by hop, and ends with a receipt."""

from collections.abc import Iterable
from dataclasses import replace

from coordinator import cookie_budget, hints, remembering, route
from coordinator.core import deletions, journey
from coordinator.core.journey import Journey, WrongState, record
from coordinator.core.model import Leg, LegReport, Outcome, Purpose, Trail
from coordinator.core.parameters import LONGEST, is_text
from coordinator.dependencies import Dependencies
from coordinator.errors import Refused, SealBroken
from coordinator.providers.hops import row_of
from coordinator.providers.row import Kind
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

OWN_COOKIES = (OwnCookie(JOURNEY_COOKIE), OwnCookie(HINT_COOKIE))


def depart(request: Request, begun: Journey, known: route.Hints, trail: Trail, deps: Dependencies) -> Reply:
    """Send the browser on its first hop, with the journey, the hints that fit, and the app's cookies expired."""
    begun, cut = cookie_budget.cut_to_size(begun, deps)
    expired = deletions.deletions(trail.app, request.place, request.cookies) if trail.app else ()
    fitting = cookie_budget.hints_that_fit(request, begun, known, expired, deps)
    begun, unhinted = cookie_budget.without_hints(begun, fitting, deps) if len(fitting) < len(known) else (begun, ())
    begun, where, missed = route.onward(begun, fitting, request.base, deps.settings)
    for report in (*cut, *unhinted, *missed):
        deps.audit.step(trail, "hop", report)
    sealed = deps.seals.seal(Purpose.JOURNEY, journey.pack(begun))
    kept = (
        OwnCookie(JOURNEY_COOKIE, sealed, Purpose.JOURNEY.seconds),
        OwnCookie(HINT_COOKIE, hints.seal(fitting, deps.seals) if fitting else None, Purpose.HINT.seconds),
    )
    if isinstance(where, Go):
        what = Called(where.visit.url, begun.reach, begun.legs) if request.wants_json else where
        return Reply(what, request.logout_id, kept, expired, begun.ui_locales, trail.app)
    if request.wants_json and where.url is None:
        # The receipt is a page: whoever called navigates to it, with the journey that has no hop left.
        location = f"{request.base}/logout/return"
        return Reply(Called(location, begun.reach, begun.legs), request.logout_id, kept, expired)
    deps.audit.step(trail, "completed")
    ended = Called(where.url or "", begun.reach, begun.legs) if request.wants_json else where
    return Reply(ended, request.logout_id, OWN_COOKIES, expired, begun.ui_locales, trail.app)


def state_of(fields: Iterable[tuple[str, str]]) -> str | None:
    """Return the `state` that a browser came back with, None for none or an empty one; raises Refused for two."""
    states = [value for name, value in fields if name == "state" and value]
    if len(states) > 1:
        raise Refused("duplicate_parameter", "state is given more than once")
    if states and (len(states[0]) > LONGEST["state"] or not is_text(states[0])):
        raise Refused("invalid_request", f"state is longer than {LONGEST['state']} characters, or no text")
    return states[0] if states else None


def refused_by(fields: Iterable[tuple[str, str]]) -> bool:
    """Tell whether a provider says that it signed nobody out.

    RP-Initiated Logout 1.0 knows no such answer; WSO2 Identity Server returns `error` with our `state` when the person
    declines (wso2-extensions/identity-inbound-auth-oauth, OIDCLogoutServlet, read November 2026).
    """
    return any(name == "error" for name, _ in fields)


def come_back(request: Request, deps: Dependencies) -> Reply:
    """Answer `GET /logout/return`: take the journey one hop on; raises Refused when there is none to take on."""
    if request.evidence.dest not in (None, "document"):
        raise Refused("not_a_navigation", "only a navigation goes on with a logout")
    under_way = _open(request, deps)
    request = replace(request, logout_id=under_way.logout_id)
    app = deps.settings.apps.get(under_way.app or "")
    trail = Trail(under_way.logout_id, under_way.reach, app, under_way.subject)
    try:
        under_way, report = journey.come_back(under_way, state_of(request.query), refused=refused_by(request.query))
    except WrongState:
        deps.audit.step(trail, "refused", detail="wrong_state")
        return Reply(Astray(), request.logout_id, ui_locales=under_way.ui_locales, app=app)
    if report is not None:
        deps.audit.step(trail, "hop", report)
        if report.leg is Leg.COGNITO:
            under_way = _with_what_cognito_ended(under_way, trail, deps)
    known = _known(request, under_way, deps)
    under_way, where, missed = route.onward(under_way, known, request.base, deps.settings)
    for passed_over in missed:
        deps.audit.step(trail, "hop", passed_over)
    if isinstance(where, Ended) or where.last:
        deps.audit.step(trail, "completed")
        return Reply(where, request.logout_id, OWN_COOKIES, ui_locales=under_way.ui_locales, app=app)
    sealed = deps.seals.seal(Purpose.JOURNEY, journey.pack(under_way))
    kept = (OwnCookie(JOURNEY_COOKIE, sealed, Purpose.JOURNEY.seconds),)
    return Reply(where, request.logout_id, kept, ui_locales=under_way.ui_locales, app=app)


def begun_before(request: Request, logout_id: str, deps: Dependencies) -> Reply | None:
    """Return the way on of the journey that this browser is on, if it is that of `logout_id`; None for any other."""
    sealed = request.cookie(JOURNEY_COOKIE)
    under_way = _unsealed(sealed, deps)
    if under_way is None or under_way.logout_id != logout_id:
        return None
    known = _known(request, under_way, deps)
    _, where, _ = route.onward(under_way, known, request.base, deps.settings)
    kept = (OwnCookie(JOURNEY_COOKIE, sealed, Purpose.JOURNEY.seconds),)
    own_cookies = kept if isinstance(where, Go) else OWN_COOKIES
    app = deps.settings.apps.get(under_way.app or "")
    return Reply(where, logout_id, own_cookies, ui_locales=under_way.ui_locales, app=app)


def hints_under_way(request: Request, subject: str | None, deps: Dependencies) -> route.Hints:
    """Return the hints of an unfinished journey of the same person: its cookies may be all that is left of them."""
    under_way = _unsealed(request.cookie(JOURNEY_COOKIE), deps)
    if under_way is None or subject is None or under_way.subject != subject:
        return {}
    return hints.unseal(request.cookie(HINT_COOKIE), deps.seals)


def _known(request: Request, under_way: Journey, deps: Dependencies) -> route.Hints:
    """Return the hints of a journey; the one that its next hop needs is looked up where no cookie could hold it."""
    known = hints.unseal(request.cookie(HINT_COOKIE), deps.seals)
    return remembering.recalled(known, under_way.hop.provider if under_way.hop else None, deps)


def _unsealed(sealed: str | None, deps: Dependencies) -> Journey | None:
    try:
        return journey.unpack(deps.seals.open(Purpose.JOURNEY, sealed or ""))
    except SealBroken:
        return None


def _open(request: Request, deps: Dependencies) -> Journey:
    under_way = _unsealed(request.cookie(JOURNEY_COOKIE), deps)
    if under_way is None:
        raise Refused("invalid_request", "there is no sign-out under way in this browser, or it is over", "gone")
    return under_way


def _with_what_cognito_ended(under_way: Journey, trail: Trail, deps: Dependencies) -> Journey:
    """Report the SAML providers that Cognito visits inside its own `/logout`: nothing proves to us that it did."""
    legs = under_way.legs
    for leg in legs:
        provider = deps.settings.providers.get(leg.provider or "")
        if leg.leg is Leg.PROVIDER and provider is not None and row_of(provider).kind is Kind.SAML_BY_COGNITO:
            report = LegReport(Leg.PROVIDER, Outcome.UNCONFIRMED, leg.provider, "ended_by_cognito")
            deps.audit.step(trail, "hop", report)
            legs = record(legs, report)
    return replace(under_way, legs=legs)
