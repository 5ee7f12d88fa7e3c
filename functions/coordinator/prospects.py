"""What can each provider be told, and what does its leg say before its hop? Now, or at the browser's next request."""

from collections.abc import Collection, Mapping
from typing import Any

from coordinator import attributes, hints
from coordinator.core.legs import BEYOND, starting_legs
from coordinator.core.model import Leg, LegReport, Outcome, Provider, Reach
from coordinator.deadline import Deadline
from coordinator.dependencies import Dependencies
from coordinator.gather import Gathered
from coordinator.route import Hints, provider_leg


def hints_now(gathered: Gathered, deps: Dependencies, deadline: Deadline) -> Hints:
    """Return the providers' hints: from the ID token, and from the user's attributes where it withholds them."""
    providers = _providers(gathered, deps)
    claims = gathered.tokens.identity.everything if gathered.tokens.identity else {}
    if gathered.asked.reach is not Reach.APP and hints.withheld(claims, providers):
        claims = {**attributes.of_user(gathered, deps, deadline), **claims}
    known = _from_claims(claims, gathered, deps)
    if hints.unusable(claims, providers, known):
        deps.audit.notice("hint_unusable")
    return known


def hints_of_next_request(gathered: Gathered, deps: Dependencies, *, by_fetch: bool) -> Hints:
    """Return the hints that the browser's next request will bring: a ticket holds no token, a confirmation does."""
    identity = gathered.tokens.own_identity if by_fetch else gathered.tokens.identity
    return _from_claims(identity.everything if identity else {}, gathered, deps)


def legs_outside(
    gathered: Gathered, known: Hints, deps: Dependencies, *, departing: bool, coming: Collection[str] = ()
) -> tuple[LegReport, ...]:
    """Return the legs of sessions that lie outside the app.

    A hint may still come: from the user's attributes, or, for the providers of `coming`, from the store of sign-ins.
    """
    now = deps.now()
    if gathered.providers is None:
        return starting_legs(gathered.asked.reach, None, now=now)
    own = gathered.tokens.own_identity
    claims = own.everything if own else {}
    may_come = not departing and attributes.may_be_told(gathered, deps)
    legs = []
    for name in gathered.providers:
        provider = deps.settings.providers.get(name)
        awaited = may_come and provider is not None and hints.withheld(claims, [provider])
        awaited = awaited or name in coming
        legs.append(provider_leg(name, provider, known, now=now, awaited=awaited))
    others = [name for name in gathered.linked or () if name not in gathered.providers]
    legs += [LegReport(Leg.PROVIDER, Outcome.NOT_ATTEMPTED, name, BEYOND) for name in others]
    return starting_legs(gathered.asked.reach, legs, now=now)


def _providers(gathered: Gathered, deps: Dependencies) -> list[Provider]:
    configured = deps.settings.providers
    return [configured[name] for name in gathered.providers or () if name in configured]


def _from_claims(claims: Mapping[str, Any], gathered: Gathered, deps: Dependencies) -> Hints:
    return hints.from_claims(
        claims,
        _providers(gathered, deps),
        gathered.people,
        deps.tokens.unverified,
        now=deps.now(),
        issuers=[one.issuer for one in deps.settings.providers.values() if one.issuer],
    )
