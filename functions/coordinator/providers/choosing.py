"""Which row is a provider's, and which configured provider is meant? By name, else by the issuer, else by type."""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from coordinator.core.identity import Identity
from coordinator.core.model import Provider
from coordinator.providers.catalogue import CATALOGUE
from coordinator.providers.row import Kind

BY_TYPE = {
    "Google": "google",
    "Facebook": "facebook",
    "LoginWithAmazon": "amazon",
    "SignInWithApple": "apple",
    "OIDC": "oidc",
    "SAML": "saml",
}
"""The profile of each `providerType` (Amazon Cognito API reference, ProviderDescription: these six, August 2026)."""
SOCIAL = BY_TYPE.keys() - {"OIDC", "SAML"}
"""The types that a pool can have one provider of: there the type says which."""


def profile_for(provider_type: str, issuer: str | None) -> str:
    """Return the profile that fits a provider of the pool, by its issuer, else by its `providerType`.

    It is a guess, for whoever writes a stage file: `none` where nothing fits. The issuer of a SAML provider is its
    entity id; for one that Cognito signs out by itself, `saml` is the better profile.
    """
    for name, row in CATALOGUE.items():
        if row.saml == (provider_type == "SAML") and any(_fits(pattern, issuer or "") for pattern in row.issuers):
            return name
    return BY_TYPE.get(provider_type, "none")


def configured(identities: Sequence[Identity], providers: Mapping[str, Provider]) -> list[Provider | None]:
    """Return for each identity of one user the configured provider that it means.

    That is the one of its name; else, of those that no identity names, the only one of its issuer's host and path, else
    the only one whose profile is that of its type; None for a provider that the stage file does not have.
    """
    named = {one.provider for one in identities}
    left = [one for name, one in providers.items() if name not in named]
    return [providers.get(one.provider) or _likely(one, left) for one in identities]


def _likely(identity: Identity, providers: Sequence[Provider]) -> Provider | None:
    same_issuer = [one for one in providers if _fits_type(identity, one) and _same_issuer(identity, one)]
    profile = BY_TYPE.get(identity.type or "") if identity.type in SOCIAL else None
    same_type = [one for one in providers if profile and one.profile == profile]
    return _only(same_issuer) or _only(same_type)


def _same_issuer(identity: Identity, provider: Provider) -> bool:
    """Tell whether host and path of two issuers fit: one host may have many tenants, each below a path of its own.

    A provider without an issuer is known by its logout URL, whose path says nothing.
    """
    host = _host(identity.issuer)
    if host is None or provider.issuer is None:
        return host is not None and host == _host(provider.logout_url)
    if host != _host(provider.issuer):
        return False
    paths = [urlsplit(issuer or "").path.rstrip("/") + "/" for issuer in (identity.issuer, provider.issuer)]
    return paths[0].startswith(paths[1]) or paths[1].startswith(paths[0])


def _fits_type(identity: Identity, provider: Provider) -> bool:
    """Tell whether a row is for the type of a provider in the pool: SAML has rows of its own."""
    row = CATALOGUE[provider.profile]
    if row.kind in (Kind.RENAMED, Kind.NONE) or row.configurable:
        return True
    return (row.saml or row.kind is Kind.SAML_BY_COGNITO) == (identity.type == "SAML")


def prompts(providers: Mapping[str, Provider]) -> dict[str, str]:
    """Return the `prompt` that each provider understands, also social ones that are not configured, or left alone."""
    by_type = {name: CATALOGUE[profile].prompt for name, profile in BY_TYPE.items() if name in SOCIAL}
    known = {name: one for name, one in providers.items() if one.profile != "none" or name not in by_type}
    return by_type | {name: CATALOGUE[one.profile].prompt for name, one in known.items()}


def _only(found: list[Provider]) -> Provider | None:
    return found[0] if len(found) == 1 else None


def _host(url: str | None) -> str | None:
    try:
        return urlsplit(url or "").hostname
    except ValueError:
        return None


def _fits(pattern: str, issuer: str) -> bool:
    host = _host(issuer)
    if host is None:
        return False
    return fnmatchcase(f"{host}{urlsplit(issuer).path.rstrip('/')}" if "/" in pattern else host, pattern)
