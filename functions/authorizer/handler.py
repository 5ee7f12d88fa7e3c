"""AuthorizerFunction: a Lambda authorizer of REST and HTTP APIs that refuses tokens whose session was signed out."""

from typing import Any

from coordinator.web import authorizers
from logout_guard.errors import TokenRefused

from authorizer import bootstrap


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answer an authorizer's event; whatever it is, a refusal is an answer, which API Gateway makes a 403.

    Raises GuardUnavailable when nobody can tell, which API Gateway makes a 500; ConfigurationError at start.
    """
    guard = bootstrap.guard()
    asked = authorizers.read(event)
    try:
        claims = guard.check_header(asked.authorization)
    except TokenRefused:
        return authorizers.refuse(asked)
    return authorizers.admit(asked, claims)
