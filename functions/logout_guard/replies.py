"""What a refused caller is answered over HTTP: the status, the headers and the body, the same in every framework."""

import json
from dataclasses import dataclass

from logout_guard.errors import GuardError, TokenRefused

REALM = 'Bearer realm="api"'


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer in place of the view's; the body is JSON."""

    status: int
    headers: dict[str, str]
    body: str


def reply_to(error: GuardError, authorization: str | None) -> Reply:
    """Return the answer: 401 for a refused token (RFC 6750 section 3), 503 when nobody can tell.

    All refused tokens are answered alike. Who sent none is told no error (section 3.1).
    """
    if not isinstance(error, TokenRefused):
        return _reply(503, "temporarily_unavailable", {"Retry-After": "1"})
    challenge = f'{REALM}, error="invalid_token"' if authorization else REALM
    return _reply(401, "invalid_token", {"WWW-Authenticate": challenge})


def _reply(status: int, code: str, headers: dict[str, str]) -> Reply:
    always = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return Reply(status, {**always, **headers}, json.dumps({"error": code}))
