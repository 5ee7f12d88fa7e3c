"""`POST /oauth2/revoke`: ends a refresh token and the tokens that came from it.

Sources: Amazon Cognito developer guide, "revocation-endpoint" (form body with `token`; a client with a secret
authenticates by Basic and needs no `client_id` in the body, a public one names itself there; 200 with an empty body,
also for an invalid token; 400 invalid_request without a token or where revocation is switched off for the client; 400
unsupported_token_type for a token that is no refresh token; 401 invalid_client) and RFC 7009, section 2.1 (a token of
another client is refused; the name of that error is not documented, we take unauthorized_client). Any origin may call
it: a single-page app reads its error in authts/oidc-client-ts#262.
"""

import hmac
from typing import Any
from urllib.parse import unquote

import jwt
from flask import Blueprint, jsonify, request
from werkzeug import Response

from local.cognito_domain.domain import Domain


def routes(domain: Domain) -> Blueprint:
    """The endpoints of this module."""
    blueprint = Blueprint("revoke", __name__)

    @blueprint.post("/oauth2/revoke")
    def revoke() -> Response:
        if domain.throttles():
            # Cognito throttles with 400 (CDG/limits.html, "TooManyRequestsException"), the endpoints of its domain too.
            return Response('{"__type": "TooManyRequestsException"}', 400, content_type="application/json")
        client_id, secret = credentials()
        client = domain.app_client(client_id)
        if client is None or not hmac.compare_digest(client.get("ClientSecret", ""), secret):
            return error("invalid_client", 401)
        token = request.form.get("token", "")
        if not token or not client.get("EnableTokenRevocation", True):
            return error("invalid_request", 400)
        claims = unverified_claims(token)
        if claims is None:
            return Response(status=200)
        if claims.get("token_use") != "refresh":
            return error("unsupported_token_type", 400)
        if claims.get("client_id") != client_id:
            return error("unauthorized_client", 400)
        proof = {"ClientSecret": secret} if secret else {}
        domain.clients.cognito_for_anyone.revoke_token(Token=token, ClientId=client_id, **proof)
        return Response(status=200)

    @blueprint.after_request
    def allow_any_origin(answer: Response) -> Response:
        answer.headers["Access-Control-Allow-Origin"] = "*"
        return answer

    return blueprint


def credentials() -> tuple[str, str]:
    """The client's id and secret: by Basic where it has a secret, else its id alone from the body.

    Strict clients encode both as in a URL (RFC 6749, section 2.3.1), which only the embedded AWS's secrets show.
    """
    basic = request.authorization
    if basic and basic.type == "basic":
        return unquote(basic.username or ""), unquote(basic.password or "")
    return request.form.get("client_id", ""), ""


def unverified_claims(token: str) -> dict[str, Any] | None:
    """The claims of a token of the embedded AWS, whose refresh tokens are JWTs (at AWS they are opaque)."""
    try:
        return dict(jwt.decode(token, options={"verify_signature": False}))
    except jwt.InvalidTokenError:
        return None


def error(name: str, status: int) -> Response:
    """The endpoint's error as JSON."""
    answer = jsonify({"error": name})
    answer.status_code = status
    return answer
