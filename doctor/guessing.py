"""Which profile a provider of the pool may have, and why: a guess, for a person to check."""

from collections.abc import Callable
from dataclasses import dataclass

from coordinator.core.model import Provider
from coordinator.providers.catalogue import CATALOGUE
from coordinator.providers.hops import fallback_endpoint
from coordinator.providers.row import Returns, Row

from doctor.finding import CouldNotLook
from doctor.metadata import SamlFacts
from doctor.outside import Discovered
from doctor.pool import LiveProvider

type Chooser = Callable[[str, str | None], str]
"""From a provider's type and issuer to a profile: the catalogue's `profile_for`."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A profile, the sentences that say why and what to check, and another one that only a person may choose."""

    profile: str
    why: tuple[str, ...]
    instead: str | None = None


def issuer_of(provider: LiveProvider, facts: SamlFacts | CouldNotLook | None) -> str | None:
    """Return a provider's issuer, which for SAML is the entity id of its metadata."""
    return facts.entity_id if isinstance(facts, SamlFacts) else provider.issuer


def stands_for(provider: LiveProvider, profile: str) -> Provider:
    """Return the provider as a stage file would name it."""
    return Provider(provider.name, profile, issuer=provider.issuer, client_id=provider.client_id)


def consequences(row: Row) -> tuple[str, ...]:
    """Return what a person should know before a browser is sent there, as parts of a sentence."""
    ends = (f"it also ends {row.also_ends}",) if row.also_ends else ()
    return (*ends, 'nobody comes back from it: profile = "none" leaves it alone') if strands(row) else ends


def strands(row: Row) -> bool:
    """Tell whether a hop of this row leaves the person at the provider."""
    return row.is_hop and row.returns is Returns.NEVER


def guess(
    provider: LiveProvider, profile: str, discovered: Discovered | None, facts: SamlFacts | CouldNotLook | None
) -> Guess:
    """Return what a provider may be; `profile` is what the catalogue makes of its type and issuer.

    `discovered` is None where the profile does not go by discovery, `facts` where the provider is not a SAML one.
    """
    if provider.kind == "SAML":
        return _guess_of_saml(provider, profile, facts)
    by_issuer = f" and the issuer {provider.issuer}" if provider.issuer else ""
    why = f"Guessed from the type {provider.kind}{by_issuer}."
    if discovered is None or discovered.endpoint is not None:
        return _with_consequences(profile, why)
    problem = discovered.problem
    said = "offers no end_session_endpoint" if problem is None else f"could not be used ({problem})"
    fallback = fallback_endpoint(stands_for(provider, profile))
    if fallback:
        return _with_consequences(profile, why, f"Its discovery document {said}: {fallback} is used.")
    if problem is not None:
        return _with_consequences(profile, why, f"Its discovery document {said}: ask the doctor.")
    own = 'If it has a logout page of its own, say profile = "custom" and logout_url.'
    return Guess("none", (f"Its discovery document {said}.", own))


def _with_consequences(profile: str, *why: str) -> Guess:
    """Return a guess; one from which nobody comes back is for a person to choose (docs/decisions/0011)."""
    row = CATALOGUE[profile]
    if not strands(row):
        return Guess(profile, (*why, *(f"{one[0].upper()}{one[1:]}." for one in consequences(row))))
    ends = f", and also ends {row.also_ends}" if row.also_ends else ""
    left = "So the person stays signed in there, and the receipt says so, unless somebody decides otherwise:"
    return Guess("none", (*why, f"The logout of {profile} brings nobody back{ends}.", left), instead=profile)


def _guess_of_saml(provider: LiveProvider, profile: str, facts: SamlFacts | CouldNotLook | None) -> Guess:
    if provider.signs_out:
        return Guess("saml", ("Its sign-out flow is on: Cognito visits it inside its own /logout.",))
    off = "Its sign-out flow is off in Cognito."
    if profile != "saml":
        return _with_consequences(profile, off, f"Guessed from its entity id: {profile}. {CATALOGUE[profile].note}")
    if isinstance(facts, SamlFacts) and facts.sign_out:
        return Guess(
            "none", (off, 'Turn it on, since its metadata offers SingleLogoutService, and say profile = "saml".')
        )
    return Guess("none", (off, "No SingleLogoutService was found in its metadata, either."))
