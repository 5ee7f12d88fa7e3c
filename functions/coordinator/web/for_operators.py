"""The answers of `POST /sign-out`: JSON for a program that signs its requests, and never for a browser."""

import json
from collections.abc import Sequence
from typing import Any

from coordinator.core import receipt
from coordinator.core.model import LegReport, Outcome, Reach
from coordinator.errors import Refused
from coordinator.web.request import Request
from coordinator.web.responses import response


def signed_out(request: Request, user: str, legs: Sequence[LegReport]) -> dict[str, Any]:
    """Return the receipt: 200, or 202 when something waits in the queue (RFC 9110 section 15.3.3)."""
    pending = any(leg.outcome is Outcome.PENDING for leg in legs)
    told = {
        "logout_id": request.logout_id,
        "user": user,
        "receipt": receipt.as_json(Reach.EVERYWHERE, legs, {}),
    }
    return _json(202 if pending else 200, told, request)


def refusal(request: Request, refused: Refused) -> dict[str, Any]:
    """Return the answer to a refused request."""
    told = {"error": refused.code, "error_description": refused.description, "logout_id": request.logout_id}
    return _json(refused.status, told, request, **({"Retry-After": "1"} if refused.status == 503 else {}))


def _json(status: int, told: object, request: Request, **headers: str) -> dict[str, Any]:
    return response(status, {"Content-Type": "application/json", **headers}, request, [], json.dumps(told))
