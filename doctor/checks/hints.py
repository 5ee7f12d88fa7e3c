"""Rows about hints: which attribute holds the provider's own token, and whether it can hold it.

Sources: AWS knowledge center, cognito-user-pool-tokens-issued-by-idp (map `id_token` or `access_token` to a custom
attribute of 2,048 characters, mutable, writable by the app client); API reference, SchemaAttributeType and
UserPoolClientType.WriteAttributes; developer guide, quotas (2,048 characters, not adjustable).
"""

from coordinator.core.model import Provider
from coordinator.providers.catalogue import CATALOGUE

from doctor.checks.console import client_page, console, provider_page
from doctor.finding import Finding, ok, red, warn
from doctor.pool import ATTRIBUTE_LIMIT, LiveClient, LivePool, LiveProvider
from doctor.stage import Stage

CUSTOM = "custom:"
TOKENS = ("id_token", "access_token")
NEVER_SENT = ("unused", "forbidden")


def every(stage: Stage, live: LivePool) -> list[Finding]:
    """Check the hint and the logout hint of each provider that the pool has."""
    rows = []
    for provider in stage.providers.values():
        found = live.providers.get(provider.name)
        if isinstance(found, LiveProvider):
            rows += _of(f"provider {provider.name}", stage, live, provider, found)
    return rows


def _of(subject: str, stage: Stage, live: LivePool, provider: Provider, found: LiveProvider) -> list[Finding]:
    rows = []
    if provider.hint is None:
        rows += _none(subject, stage, provider)
    elif provider.hint.startswith(CUSTOM):
        rows += _claim(subject, "hint", live, provider, provider.hint, found, TOKENS)
    if provider.logout_hint is not None and provider.logout_hint.startswith(CUSTOM):
        rows += _claim(subject, "logout hint", live, provider, provider.logout_hint, found, ())
    return rows


def _claim(
    subject: str,
    label: str,
    live: LivePool,
    provider: Provider,
    name: str,
    found: LiveProvider,
    tokens: tuple[str, ...],
) -> list[Finding]:
    """Check the attribute that a hint comes from; of a token it must hold the longest."""
    rows = [_attribute(subject, label, live, provider, name, ATTRIBUTE_LIMIT if tokens else 0)]
    if name in live.attributes:
        rows += _mapping(subject, label, live, name, found, tokens)
        rows += _permissions(subject, label, live, provider, name)
    return rows


def _none(subject: str, stage: Stage, provider: Provider) -> list[Finding]:
    policy = CATALOGUE[provider.profile].hint.value
    if policy in NEVER_SENT:
        return []
    table = f"{stage.file}, [providers.{provider.name}]"
    change = f'map id_token to a custom attribute, and {table}: hint = "claim:custom:…"'
    if policy == "required":
        return [red(subject, "hint", f"none, and {provider.profile} signs nobody out without one", change)]
    if policy == "required_to_return":
        return [red(subject, "hint", f"none, and {provider.profile} sends nobody back without one", change)]
    if provider.client_id is None:
        return [red(subject, "hint", "neither a hint nor a client_id: the provider cannot know who asks", change)]
    return [warn(subject, "hint", "none: a provider that follows the standard asks the person first", change)]


def _attribute(subject: str, label: str, live: LivePool, provider: Provider, name: str, needed: int) -> Finding:
    check, attribute = f"{label} attribute", live.attributes.get(name)
    place = console(live.pool_id, "Sign-up", "Custom attributes", "Add")
    # A custom attribute can neither be changed nor removed, so what is wrong with one asks for another.
    another = (
        f"{place}: another string attribute, mutable, maximum length {needed or ATTRIBUTE_LIMIT}; map to that one, "
    )
    another += f"and name it as the {label.replace(' ', '_')} of [providers.{provider.name}]"
    if attribute is None:
        return red(subject, check, f"the pool has no attribute {name}", another)
    if attribute.kind != "String":
        return red(subject, check, f"{name} is of type {attribute.kind}", another)
    if not attribute.mutable:
        return red(subject, check, f"{name} is immutable: the second sign-in fails with an error", another)
    if attribute.longest < needed:
        found = f"{name} holds {attribute.longest} characters: with a longer token the sign-in fails"
        return red(subject, check, found, another)
    return ok(subject, check, f"{name}: mutable, {attribute.longest} characters")


def _mapping(
    subject: str, label: str, live: LivePool, name: str, found: LiveProvider, tokens: tuple[str, ...]
) -> list[Finding]:
    check, source = f"{label} mapping", found.mapping.get(name)
    place = provider_page(live.pool_id, found.name, "Attribute mapping", "Edit")
    if source is None:
        wanted = "id_token, or for social providers access_token," if tokens else "the provider's claim"
        return [red(subject, check, f"nothing is mapped to {name}", f"{place}: map {wanted} to {name}")]
    if tokens and source not in tokens:
        change = f"{place}: map id_token to {name}, unless the provider takes another hint than its ID token"
        return [warn(subject, check, f"{name} holds {source}, not the provider's token", change)]
    return [ok(subject, check, f"{source} → {name}")]


def _permissions(subject: str, label: str, live: LivePool, provider: Provider, name: str) -> list[Finding]:
    """Cognito writes mapped attributes by the app client's leave, and puts into ID tokens what the client may read."""
    clients = [one for one in live.clients.values() if isinstance(one, LiveClient) and provider.name in one.providers]
    return [row for client in clients for row in _permission(subject, f"{label} permissions", live, client, name)]


def _permission(subject: str, check: str, live: LivePool, client: LiveClient, name: str) -> list[Finding]:
    place = client_page(live.pool_id, client.name or client.client_id, "Attribute permissions", "Edit")
    if client.writes is not None and name not in client.writes:
        found = f"{client.name} may not write {name}: sign-ins that map it fail"
        return [red(subject, check, found, f"{place}: write {name}")]
    if client.reads is not None and name not in client.reads:
        found = f"{client.name} may not read {name}: its ID tokens come without the hint"
        return [red(subject, check, found, f"{place}: read {name}")]
    if client.writes is None:
        found = (
            f"{client.name} has Cognito's default permissions, which the API reference gives for standard attributes"
        )
        return [warn(subject, check, found, f"{place}: see that {name} may be written and read")]
    return [ok(subject, check, f"{client.name} may write and read {name}")]
