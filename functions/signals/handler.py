"""SignalsFunction: `POST /backchannel-logout/{provider}`, by which a provider tells that somebody has left."""

import secrets
from typing import Any

from coordinator.core.model import Trail
from coordinator.deadline import Deadline
from coordinator.errors import EffectFailed, Refused, Unavailable
from coordinator.signals import Hearing
from coordinator.web import events, for_providers

from signals import bootstrap

SECONDS = 8.0
"""For the whole: no person waits for it, and a first token waits for keys and for the AWS SDK."""


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answer a REST API proxy event; raises ConfigurationError alone, at start, so that a deployment fails loudly."""
    deadline = Deadline(SECONDS)
    listening = bootstrap.listening()
    deps = listening.deps
    request = events.read(event, secrets.token_urlsafe(16), deps.settings.public_url)
    trail = Trail(request.logout_id)
    try:
        provider = for_providers.provider(request, events.named_provider(event), deps.settings.providers)
        trail = Trail(request.logout_id, provider=provider.name)
        for_providers.refuse_other_media(request)
        token = for_providers.token(events.read_body(event, request))
        Hearing(provider, trail, deps, deadline).hear(token, listening.tokens)
        return for_providers.heard(request)
    except Refused as refused:
        cause = refused.__cause__
        why = {EffectFailed: getattr(cause, "kind", ""), Unavailable: str(cause)}.get(type(cause), "")
        deps.audit.step(trail, "refused", detail=f"{refused.code}: {why}" if why else refused.code)
        return for_providers.refusal(request, refused)
    except Exception as error:
        deps.audit.error(request.logout_id, error)
        return for_providers.refusal(request, Refused("logout_failed", "something of ours broke; try again", "broken"))
    finally:
        deps.audit.flush()
