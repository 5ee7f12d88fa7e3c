"""RevokeToken, by the user pool's own `/oauth2/revoke`: no AWS SDK on this path."""

import json

from coordinator.adapters import transport
from coordinator.errors import EffectFailed

FINAL = frozenset({"invalid_client", "unauthorized_client", "unsupported_token_type", "invalid_request"})
"""Errors that trying again never heals (Amazon Cognito developer guide, "Revoke endpoint"; RFC 7009 section 2.2.1)."""


def revoke(domain: str, token: str, client_id: str, client_secret: str | None) -> None:
    """Revoke a refresh token and the tokens issued from it; returns when Cognito has said so.

    `domain` is the pool's domain with its scheme. A confidential client authenticates by Basic. A token that is
    dead already is no error (RFC 7009 section 2.2). Raises EffectFailed.
    """
    answer = transport.send(
        "POST",
        f"{domain}/oauth2/revoke",
        data={"token": token, "client_id": client_id},
        auth=(client_id, client_secret) if client_secret else None,
    )
    if answer.status == 200:
        if _is_cognitos(answer):
            return
        raise EffectFailed("not_cognito", retryable=True)
    if answer.status == 429:
        raise EffectFailed("throttled", retryable=True)
    if answer.status in (400, 401, 403):
        raise _error_of(answer)
    raise EffectFailed(f"http_{answer.status}", retryable=True)


def _is_cognitos(answer: transport.Answer) -> bool:
    """Tell a success of Cognito, whose body is empty, from a page that a captive proxy or firewall answers with."""
    return answer.body.strip() in (b"", b"{}")


def _error_of(answer: transport.Answer) -> EffectFailed:
    document = _json(answer.body) or {}
    error = document.get("error")
    if isinstance(error, str) and error in FINAL:
        return EffectFailed(error, retryable=False)
    named = f"{error} {document.get('__type')} {document.get('code')}"
    kind = "throttled" if "TooManyRequests" in named else f"http_{answer.status}"
    return EffectFailed(kind, retryable=True)


def _json(body: bytes) -> dict[str, object] | None:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None
