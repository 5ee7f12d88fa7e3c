"""LogoutFunction: `/logout`, `/logout/start`, `/logout/return`, and the pool's OpenID configuration with our logout."""

import gc
import importlib
import os
import secrets
from typing import Any

from coordinator import bootstrap, openid_configuration, travel
from coordinator.core.model import Trail
from coordinator.deadline import Deadline
from coordinator.dependencies import Dependencies
from coordinator.errors import Refused
from coordinator.service import Logout
from coordinator.web import answers, events
from coordinator.web.request import ROUTES, Request

PREFETCHES = ("sec-purpose", "purpose", "x-moz")

if os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start":
    importlib.import_module("logout.snapshot")  # of which nothing but Lambda's own runtime has the library

# Everything is imported, and will not become garbage: see __init__.py.
gc.freeze()
gc.enable()


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answer a REST API proxy event; raises ConfigurationError alone, at start, so that a deployment fails loudly."""
    deadline = Deadline()
    deps = bootstrap.dependencies()
    request = events.read(event, secrets.token_urlsafe(16), deps.settings.public_url)
    body: tuple[tuple[str, str], ...] = ()
    try:
        _refuse_unread(request)
        body = events.read_body(event, request)
        return _route(request, body, deps, deadline)
    except Refused as refused:
        named = deps.settings.app_of_client(dict(request.query).get("client_id"))
        deps.audit.step(Trail(request.logout_id, app=named), "refused", detail=refused.code)
        return answers.refusal(request, body, refused, deps.settings)
    except Exception as error:
        deps.audit.error(request.logout_id, error)
        broken = Refused("server_error", "something of ours broke; try again", "broken")
        return answers.refusal(request, body, broken, deps.settings)
    finally:
        deps.audit.flush()


def _refuse_unread(request: Request) -> None:
    """Raise Refused for what is answered without a look at its body."""
    purposes = " ".join(request.headers.get(name, "") for name in PREFETCHES).lower()
    if "prefetch" in purposes or "prerender" in purposes:
        raise Refused("prefetch_refused", "a sign-out is no page to fetch ahead of a click", "later")
    events.refuse_too_large(request)
    allowed = ROUTES.get(request.route, ())
    if request.method not in allowed:
        raise Refused("method_not_allowed", f"this address takes {', '.join(allowed) or 'nothing'}")


def _route(
    request: Request, body: tuple[tuple[str, str], ...], deps: Dependencies, deadline: Deadline
) -> dict[str, Any]:
    match request.method, request.route:
        case "OPTIONS", _:
            return answers.preflight(request, deps.settings)
        case _, "/logout":
            reply = Logout(request, deps, deadline, deps.now()).requested(body)
        case _, "/logout/start":
            reply = Logout(request, deps, deadline, deps.now()).started()
        case "POST", "/logout/return":
            came_with = (*request.query, *body)
            state = travel.state_of(came_with)
            return answers.to_itself(request, None if travel.refused_by(came_with) else state)
        case _, "/logout/return":
            reply = travel.come_back(request, deps)
        case _:
            return answers.document(openid_configuration.configuration(request.base, deps, deadline), request)
    return answers.answer(request, reply, deps.settings)
