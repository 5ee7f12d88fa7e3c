"""SignOutFunction: `POST /sign-out`, by which an operator whom IAM lets in ends a user everywhere."""

import secrets
from typing import Any

from coordinator import bootstrap, operators
from coordinator.core.model import Reach, Trail
from coordinator.core.operators import read
from coordinator.deadline import Deadline
from coordinator.errors import EffectFailed, Refused
from coordinator.settings import config
from coordinator.web import events, for_operators

SECONDS = 8.0
"""For the whole: no person waits for it, and of a user's two calls the first also waits for the AWS SDK."""


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answer a REST API proxy event; raises ConfigurationError alone, at start, so that a deployment fails loudly."""
    deadline = Deadline(SECONDS)
    deps = bootstrap.dependencies(config.SIGN_OUT)
    request = events.read(event, secrets.token_urlsafe(16), deps.settings.public_url)
    trail = Trail(request.logout_id, Reach.EVERYWHERE, operator=events.caller(event))
    try:
        done = operators.sign_out(read(events.read_body(event, request)), trail, deps, deadline)
        return for_operators.signed_out(request, done.user, done.legs)
    except Refused as refused:
        cause = refused.__cause__
        why = f"{refused.code}: {cause.kind}" if isinstance(cause, EffectFailed) else refused.code
        deps.audit.step(trail, "refused", detail=why)
        return for_operators.refusal(request, refused)
    except Exception as error:
        deps.audit.error(request.logout_id, error)
        return for_operators.refusal(request, Refused("server_error", "something of ours broke; try again", "broken"))
    finally:
        deps.audit.flush()
