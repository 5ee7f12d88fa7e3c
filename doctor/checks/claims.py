"""Rows about the claim that a hint comes from: its attribute, what is mapped to it, and who may write and read it.

Sources: AWS knowledge center, cognito-user-pool-tokens-issued-by-idp (map `id_token` or `access_token` to a custom
attribute of 2,048 characters, mutable, writable by the app client); developer guide, quotas (2,048 characters, not
adjustable); API reference, SchemaAttributeType, UserPoolClientType.WriteAttributes, GetUser and AdminGetUser.
"""

from dataclasses import dataclass

from coordinator.core.model import Provider
from coordinator.providers.hops import row_of

from doctor import tokens
from doctor.checks.console import client_page, console, provider_page
from doctor.finding import Finding, ok, red, warn
from doctor.pool import ATTRIBUTE_LIMIT, LiveClient, LivePool, LiveProvider
from doctor.stage import Stage

CUSTOM = "custom:"


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim `name` of the stage's `key` (`hint`, `logout_hint`), which must hold the provider's `token`, if any."""

    key: str
    name: str
    token: str | None
    provider: Provider
    found: LiveProvider

    @property
    def subject(self) -> str:
        """What its rows are about."""
        return f"provider {self.provider.name}"

    @property
    def label(self) -> str:
        """How its rows begin."""
        return self.key.replace("_", " ")


def every(stage: Stage, live: LivePool, claim: Claim) -> list[Finding]:
    """Check one claim; of a token its attribute must hold the longest."""
    if not claim.name.startswith(CUSTOM):
        return _without_prefix(stage, live, claim)
    rows = [_attribute(live, claim)]
    if claim.name in live.attributes:
        rows += [_mapping(live, claim), *_permissions(stage, live, claim)]
    return rows


def _without_prefix(stage: Stage, live: LivePool, claim: Claim) -> list[Finding]:
    """A standard attribute needs no prefix; a custom one without it is a claim that no ID token has."""
    if claim.name in claim.found.mapping:
        return [_mapping(live, claim)]
    meant, table = f"{CUSTOM}{claim.name}", f"{stage.file}, [providers.{claim.provider.name}]"
    check = f"{claim.label} attribute"
    if meant in live.attributes:
        found = f"ID tokens have no claim {claim.name}: the pool's attribute is called {meant}"
        return [warn(claim.subject, check, found, f'{table}: {claim.key} = "claim:{meant}"')]
    if claim.token is None:
        return []
    found = f"{claim.name} is no attribute: only a trigger before token generation could put it into ID tokens"
    return [
        warn(claim.subject, check, found, f'{table}: {claim.key} = "claim:custom:…", unless there is such a trigger')
    ]


def _attribute(live: LivePool, claim: Claim) -> Finding:
    check, name, attribute = f"{claim.label} attribute", claim.name, live.attributes.get(claim.name)
    needed = ATTRIBUTE_LIMIT if claim.token else 0
    # A custom attribute can neither be changed nor removed, so what is wrong with one asks for another.
    another = (
        f"{console(live.pool_id, 'Sign-up', 'Custom attributes', 'Add')}: another string attribute, mutable, maximum "
        f"length {ATTRIBUTE_LIMIT}; map to that one, and name it as {claim.key} of [providers.{claim.provider.name}]"
    )
    if attribute is None:
        return red(claim.subject, check, f"the pool has no attribute {name}", another)
    if attribute.kind != "String":
        return red(claim.subject, check, f"{name} is of type {attribute.kind}", another)
    if not attribute.mutable:
        return red(claim.subject, check, f"{name} is immutable: the second sign-in fails with an error", another)
    if attribute.longest < needed:
        found = f"{name} holds {attribute.longest} characters: with a longer token the sign-in fails"
        return red(claim.subject, check, found, another)
    return ok(claim.subject, check, f"{name}: mutable, {attribute.longest} characters")


def _mapping(live: LivePool, claim: Claim) -> Finding:
    check, name, source = f"{claim.label} mapping", claim.name, claim.found.mapping.get(claim.name)
    place = provider_page(live.pool_id, claim.found.name, "Attribute mapping", "Edit")
    change = f"{place}: map {claim.token or "the provider's claim"} to {name}"
    if source is None:
        return red(claim.subject, check, f"nothing is mapped to {name}", change)
    if claim.token is None or source == claim.token:
        return ok(claim.subject, check, f"{source} → {name}")
    row = row_of(claim.provider)
    if source in tokens.MAPPABLE:
        found = f"{name} holds the provider's {source}, which it does not take as {row.hint_param}"
        return red(claim.subject, check, found, change)
    change = f"{change}, unless the provider takes another hint than its {tokens.in_words(claim.token)}"
    return warn(claim.subject, check, f"{name} holds {source}, not the provider's token", change)


def _permissions(stage: Stage, live: LivePool, claim: Claim) -> list[Finding]:
    """Cognito writes mapped attributes by the app client's leave, and puts into ID tokens what the client may read."""
    clients = [one for one in live.clients.values() if isinstance(one, LiveClient)]
    return [_permission(stage, live, claim, one) for one in clients if claim.provider.name in one.providers]


def _permission(stage: Stage, live: LivePool, claim: Claim, client: LiveClient) -> Finding:
    """What a client may not read AdminGetUser tells, where it is on; GetUser tells what the client may read."""
    subject, check, name = claim.subject, f"{claim.label} permissions", claim.name
    who, fetched = client.name or client.client_id, stage.parameters.get("AdminGetUser") == "on"
    place = client_page(live.pool_id, who, "Attribute permissions", "Edit")
    if client.writes is not None and name not in client.writes:
        return red(subject, check, f"{who} may not write {name}: sign-ins that map it fail", f"{place}: write {name}")
    if client.reads is not None and name not in client.reads:
        if fetched:
            found = f"{who} may write {name} but not read it: it stays out of ID tokens, and AdminGetUser fetches it"
            return ok(subject, check, f"{found} by the access token")
        found = f"{who} may not read {name}: ID tokens come without it, and GetUser tells only what a client may read"
        switch = f'samconfig.toml, {stage.name}: "AdminGetUser=on", which keeps it out of ID tokens'
        return red(subject, check, found, f"{switch}; or {place}: read {name}")
    if client.writes is None or (client.reads is None and not fetched):
        found = f"{who} has Cognito's default permissions: standard attributes, says the API reference, so perhaps not"
        return warn(subject, check, f"{found} {name}", f"{place}: see that {name} may be written and read")
    return ok(subject, check, f"{who} may write and read {name}")
