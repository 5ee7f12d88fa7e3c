"""Rows about each app's client: our return URL, token revocation, its secret, scopes and providers."""

from coordinator.core.model import App
from coordinator.core.plan import SIGN_OUT_SCOPE
from coordinator.providers.catalogue import CATALOGUE

from doctor.checks.console import client_page, console
from doctor.checks.sign_out_urls import cognitos_answer, sign_out_url
from doctor.finding import CouldNotLook, Finding, not_seen, ok, red, warn
from doctor.guessing import consequences, strands
from doctor.outside import Outside
from doctor.pool import LiveClient, LivePool
from doctor.stage import Stage

NATIVE = "COGNITO"


def every(stage: Stage, live: LivePool, return_url: str | None, outside: Outside) -> list[Finding]:
    """Check each app of the stage."""
    rows = []
    for app in stage.apps.values():
        subject, client = f"app {app.name}", live.clients.get(app.client_id)
        if isinstance(client, CouldNotLook):
            rows.append(not_seen(subject, "client", client))
        elif not app.client_id:
            continue  # which is a mistake of the file, and said there
        elif client is None:
            place = console(live.pool_id, "App clients")
            change = f"{stage.file}: correct apps.{app.name}.client_id; the ids are at {place}"
            rows.append(red(subject, "client", f"the pool has no app client {app.client_id}", change))
        else:
            rows.append(ok(subject, "client", f"{client.name}, {client.client_id}"))
            rows += _of(subject, stage, live, app, client, return_url, outside)
    return rows


def _of(
    subject: str, stage: Stage, live: LivePool, app: App, client: LiveClient, return_url: str | None, outside: Outside
) -> list[Finding]:
    rows = [] if return_url is None else [sign_out_url(subject, live.pool_id, client, return_url)]
    answer = outside.sign_outs.get(client.client_id)
    if return_url is not None and answer is not None:
        rows.append(cognitos_answer(subject, live.pool_id, client, return_url, answer))
    rows += [_revocation(subject, live, client), _refresh_days(subject, stage, app, client)]
    rows.append(_secret(subject, stage, app, client))
    return [*rows, _scope(subject, stage, live, client), *_providers(subject, stage, client, outside)]


def _revocation(subject: str, live: LivePool, client: LiveClient) -> Finding:
    check = "token revocation"
    if client.revocation:
        return ok(subject, check, "on")
    found = "off: RevokeToken answers UnsupportedOperationException, tokens live on, and have no origin_jti"
    page = client_page(live.pool_id, client.name or client.client_id, "App client information", "Edit")
    return red(subject, check, found, f"{page}: Enable token revocation")


def _refresh_days(subject: str, stage: Stage, app: App, client: LiveClient) -> Finding:
    check, days = "refresh tokens", client.refresh_token_days
    if days <= app.refresh_token_days:
        return ok(subject, check, f"live {days} days at most")
    found = f"live {days} days, longer than the {app.refresh_token_days} that the revocation list reckons with"
    return red(subject, check, found, f"{stage.file}: set apps.{app.name}.refresh_token_days = {days}")


def _secret(subject: str, stage: Stage, app: App, client: LiveClient) -> Finding:
    check = "client secret"
    if client.has_secret == (app.client_secret is not None):
        return ok(subject, check, "kept in Secrets Manager" if client.has_secret else "none, a public client")
    if client.has_secret:
        found = "the client has one and the stage names none: Cognito will refuse to revoke with invalid_client"
        change = f'{stage.file}, [apps.{app.name}]: client_secret = "env:{app.name}", and its value in ClientSecretsArn'
    else:
        found = "the stage names one and the client has none"
        change = f"{stage.file}: take client_secret out of [apps.{app.name}]"
    return red(subject, check, found, change)


def _scope(subject: str, stage: Stage, live: LivePool, client: LiveClient) -> Finding:
    check = "everywhere"
    if SIGN_OUT_SCOPE in client.scopes:
        return ok(subject, check, f"access tokens may carry {SIGN_OUT_SCOPE}")
    if stage.parameters.get("AdminSignOut") == "on":
        return ok(subject, check, "AdminSignOut is on")
    page = client_page(live.pool_id, client.name or client.client_id, "Login pages", "Edit", "OpenID Connect scopes")
    found = f"the client's scopes lack {SIGN_OUT_SCOPE}, and AdminSignOut is off: other sessions stay"
    return warn(subject, check, found, f'{page}: {SIGN_OUT_SCOPE}; or samconfig.toml, {stage.name}: "AdminSignOut=on"')


def _providers(subject: str, stage: Stage, client: LiveClient, outside: Outside) -> list[Finding]:
    unknown = [name for name in client.providers if name != NATIVE and name not in stage.providers]
    if unknown:
        return [_unknown(subject, stage, name, outside.guesses.get(name, "none")) for name in unknown]
    return [ok(subject, "providers", ", ".join(client.providers) or "none")]


def _unknown(subject: str, stage: Stage, name: str, guess: str) -> Finding:
    """Who comes in by a provider that the stage does not have stays signed in there."""
    found = f"people may come from {name}, which the stage does not have: they stay signed in there"
    row = CATALOGUE[guess]
    if strands(row):
        which = f'"none", or "{guess}" if somebody decides so ({"; ".join(consequences(row))})'
    else:
        which = "; ".join((f'"{guess}", or a better one', *consequences(row)))
    return red(subject, "providers", found, f"{stage.file}: add [providers.{name}] with profile = {which}")
