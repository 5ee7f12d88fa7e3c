"""Rows about hints: is there one, where it is wanted, where does it come from, and how does it travel?"""

from coordinator.core.model import Provider
from coordinator.providers.hops import Branch, branches, returns, row_of
from coordinator.providers.row import SURELY, HintPolicy, Returns

from doctor import tokens
from doctor.checks import claims
from doctor.checks.claims import Claim
from doctor.finding import Finding, ok, red, warn
from doctor.pool import LivePool, LiveProvider
from doctor.stage import Stage

SAML = "SAML"
"""The type of providers that issue no token: a profile that wants one is none for them, and has a row for that."""


def every(stage: Stage, live: LivePool) -> list[Finding]:
    """Check the hint and the logout hint of each provider that the pool has."""
    rows = []
    for provider in stage.providers.values():
        found = live.providers.get(provider.name)
        if isinstance(found, LiveProvider):
            rows += _of(stage, live, provider, found)
    return rows


def _of(stage: Stage, live: LivePool, provider: Provider, found: LiveProvider) -> list[Finding]:
    rows, row = [], row_of(provider)
    token = tokens.wanted(row)
    if "hint" in provider.remembered:
        pass  # no claim holds it
    elif token is not None and provider.hint is None and found.kind != SAML:
        rows.append(_none(stage, provider, token))
    elif token is not None and provider.hint is not None:
        rows += claims.every(stage, live, Claim("hint", provider.hint, token, provider, found))
        rows += _travels(provider)
    if provider.logout_hint is not None and row.logout_hint_param is not None:
        rows += claims.every(stage, live, Claim("logout_hint", provider.logout_hint, None, provider, found))
    return rows


def _none(stage: Stage, provider: Provider, token: str) -> Finding:
    """Judge what the product does without a hint: it says itself which branches are left."""
    subject, check, row = f"provider {provider.name}", "hint", row_of(provider)
    change = (
        f'map {token} to a custom attribute, and {stage.file}, [providers.{provider.name}]: hint = "claim:custom:…"'
    )
    left = branches(provider, has_hint=False)
    if not left and row.hint is HintPolicy.OR_CLIENT_ID:
        return red(subject, check, "neither a hint nor a client_id: the provider cannot know who asks", change)
    if not left:
        return red(subject, check, f"none, and {provider.profile} signs nobody out without one", change)
    if left[0] is Branch.BARE:
        return red(subject, check, f"none, and {provider.profile} sends nobody back without one", change)
    if returns(provider, left[0]) is Returns.AFTER_A_CLICK:
        return warn(subject, check, f"none: {provider.profile} then asks the person first", change)
    if returns(provider, left[0]) in SURELY and row.proves and row.proves_without_hint:
        return ok(subject, check, f"none: {provider.profile} makes do without")
    return warn(subject, check, f"none: {provider.profile} then may sign nobody out, or send nobody back", change)


def _travels(provider: Provider) -> list[Finding]:
    """A token need not lie in a URL, which logs keep (OWASP ASVS 5.0, 14.2.1); which to take is the stage's choice."""
    subject, check, row = f"provider {provider.name}", "hint travels", row_of(provider)
    if "POST" in (row.method, provider.method):
        return [ok(subject, check, "in a form")]
    if not row.takes_post:
        return []
    return [ok(subject, check, 'in a URL, which logs may keep; method = "POST" would make it a form')]
