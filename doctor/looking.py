"""Gathers what the checks need from AWS, Cognito's domain and the providers, and lets them judge it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from coordinator.core.returns import is_web_url

from doctor import checks, outside, reading
from doctor.attaching import Attaching, Requests, requests
from doctor.finding import CouldNotLook, Finding
from doctor.guessing import Chooser, issuer_of
from doctor.outside import Outside
from doctor.pool import LivePool, LiveProvider
from doctor.stage import Stage
from local.places import REPOSITORY

REQUESTS = REPOSITORY / ".local" / "doctor"
"""Where requests for AWS's CLI are written."""


@dataclass(frozen=True)
class Look:
    """All that was seen of a stage; `live` is None where there is no pool to read."""

    stage: Stage
    return_url: str | CouldNotLook | None
    attaching: Attaching
    live: LivePool | None
    outside: Outside

    @cached_property
    def findings(self) -> list[Finding]:
        """Every row."""
        return checks.every(self.stage, self.return_url, self.live, self.outside, self.attaching)

    @property
    def requests(self) -> Requests | None:
        """What may be sent to attach RememberFunction, or to take it away."""
        return requests(self.attaching, self.live)


def look(stage: Stage, aws: reading.Aws, choose: Chooser, folder: Path = REQUESTS) -> Look:
    """Look at a stage; raises CannotLook when AWS cannot be asked at all. Writes nothing into `folder`."""
    if not stage.pool_id:
        return Look(stage, stage.return_url, Attaching(stage.stack, None, folder), None, Outside())
    region = stage.region or aws.region or stage.pool_id.partition("_")[0]
    if stage.config_parameter:
        stage = stage.configured_by(reading.parameter(aws, region, stage.config_parameter))
    # What has no name nobody can ask for; that it has none is a mistake of the file.
    clients = [app.client_id for app in stage.apps.values() if app.client_id]
    reader = reading.PoolReader(aws, stage.pool_id)
    live = reader.pool(clients, filter(None, stage.providers), stage.cognito_domain)
    outputs = reading.outputs_of_stack(aws, region, stage.stack) if stage.stack else None
    return_url = _return_url(stage, outputs)
    known = return_url if isinstance(return_url, str) else None
    attaching = Attaching.of(stage.stack, outputs, folder)
    seen = _outside(stage, live, known, choose) if live else Outside()
    if live and attaching.listens:
        seen = replace(seen, signalling=outside.listen(stage.providers.values()))
    return Look(stage, return_url, attaching, live, seen)


def _return_url(stage: Stage, outputs: Mapping[str, str] | CouldNotLook | None) -> str | CouldNotLook | None:
    if stage.return_url is None and isinstance(outputs, CouldNotLook):
        return outputs
    return stage.return_url or (outputs if isinstance(outputs, Mapping) else {}).get("ReturnUrl")


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
