"""The browser's way: which hops a logout needs, where each one leads, and where it ends."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote, urlencode

from coordinator.core import returns
from coordinator.core.journey import Hop, Journey, record
from coordinator.core.model import App, Leg, LegReport, Outcome, Provider, Reach
from coordinator.effects import Endpoints
from coordinator.hints import ProviderHint
from coordinator.providers.catalogue import Kind
from coordinator.providers.hops import Visit, can_visit, endpoint_allowed, row_of, visit
from coordinator.settings.config import Settings
from coordinator.web.request import Ended, Go

type Hints = Mapping[str, ProviderHint]


def provider_leg(name: str, provider: Provider | None, hints: Hints) -> LegReport:
    """Return a provider's leg before its hop: `not_supported` when no hop can end its session."""
    if provider is None:
        return LegReport(Leg.PROVIDER, Outcome.NOT_SUPPORTED, name, "not_configured")
    kind = row_of(provider).kind
    if kind is Kind.NOTHING:
        return LegReport(Leg.PROVIDER, Outcome.NOT_SUPPORTED, name, "provider_has_no_logout")
    if kind is Kind.HOP and not can_visit(provider, has_hint=_token(hints, name) is not None):
        return LegReport(Leg.PROVIDER, Outcome.NOT_SUPPORTED, name, "no_hint")
    return LegReport(Leg.PROVIDER, Outcome.NOT_ATTEMPTED, name)


def bound_for(legs: Sequence[LegReport], providers: Mapping[str, Provider]) -> tuple[Provider, ...]:
    """Return the providers that need a hop of ours, in order."""
    names = [leg.provider for leg in legs if leg.leg is Leg.PROVIDER and leg.outcome is Outcome.NOT_ATTEMPTED]
    known = [providers.get(name or "") for name in names]
    return tuple(provider for provider in known if provider and row_of(provider).kind is Kind.HOP)


def hops(
    reach: Reach, providers: Sequence[Provider], endpoints: Endpoints, new_state: Callable[[], str]
) -> tuple[tuple[Hop, ...], tuple[LegReport, ...]]:
    """Return the hops, Cognito first, and the legs of providers whose endpoint could not be found."""
    if reach is Reach.APP:
        return (), ()
    found, missed = [Hop(Leg.COGNITO)], []
    for provider in providers:
        endpoint = provider.logout_url or endpoints.get(provider.name)
        if isinstance(endpoint, str):
            row = row_of(provider)
            state = new_state() if row.state_param else None
            found.append(Hop(Leg.PROVIDER, provider.name, endpoint, state, row.proves))
        elif endpoint is None:
            missed.append(LegReport(Leg.PROVIDER, Outcome.NOT_SUPPORTED, provider.name, "no_end_session_endpoint"))
        else:
            missed.append(LegReport(Leg.PROVIDER, Outcome.FAILED, provider.name, "discovery_failed"))
    return tuple(found), tuple(missed)


def onward(
    journey: Journey, hints: Hints, base: str, settings: Settings
) -> tuple[Journey, Go | Ended, tuple[LegReport, ...]]:
    """Return the journey, where the browser goes next, and what was passed over as `failed` on the way.

    That are hops which the configuration, changed since the departure, no longer holds.
    """
    missed: list[LegReport] = []
    while (hop := journey.hop) is not None:
        target = _visit(hop, journey, hints, base, settings)
        if target is not None:
            return journey, Go(target), tuple(missed)
        report = LegReport(hop.leg, Outcome.FAILED, hop.provider, "no_longer_configured")
        missed.append(report)
        journey = replace(journey, at=journey.at + 1, legs=record(journey.legs, report))
    return journey, _end(journey, settings.apps.get(journey.app or "")), tuple(missed)


def _visit(hop: Hop, journey: Journey, hints: Hints, base: str, settings: Settings) -> Visit | None:
    return_url = f"{base}/logout/return"
    if hop.leg is Leg.COGNITO:
        # Cognito takes any app client of the pool that has our return URL; its cookie is the pool's, not the app's.
        app = settings.apps.get(journey.app or "") or next(iter(settings.apps.values()))
        query = urlencode({"client_id": app.client_id, "logout_uri": return_url}, quote_via=quote, safe="")
        return Visit(f"{settings.cognito_domain}/logout?{query}")
    provider = settings.providers.get(hop.provider or "")
    if provider is None or hop.endpoint is None or row_of(provider).kind is not Kind.HOP:
        return None
    if not endpoint_allowed(provider, hop.endpoint):
        return None
    hint = hints.get(provider.name, ProviderHint())
    return visit(
        provider,
        hop.endpoint,
        return_url=return_url,
        state=hop.state,
        hint=hint.token,
        logout_hint=hint.logout_hint or journey.logout_hint,
        ui_locales=journey.ui_locales,
    )


def _end(journey: Journey, app: App | None) -> Ended:
    """Return the end: the app's page when it is still configured, else the receipt with a button to the first one."""
    first = app.return_to[0] if app else None
    asked = journey.return_to if app and journey.return_to in app.return_to else None
    target = returns.with_state(asked, journey.state) if asked else None
    if target is None and app is not None and app.default_return:
        target = first
    if target is not None and not returns.is_app_scheme(target):
        return Ended(target, None, journey.reach, journey.legs)
    return Ended(None, target or first, journey.reach, journey.legs)


def _token(hints: Hints, name: str) -> str | None:
    return hints[name].token if name in hints else None
