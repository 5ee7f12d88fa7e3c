"""Which profile a provider of the pool may have, and why: a guess, for a person to check."""

from collections.abc import Callable
from dataclasses import dataclass

from doctor.finding import CouldNotLook
from doctor.metadata import SamlFacts
from doctor.outside import Discovered
from doctor.pool import LiveProvider

type Chooser = Callable[[str, str | None], str]
"""From a provider's type and issuer to a profile: the catalogue's `profile_for`."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A profile, and the sentences that say why and what to check."""

    profile: str
    why: tuple[str, ...]


def issuer_of(provider: LiveProvider, facts: SamlFacts | CouldNotLook | None) -> str | None:
    """Return a provider's issuer, which for SAML is the entity id of its metadata."""
    return facts.entity_id if isinstance(facts, SamlFacts) else provider.issuer


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
        return Guess(profile, (why,))
    if discovered.problem is not None:
        return Guess(
            profile, (why, f"Its discovery document could not be used ({discovered.problem}): ask the doctor.")
        )
    instead = 'If it has a logout page of its own, say profile = "custom" and logout_url.'
    return Guess("none", ("Its discovery document offers no end_session_endpoint.", instead))


def _guess_of_saml(provider: LiveProvider, profile: str, facts: SamlFacts | CouldNotLook | None) -> Guess:
    if provider.signs_out:
        return Guess("saml", ("Its sign-out flow is on: Cognito visits it inside its own /logout.",))
    off = "Its sign-out flow is off in Cognito."
    if profile != "saml":
        return Guess(
            profile, (off, 'Guessed from its entity id; with the sign-out flow on, profile = "saml" is better.')
        )
    if isinstance(facts, SamlFacts) and facts.sign_out:
        return Guess(
            "none", (off, 'Turn it on, since its metadata offers SingleLogoutService, and say profile = "saml".')
        )
    return Guess("none", (off, "No SingleLogoutService was found in its metadata, either."))
