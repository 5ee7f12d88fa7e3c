"""A Lambda function behind an HTTP API, without any framework."""

import os
from typing import Any

from logout_guard import Guard, current_claims

guard = Guard(
    user_pool_id=os.environ["USER_POOL_ID"],
    client_ids=["1example23456789"],
    table=os.environ["REVOCATION_TABLE"],
    jwks_url=os.environ.get("COGNITO_JWKS_URL"),
)


@guard.required(
    authorization=lambda event, context: event["headers"].get("authorization"),
    refused=lambda reply: {"statusCode": reply.status, "headers": reply.headers, "body": reply.body},
)
def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answer an event of an HTTP API."""
    return {"statusCode": 200, "body": current_claims().subject}
