"""From what the service decided to a REST API proxy response: status, headers, cookies, page or JSON."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from coordinator.core import receipt, returns
from coordinator.errors import Refused
from coordinator.providers import choosing
from coordinator.settings.config import Settings
from coordinator.web.request import ROUTES, Called, Ended, Go, Reply, Request
from coordinator.web.responses import cookies_of, response


def answer(request: Request, reply: Reply, settings: Settings) -> dict[str, Any]:
    """Return the proxy response for what the service decided."""
    cookies = cookies_of(reply)
    match reply.what:
        case Called(location, reach, legs):
            document = {
                "logout_id": reply.logout_id,
                "location": location,
                "receipt": receipt.as_json(reach, legs, choosing.prompts(settings.providers)),
            }
            return _json(200, document, request, settings, cookies)
        case Go(visit) if visit.method == "GET":
            return _redirect(visit.url, request, cookies)
        case Ended(url) if url is not None:
            return _redirect(url, request, cookies)
        case what:
            # Pages and their texts are loaded when the first one is shown: most answers are none.
            from coordinator.web import showing

            return showing.shown(what, request, reply, settings, cookies)


def refusal(request: Request, body: Sequence[tuple[str, str]], refused: Refused, settings: Settings) -> dict[str, Any]:
    """Return the answer to a refused request: a page or JSON, by `Accept`; never a redirect."""
    headers = {}
    if refused.code == "method_not_allowed":
        headers["Allow"] = ", ".join(ROUTES.get(request.route, ()))
    if refused.status == 503:
        headers["Retry-After"] = "1"
    if request.wants_json:
        document = {
            "error": refused.code,
            "error_description": refused.description,
            "logout_id": request.logout_id,
        }
        return _json(refused.status, document, request, settings, [], headers)
    from coordinator.web import showing

    return showing.refusal(request, body, refused, settings, headers)


def preflight(request: Request, settings: Settings) -> dict[str, Any]:
    """Return the answer to a CORS preflight of a registered origin; raises Refused for every other."""
    if request.evidence.origin not in settings.origins:
        raise Refused("not_a_navigation", "this origin is none of a configured app's return_to")
    headers = {
        "Access-Control-Allow-Methods": ", ".join(ROUTES[request.route]),
        "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type",
        "Access-Control-Max-Age": "600",
    }
    return response(204, headers | _cors(request, settings), request, [], "")


def document(content: Mapping[str, Any], request: Request) -> dict[str, Any]:
    """Return a public document: any page may read it, and keep it for an hour."""
    headers = {
        "Content-Type": "application/json",
        "Cache-Control": "public, max-age=3600",
        "Access-Control-Allow-Origin": "*",
    }
    return response(200, headers, request, [], json.dumps(content))


def to_itself(request: Request, state: str | None) -> dict[str, Any]:
    """Return the 303 that turns a POST on the return URL into a GET, with which our Lax cookie arrives."""
    return _redirect(returns.with_state(f"{request.base}/logout/return", state), request, [])


def _cors(request: Request, settings: Settings) -> dict[str, str]:
    origin = request.evidence.origin
    if origin is None or origin not in settings.origins:
        return {}
    return {"Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true"}


def _json(
    status: int,
    document: object,
    request: Request,
    settings: Settings,
    cookies: Sequence[str],
    headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    every = {"Content-Type": "application/json", **_cors(request, settings), **(headers or {})}
    return response(status, every, request, cookies, json.dumps(document))


def _redirect(location: str, request: Request, cookies: Sequence[str]) -> dict[str, Any]:
    return response(303, {"Location": location}, request, cookies, "")
