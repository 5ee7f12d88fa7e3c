"""Rows about each provider: is it in the pool, does its profile fit, does its discovery document offer a sign-out."""

from coordinator.core.model import Provider
from coordinator.providers.catalogue import CATALOGUE
from coordinator.providers.hops import fallback_endpoint, row_of

from doctor.checks.console import console
from doctor.finding import CouldNotLook, Finding, not_seen, ok, red, warn
from doctor.guessing import consequences
from doctor.outside import Discovered, Outside, goes_by_discovery
from doctor.pool import LivePool, LiveProvider
from doctor.stage import Stage

SAML = "SAML"
NO_VENDORS = frozenset({"custom", "none", "oidc", "saml"})
"""Guesses that have nothing to add to a profile that somebody chose."""
BY_HAND = frozenset({"custom", "none", "saml"})
"""Profiles that fit whatever a person says they fit."""
CANNOT_TELL = frozenset({"timeout", "unreachable", "answer_too_large"})
"""Codes of a document that this machine could not read; the function may well read it."""


def every(stage: Stage, live: LivePool, outside: Outside) -> list[Finding]:
    """Check each provider of the stage."""
    rows = []
    for provider in stage.providers.values():
        subject, found = f"provider {provider.name}", live.providers.get(provider.name)
        if isinstance(found, CouldNotLook):
            rows.append(not_seen(subject, "exists", found))
        elif found is None:
            rows.append(_missing(subject, stage, live, provider))
        else:
            guess = outside.guesses.get(provider.name, provider.profile)
            rows += [ok(subject, "exists", f"of type {found.kind}"), _profile(subject, stage, provider, found, guess)]
            rows += _who_we_are(subject, stage, provider, found)
        if found is not None and goes_by_discovery(provider):
            discovered = outside.discovered.get(provider.name, Discovered(problem="unreachable"))
            rows.append(discovery(subject, stage, provider, discovered))
    return rows


def _missing(subject: str, stage: Stage, live: LivePool, provider: Provider) -> Finding:
    names = ", ".join(live.kinds) if not isinstance(live.kinds, CouldNotLook) and live.kinds else "none"
    place = console(live.pool_id, "Social and external providers")
    change = f"{stage.file}: name [providers.{provider.name}] as the pool does, or add it: {place}"
    return red(subject, "exists", f"the pool has no provider of that name; it has {names}", change)


def _profile(subject: str, stage: Stage, provider: Provider, found: LiveProvider, guess: str) -> Finding:
    check, profile = "profile", provider.profile
    change = f'{stage.file}, [providers.{provider.name}]: profile = "{guess}"'
    row = row_of(provider)
    if profile == "saml" and found.kind != SAML:
        return red(subject, check, f"saml, but the pool's provider is of type {found.kind}", change)
    if found.kind == SAML and row.is_hop and not row.saml and profile not in BY_HAND:
        text = f"{profile} is for an OpenID provider, but the pool's is of type SAML"
        return red(subject, check, text, f'{change}; or "custom", or "none"')
    if guess != profile and guess not in NO_VENDORS and profile not in BY_HAND:
        text = f"{profile}; by its issuer and type it looks like {guess}"
        return warn(subject, check, text, "; ".join((f"{change}, if it is one", *consequences(CATALOGUE[guess]))))
    return ok(subject, check, "; ".join((profile, *consequences(row))))


def _who_we_are(subject: str, stage: Stage, provider: Provider, found: LiveProvider) -> list[Finding]:
    """The hint was issued by this issuer to this client, so a sign-out must name the same."""
    rows = []
    for check, ours, theirs in (
        ("issuer", provider.issuer, found.issuer),
        ("client id", provider.client_id, found.client_id),
    ):
        if ours is None or theirs is None:
            continue
        key = check.replace(" ", "_")
        if ours == theirs:
            rows.append(ok(subject, check, ours))
        else:
            change = f'{stage.file}, [providers.{provider.name}]: {key} = "{theirs}"'
            rows.append(red(subject, check, f"the stage says {ours}, the pool {theirs}", change))
    return rows


def discovery(subject: str, stage: Stage, provider: Provider, found: Discovered) -> Finding:
    """Judge what the provider's discovery document says of its `end_session_endpoint`."""
    check, issuer, table = "discovery", provider.issuer, f"{stage.file}, [providers.{provider.name}]"
    fallback = fallback_endpoint(provider)
    if found.endpoint:
        return ok(subject, check, f"end_session_endpoint is {found.endpoint}")
    if fallback and found.problem is None:
        return ok(subject, check, f"the document of {issuer} offers no end_session_endpoint; {fallback} is used")
    if fallback:
        text = f"the document of {issuer} could not be used ({found.problem}); {fallback} is used"
        return warn(subject, check, text, f"{table}: see that issuer is right, and that LogoutFunction can reach it")
    if found.problem is None:
        change = f'{table}: logout_url, if it has a page of its own for it; else profile = "none"'
        return red(subject, check, f"the document of {issuer} offers no end_session_endpoint", change)
    if found.problem in CANNOT_TELL or found.problem.startswith("http_5"):
        text = f"the document of {issuer} could not be read from here ({found.problem})"
        return warn(subject, check, text, "see that LogoutFunction can reach it: it is read at each sign-out")
    if found.problem == "other_issuer":
        change = f"{table}: issuer as the document spells it, the slash at its end too"
        return red(subject, check, f"the document says that it is another issuer's than {issuer}", change)
    if found.problem == "endpoint_not_allowed":
        change = f"{table}: logout_url, with an https URL"
        return red(subject, check, "end_session_endpoint is no https URL that a browser may be sent to", change)
    change = f"{table}: correct issuer, or say logout_url"
    return red(subject, check, f"{issuer} has no discovery document ({found.problem})", change)
