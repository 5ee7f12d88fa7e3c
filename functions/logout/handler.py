"""LogoutFunction: `/logout`, `/logout/start` and `/logout/return`."""

import secrets
from typing import Any

from coordinator import answers, bootstrap, travel, web
from coordinator.core import returns
from coordinator.core.model import Trail
from coordinator.deadline import Deadline
from coordinator.dependencies import Dependencies
from coordinator.errors import Refused
from coordinator.request import Request
from coordinator.service import Logout

METHODS = {"/logout": ("GET", "POST"), "/logout/start": ("GET",), "/logout/return": ("GET", "POST")}
PREFETCHES = ("sec-purpose", "purpose", "x-moz")


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answer a REST API proxy event; raises ConfigurationError alone, at start, so that a deployment fails loudly."""
    deadline = Deadline()
    deps = bootstrap.dependencies()
    request = web.read(event, secrets.token_urlsafe(16), deps.settings.public_url)
    origins = frozenset(origin for app in deps.settings.apps.values() for origin in returns.origins(app))
    try:
        return _route(event, request, origins, deps, deadline)
    except Refused as refused:
        deps.audit.step(Trail(request.logout_id), "refused", detail=refused.code)
        return answers.refusal(request, refused, origins)
    except Exception as error:
        deps.audit.error(request.logout_id, error)
        return answers.refusal(request, Refused("server_error", "something of ours is broken; try again"), origins)
    finally:
        deps.audit.flush()


def _route(
    event: dict[str, Any], request: Request, origins: frozenset[str], deps: Dependencies, deadline: Deadline
) -> dict[str, Any]:
    if any(request.headers.get(name, "").lower().startswith(("prefetch", "prerender")) for name in PREFETCHES):
        raise Refused("prefetch_refused", "a sign-out is no page to fetch ahead of a click")
    if request.method == "OPTIONS" and request.route == "/logout":
        return answers.preflight(request, origins)
    if request.method not in METHODS.get(request.route, ()):
        raise Refused(
            "method_not_allowed", "this address takes " + " and ".join(METHODS.get(request.route, ("nothing",)))
        )
    if request.route == "/logout":
        reply = Logout(request, deps, deadline).asked(web.read_body(event, request))
    elif request.route == "/logout/start":
        reply = Logout(request, deps, deadline).started()
    else:
        fields = (*request.query, *(web.read_body(event, request) if request.method == "POST" else ()))
        state = dict(fields).get("state")
        if request.method == "POST":
            return answers.to_itself(request, state)
        reply = travel.come_back(request, state, deps)
    return answers.answer(request, reply, origins)
