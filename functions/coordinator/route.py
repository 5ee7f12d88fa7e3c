"""The browser's way: which hops a logout needs, where each one leads, and where it ends."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote, urlencode

from coordinator.core.journey import Hop, Journey, record
from coordinator.core.model import App, Leg, LegReport, Outcome, Provider, Reach
from coordinator.core.returns import is_app_scheme, with_state
from coordinator.effects import Endpoints
from coordinator.hints import ProviderHint
from coordinator.providers.hops import (
    Branch,
    Told,
    Visit,
    branches,
    endpoint_allowed,
    fallback_endpoint,
    fixed_endpoint,
    returns,
    row_of,
    visit,
)
from coordinator.providers.row import Kind, Returns
from coordinator.settings.config import Settings
from coordinator.web.request import Ended, Go

LATER = {Returns.MAYBE: 1, Returns.NEVER: 2}
"""How far back a hop goes from which nobody may come back; a person who is asked there can see to it."""

type Hints = Mapping[str, ProviderHint]


def provider_leg(name: str, provider: Provider | None, hints: Hints, *, now: int, awaited: bool = False) -> LegReport:
    """Return a provider's leg before its hop: `not_supported`, and why, when no hop can end its session.

    A hint that is `awaited` is not there yet.
    """
    if provider is None:
        return LegReport(Leg.PROVIDER, Outcome.NOT_SUPPORTED, name, "not_configured")
    hours = provider.session_hours
    alive_until = None if hours is None else now + hours * 3_600
    kind = row_of(provider).kind
    if kind is Kind.NONE:
        return LegReport(Leg.PROVIDER, Outcome.NOT_SUPPORTED, name, "provider_has_no_logout", alive_until)
    if kind is not Kind.SAML_BY_COGNITO and not (awaited or _branches(provider, hints)):
        return LegReport(Leg.PROVIDER, Outcome.NOT_SUPPORTED, name, "no_hint", alive_until)
    return LegReport(Leg.PROVIDER, Outcome.NOT_ATTEMPTED, name, None, alive_until)


def bound_for(legs: Sequence[LegReport], providers: Mapping[str, Provider], hints: Hints) -> tuple[Provider, ...]:
    """Return the providers that need a hop of ours, in order, but that those which may not return go later.

    One that is beyond reach, since another was named or was the way in this time, is not visited.

    Those that never do go last: whoever is left at a provider's page should be signed out everywhere else by then.
    """
    to_visit = [leg for leg in legs if leg.leg is Leg.PROVIDER and leg.outcome is Outcome.NOT_ATTEMPTED]
    names = [leg.provider or "" for leg in to_visit if leg.reason is None]
    known = [providers[name] for name in names if name in providers and row_of(providers[name]).is_hop]
    known.sort(key=lambda provider: LATER.get(returns(provider, _branches(provider, hints)[0]), 0))
    return tuple(known)


def hops(
    reach: Reach, providers: Sequence[Provider], endpoints: Endpoints, new_state: Callable[[], str]
) -> tuple[tuple[Hop, ...], tuple[LegReport, ...]]:
    """Return the hops, Cognito first, and the legs of providers whose endpoint could not be found."""
    if reach is Reach.APP:
        return (), ()
    found, missed = [Hop(Leg.COGNITO)], []
    for provider in providers:
        endpoint = fixed_endpoint(provider) or endpoints.get(provider.name)
        usable = endpoint if isinstance(endpoint, str) else fallback_endpoint(provider)
        if usable is not None:
            state = new_state() if row_of(provider).state_param else None
            found.append(Hop(Leg.PROVIDER, provider.name, usable, state))
        elif endpoint is None:
            missed.append(LegReport(Leg.PROVIDER, Outcome.NOT_SUPPORTED, provider.name, "no_end_session_endpoint"))
        else:
            missed.append(LegReport(Leg.PROVIDER, Outcome.FAILED, provider.name, "discovery_failed"))
    return tuple(found), tuple(missed)


def onward(
    journey: Journey, hints: Hints, base: str, settings: Settings
) -> tuple[Journey, Go | Ended, tuple[LegReport, ...]]:
    """Return the journey, where the browser goes next, and what was passed over on the way.

    That are hops which the configuration, changed since the departure, no longer holds, and those that no URL fits.
    A hop that never returns goes last, and of several only one can be taken: with it the logout is over.
    """
    passed: list[LegReport] = []
    put_off: set[Hop] = set()
    while (hop := journey.hop) is not None:
        target = _visit(hop, journey, hints, base, settings)
        later = journey.hops[journey.at + 1 :]
        if isinstance(target, LegReport):
            passed.append(target)
            journey = replace(journey, at=journey.at + 1, legs=record(journey.legs, target))
        elif target.returns is not Returns.NEVER:
            hops = (*journey.hops[: journey.at], replace(hop, proves=target.proves), *later)
            return replace(journey, hops=hops), Go(target), tuple(passed)
        elif later and hop not in put_off:
            put_off.add(hop)
            journey = replace(journey, hops=(*journey.hops[: journey.at], *later, hop))
        else:
            left = [LegReport(one.leg, Outcome.NOT_SUPPORTED, one.provider, "another_never_returns") for one in later]
            gone = LegReport(hop.leg, Outcome.UNCONFIRMED, hop.provider, "never_returns")
            return journey, Go(target, last=True), (*passed, *left, gone)
    return journey, _end(journey, settings.apps.get(journey.app or "")), tuple(passed)


def _visit(hop: Hop, journey: Journey, hints: Hints, base: str, settings: Settings) -> Visit | LegReport:
    return_url = f"{base}/logout/return"
    if hop.leg is Leg.COGNITO:
        # Cognito takes any app client of the pool that has our return URL; its cookie is the pool's, not the app's.
        app = settings.apps.get(journey.app or "") or next(iter(settings.apps.values()))
        query = urlencode({"client_id": app.client_id, "logout_uri": return_url}, quote_via=quote, safe="")
        return Visit(f"{settings.cognito_domain}/logout?{query}")
    provider = settings.providers.get(hop.provider or "")
    if provider is None or hop.endpoint is None or not endpoint_allowed(provider, hop.endpoint):
        return LegReport(hop.leg, Outcome.FAILED, hop.provider, "no_longer_configured")
    hint = hints.get(provider.name, ProviderHint())
    callers = journey.logout_hint if row_of(provider).callers_logout_hint else None
    named = hint.logout_hint or callers
    told = Told(return_url, hop.state, hint.token, named, journey.ui_locales, vouched=hint.logout_hint is not None)
    found = visit(provider, hop.endpoint, told)
    if found is None:
        reason = "url_too_long" if _branches(provider, hints) else "no_hint"
        return LegReport(hop.leg, Outcome.NOT_SUPPORTED, hop.provider, reason)
    return found


def _end(journey: Journey, app: App | None) -> Ended:
    """Return the end: the app's page when it is still configured, else the receipt with a button to the first one."""
    first = app.return_to[0] if app else None
    asked = journey.return_to if app and journey.return_to in app.return_to else None
    target = with_state(asked, journey.state) if asked else None
    if target is None and app is not None and app.default_return:
        target = first
    if target is not None and not is_app_scheme(target):
        return Ended(target, None, journey.reach, journey.legs)
    return Ended(None, target or first, journey.reach, journey.legs)


def _branches(provider: Provider, hints: Hints) -> tuple[Branch, ...]:
    hint = hints.get(provider.name)
    return branches(provider, has_hint=hint is not None and hint.token is not None)
