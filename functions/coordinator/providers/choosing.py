"""Which row is a provider's, and which configured provider is meant? By name, else by issuer's host, else by type."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from coordinator.core.identity import Identity
from coordinator.core.model import Provider
from coordinator.providers.catalogue import CATALOGUE

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
    """Return the profile that fits a provider of the pool, by its issuer's host, else by its `providerType`.

    It is a guess, for whoever writes a stage file: `none` where nothing fits. The issuer of a SAML provider is its
    entity id; for one that Cognito signs out by itself, `saml` is the better profile.
    """
    for name, row in CATALOGUE.items():
        if row.saml == (provider_type == "SAML") and any(_fits(pattern, issuer or "") for pattern in row.issuers):
            return name
    return BY_TYPE.get(provider_type, "none")


def configured(identity: Identity, providers: Mapping[str, Provider]) -> Provider | None:
    """Return the configured provider that an identity means: of its name, else the only one of its issuer's host, else
    the only one whose profile is that of its type; None for a provider that the stage file does not have.
    """
    if identity.provider in providers:
        return providers[identity.provider]
    host = _host(identity.issuer)
    same_host = [one for one in providers.values() if host and host in (_host(one.issuer), _host(one.logout_url))]
    profile = BY_TYPE.get(identity.type or "") if identity.type in SOCIAL else None
    same_type = [one for one in providers.values() if profile and one.profile == profile]
    return _only(same_host) or _only(same_type)


def prompts(providers: Mapping[str, Provider]) -> dict[str, str]:
    """Return the `prompt` that each provider understands, also social ones that are not configured."""
    by_type = {name: CATALOGUE[profile].prompt for name, profile in BY_TYPE.items() if name in SOCIAL}
    return by_type | {name: CATALOGUE[one.profile].prompt for name, one in providers.items()}


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
