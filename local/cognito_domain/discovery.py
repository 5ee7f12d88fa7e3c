"""`/<pool>/.well-known/openid-configuration`: the pool's own document, with the endpoints of this domain.

Sources: Amazon Cognito developer guide, "federation-endpoints" (the document and its path; at AWS it lies at the
issuer's host, not at the domain's); a live pool's document as published by api-evangelist/covatic
(well-known/covatic-openid-configuration.json: authorization, token, userinfo, revocation and end_session endpoints lie
at the pool's domain; `end_session_endpoint` is the domain's `/logout`, there since 2024-02-27 according to
swisstopo/swissgeol-boreholes-suite#1066). The embedded AWS names its own port, where the domain's behaviour is missing,
and no revocation endpoint.
"""

import json

import requests
from flask import Blueprint
from werkzeug import Response

from local.cognito_domain.domain import SECONDS, Domain

ENDPOINTS = {
    "authorization_endpoint": "/oauth2/authorize",
    "end_session_endpoint": "/logout",
    "revocation_endpoint": "/oauth2/revoke",
    "token_endpoint": "/oauth2/token",
    "userinfo_endpoint": "/oauth2/userInfo",
}


def routes(domain: Domain) -> Blueprint:
    """The endpoint of this module."""
    blueprint = Blueprint("discovery", __name__)

    @blueprint.get(f"/{domain.pool_id}/.well-known/openid-configuration")
    def configuration() -> Response:
        return document(domain)

    return blueprint


def document(domain: Domain) -> Response:
    """The document; any origin may read it, as at AWS."""
    path = f"/{domain.pool_id}/.well-known/openid-configuration"
    answer = requests.get(f"{domain.places.aws}{path}", timeout=SECONDS)
    found = answer.json() | {name: f"{domain.places.cognito}{path}" for name, path in ENDPOINTS.items()}
    response = Response(json.dumps(found), answer.status_code, mimetype="application/json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
