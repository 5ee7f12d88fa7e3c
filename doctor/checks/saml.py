"""Rows about SAML sign-out, which Cognito does by itself inside its `/logout`.

Sources: developer guide, cognito-user-pools-saml-idp-sign-out (what must be set up: the request leaves by redirect to
the metadata's SingleLogoutService, the response must come by HTTP POST); Microsoft, single-sign-out-saml-protocol
(redirect binding, not POST).
"""

from coordinator.core.model import Provider
from coordinator.providers.hops import row_of

from doctor.checks.console import provider_page
from doctor.finding import CouldNotLook, Finding, not_seen, ok, red, warn
from doctor.metadata import REDIRECT, SamlFacts
from doctor.outside import Outside
from doctor.pool import LivePool, LiveProvider
from doctor.stage import Stage


def every(stage: Stage, live: LivePool, outside: Outside) -> list[Finding]:
    """Check each SAML provider of the stage that the pool has."""
    rows = []
    for provider in stage.providers.values():
        found = live.providers.get(provider.name)
        if isinstance(found, LiveProvider) and found.kind == "SAML":
            metadata = outside.metadata.get(found.name, CouldNotLook("metadata", "the pool has no metadata of it"))
            rows += _of(f"provider {provider.name}", stage, live, provider, found, metadata)
    return rows


def _of(
    subject: str, stage: Stage, live: LivePool, provider: Provider, found: LiveProvider, facts: SamlFacts | CouldNotLook
) -> list[Finding]:
    page = provider_page(live.pool_id, found.name, "Identity provider information", "Edit", "Add sign-out flow")
    table = f"{stage.file}, [providers.{provider.name}]"
    if provider.profile != "saml":
        return _other_profile(subject, provider, found, page, table)
    if not found.signs_out:
        found_text = "off: Cognito will not visit the provider, whose session lives on"
        return [red(subject, "SAML sign-out", found_text, f'{page}: tick it; or {table}: profile = "none"')]
    return [ok(subject, "SAML sign-out", "on"), _metadata(subject, found, facts, page, table)]


def _other_profile(subject: str, provider: Provider, found: LiveProvider, page: str, table: str) -> list[Finding]:
    check = "SAML sign-out"
    if not found.signs_out:
        return [ok(subject, check, f"off, as the profile {provider.profile} wants it")]
    who = "we visit the provider, too" if row_of(provider).is_hop else "the receipt says that nobody does"
    change = f'{table}: profile = "saml"; or {page}: take the tick away'
    return [red(subject, check, f"on: Cognito visits the provider, and {who}", change)]


def _metadata(subject: str, found: LiveProvider, facts: SamlFacts | CouldNotLook, page: str, table: str) -> Finding:
    check = "SAML metadata"
    if isinstance(facts, CouldNotLook):
        if found.redirect_sign_out:
            return ok(subject, check, f"Cognito read a SingleLogoutService: {found.redirect_sign_out}")
        return not_seen(subject, check, facts)
    instead = f'{page}: take the tick away, and {table}: profile = "none", or one with a logout_url of the provider'
    if not facts.sign_out:
        text = f"{facts.entity_id} has no SingleLogoutService: there is nowhere for Cognito to send the browser"
        return red(subject, check, text, f"ask the provider for metadata with one; else {instead}")
    if REDIRECT not in facts.sign_out:
        text = f"SingleLogoutService is offered by {', '.join(sorted(facts.sign_out))} alone; Cognito uses {REDIRECT}"
        return red(subject, check, text, f"enable {REDIRECT} at the provider and update its metadata; else {instead}")
    if facts.is_entra:
        text = "Entra ID answers a sign-out by redirect, and Cognito takes the answer by POST alone (as both document)"
        return warn(subject, check, text, f"try it in a browser; if it ends at /saml2/logout, {instead}")
    text = f"SingleLogoutService by {', '.join(sorted(facts.sign_out))}; nobody can ask whether the pool's signing "
    return ok(subject, check, f"{text}certificate lies at the provider")
