"""Gathers what the checks need from AWS, Cognito's domain and the providers, and lets them judge it."""

from coordinator.core.returns import is_web_url

from doctor import checks, outside, reading
from doctor.finding import CouldNotLook, Finding
from doctor.guessing import Chooser, issuer_of
from doctor.outside import Outside
from doctor.pool import LivePool, LiveProvider
from doctor.stage import Stage


def look(stage: Stage, aws: reading.Aws, choose: Chooser) -> list[Finding]:
    """Return every row of a stage; raises CannotLook when AWS cannot be asked at all."""
    if not stage.pool_id:
        return checks.every(stage, stage.return_url, None, Outside())
    region = stage.region or aws.region or stage.pool_id.partition("_")[0]
    if stage.config_parameter:
        stage = stage.configured_by(reading.parameter(aws, region, stage.config_parameter))
    # What has no name nobody can ask for; that it has none is a mistake of the file.
    clients = [app.client_id for app in stage.apps.values() if app.client_id]
    reader = reading.PoolReader(aws, stage.pool_id)
    live = reader.pool(clients, filter(None, stage.providers), stage.cognito_domain)
    return_url = _return_url(stage, aws, region)
    known = return_url if isinstance(return_url, str) else None
    return checks.every(stage, return_url, live, _outside(stage, live, known, choose) if live else Outside())


def _return_url(stage: Stage, aws: reading.Aws, region: str) -> str | CouldNotLook | None:
    if stage.return_url or not stage.stack:
        return stage.return_url
    return reading.return_url_of_stack(aws, region, stage.stack)


def _outside(stage: Stage, live: LivePool, return_url: str | None, choose: Chooser) -> Outside:
    providers = [one for one in live.providers.values() if isinstance(one, LiveProvider)]
    metadata = {one.name: outside.metadata_of(one) for one in providers if one.kind == "SAML"}
    asks = return_url is not None and is_web_url(stage.cognito_domain)
    clients = [client_id for client_id, client in live.clients.items() if client is not None] if asks else []
    return Outside(
        discovered=outside.discover(stage.providers.values()),
        metadata=metadata,
        sign_outs={one: outside.sign_out(stage.cognito_domain, one, return_url or "") for one in clients},
        guesses={one.name: choose(one.kind, issuer_of(one, metadata.get(one.name))) for one in providers},
    )
