"""`POST /backchannel-logout/{provider}`: what providers send, and the answers that they understand."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from coordinator.core.model import Provider
from coordinator.errors import Refused
from coordinator.web.request import PROVIDERS_ROUTES, Request
from coordinator.web.responses import response

METHODS = next(iter(PROVIDERS_ROUTES.values()))
FORM = "application/x-www-form-urlencoded"
RETRY_SECONDS = "5"


def provider(request: Request, named: str, providers: Mapping[str, Provider]) -> Provider:
    """Return the provider of the address; raises Refused for one whose tokens nobody could know, too."""
    found = providers.get(named)
    if request.method not in METHODS:
        raise Refused("method_not_allowed", f"this address takes {', '.join(METHODS)}")
    if found is None or found.issuer is None or found.client_id is None:
        raise Refused("unknown_provider", "the address names no provider that has an issuer and a client_id")
    return found


def refuse_other_media(request: Request) -> None:
    """Raise Refused for what is no form (OpenID Connect Back-Channel Logout 1.0 section 2.5)."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise Refused("unsupported_media_type", f"send a form ({FORM})")


def token(body: Sequence[tuple[str, str]]) -> str:
    """Return the logout token; raises Refused unless there is one. Other parameters are nobody's business (2.5)."""
    found = [value for name, value in body if name == "logout_token"]
    if len(found) != 1 or not found[0]:
        raise Refused("invalid_request", "the form must hold logout_token once")
    return found[0]


def heard(request: Request) -> dict[str, Any]:
    """Return the answer to what is done, or needs no doing (section 2.8)."""
    return response(200, {}, request, [], "")


def refusal(request: Request, refused: Refused) -> dict[str, Any]:
    """Return the answer to the rest: 503 where trying again may help soon, else 400, as section 2.8 asks for all."""
    told = {"error": refused.code, "error_description": refused.description}
    status = refused.status if refused.status in (405, 503) else 400
    more = {"Retry-After": RETRY_SECONDS} if status == 503 else {"Allow": ", ".join(METHODS)} if status == 405 else {}
    return response(status, {"Content-Type": "application/json", **more}, request, [], json.dumps(told))
