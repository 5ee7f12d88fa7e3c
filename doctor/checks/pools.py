"""Rows about the files, the return URL, the pool, its Regions, its issuer and its domain."""

from urllib.parse import urlsplit

from coordinator.core.returns import is_loopback, origin_of

from doctor.checks.console import console
from doctor.finding import CouldNotLook, Finding, not_seen, ok, red, warn
from doctor.pool import LiveDomain, LivePool
from doctor.stage import Stage

MANAGED_LOGIN = 2


def files(stage: Stage) -> list[Finding]:
    """Say every mistake of the stage's two files, as `make deploy` would."""
    if stage.unseen is not None:
        return [not_seen("files", "settings", stage.unseen)]
    if not stage.mistakes:
        return [ok("files", "settings", f"{stage.file}: {len(stage.apps)} apps, {len(stage.providers)} providers")]
    return [
        red("files", "settings", mistake, f"correct it in {mistake.partition(':')[0]}") for mistake in stage.mistakes
    ]


def return_url(stage: Stage, url: str | CouldNotLook | None) -> list[Finding]:
    """Say which URL is ours, that is to be registered with Cognito and every provider."""
    if isinstance(url, str):
        return [ok("stack", "return URL", url)]
    if isinstance(url, CouldNotLook):
        return [not_seen("stack", "return URL", url)]
    if not (stage.stack and stage.pool_id):
        return []
    found = f"the stack {stage.stack} is not deployed, so its return URL is not known yet"
    return [warn("stack", "return URL", found, f"make deploy STAGE={stage.name}, then ask the doctor again")]


def missing(stage: Stage) -> list[Finding]:
    """Say that there is no pool to look at."""
    if not stage.pool_id:
        return []
    region = stage.pool_id.partition("_")[0]
    found = f"{region} has no pool {stage.pool_id} in the account of these credentials"
    change = f"correct UserPoolId in samconfig.toml, {stage.name}, or take the profile of the account that owns it"
    return [red("pool", "exists", found, f"{change} (AWS_PROFILE)")]


def pool(stage: Stage, live: LivePool) -> list[Finding]:
    """Check what all apps share."""
    return [ok("pool", "exists", live.pool_id), _region(live), _issuer(stage, live), *_domain(stage, live)]


def _region(live: LivePool) -> Finding:
    """Sign-outs work in the primary Region alone (API reference, OperationNotEnabledException)."""
    if isinstance(live.replicas, CouldNotLook):
        return not_seen("pool", "primary Region", live.replicas)
    primary = next((one.region for one in live.replicas if one.role == "PRIMARY"), live.region)
    if primary == live.region:
        return ok("pool", "primary Region", primary if live.replicas else f"{primary}; the pool has no replicas")
    found = f"{live.region} holds a replica: the primary is {primary}, and revoking works nowhere else"
    change = f"{console(live.pool_id, 'Multi-Region replication')}: make {live.region} the primary again"
    return red("pool", "primary Region", found, f"{change}, or use a pool that was created in {primary}")


def _issuer(stage: Stage, live: LivePool) -> Finding:
    """An `UPDATED` issuer has another host (API reference, IssuerConfigurationType); hints are checked against it."""
    original = f"https://cognito-idp.{live.region}.amazonaws.com/{live.pool_id}"
    updated = f"https://issuer-cognito-idp.{live.region}.amazonaws.com/{live.pool_id}"
    issuer = updated if live.updated_issuer else original
    expected = stage.parameters.get("CognitoIssuer") or original
    if expected == issuer:
        return ok("pool", "issuer", issuer)
    found = f"tokens say {issuer}; the stage expects {expected}, and would refuse every hint"
    return red("pool", "issuer", found, f'samconfig.toml, {stage.name}: add "CognitoIssuer={issuer}", and deploy')


def _domain(stage: Stage, live: LivePool) -> list[Finding]:
    domain = live.domain
    if isinstance(domain, CouldNotLook):
        return [not_seen("domain", "belongs to the pool", domain), not_seen("domain", "managed login", domain)]
    if domain is None:
        change = f"{console(live.pool_id, 'Domain')}: create one, as managed login"
        return [red("domain", "belongs to the pool", "the pool has no domain", change)]
    return [_owner(stage, live, domain), _managed(live, domain)]


def _owner(stage: Stage, live: LivePool, domain: LiveDomain) -> Finding:
    check = "belongs to the pool"
    wanted = f'samconfig.toml, {stage.name}: "CognitoDomain={live.own_domain}"'
    if domain.pool_id != live.pool_id:
        whose = f"is the domain of {domain.pool_id}" if domain.pool_id else "is no domain of Cognito's in this account"
        return red("domain", check, f"{stage.cognito_domain} {whose}", f"{wanted}, and deploy")
    if origin_of(stage.cognito_domain) is None:
        return red("domain", check, f"CognitoDomain is {stage.cognito_domain or 'missing'}", f"{wanted}, and deploy")
    if domain.status not in ("ACTIVE", "UPDATING"):
        change = f"{console(live.pool_id, 'Domain')}: wait until it is active, or create it anew"
        return red("domain", check, f"{domain.name} is {domain.status or 'in no state'}", change)
    local = is_loopback(urlsplit(stage.cognito_domain).hostname or "")
    return ok("domain", check, f"{domain.name}, on this machine at {stage.cognito_domain}" if local else domain.name)


def _managed(live: LivePool, domain: LiveDomain) -> Finding:
    """`prompt`, which the receipt asks for while a provider's session lives, works in managed login alone."""
    check = "managed login"
    if domain.version == MANAGED_LOGIN:
        return ok("domain", check, f"{domain.name} is managed login")
    change = (
        f"{console(live.pool_id, 'Domain', 'Edit branding version')}: Managed login (not on the Lite plan), and give "
        "each app client a style under Managed login"
    )
    if domain.version is None:
        return warn("domain", check, f"Cognito does not say which version {domain.name} is", change)
    found = f"{domain.name} is the classic hosted UI, which ignores prompt: who could not be signed out at the provider"
    return red("domain", check, f"{found} comes straight back in", change)
