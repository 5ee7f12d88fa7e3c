"""`POST /oauth2/token`: the embedded AWS's answer, as JSON, which strict clients insist on.

Sources: Amazon Cognito developer guide, "token-endpoint" (answers are `application/json;charset=UTF-8`); RFC 6749,
section 5.1. The embedded AWS calls some of its answers `application/x-amz-json-1.0`, which oidc-client-ts refuses.
"""

from flask import Blueprint, request
from werkzeug import Response

from local.cognito_domain.domain import Domain
from local.forward import forward, raw_target


def routes(domain: Domain) -> Blueprint:
    """The endpoint of this module."""
    blueprint = Blueprint("token", __name__)

    # A browser's preflight is left to the embedded AWS.
    @blueprint.post("/oauth2/token", provide_automatic_options=False)
    def token() -> Response:
        answer = forward(request, domain.aws_port, raw_target(request))
        answer.headers["Content-Type"] = "application/json;charset=UTF-8"
        return answer

    return blueprint
