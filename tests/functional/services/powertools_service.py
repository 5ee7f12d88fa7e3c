"""A service in Powertools' event handler, whose routes need an access token of a session that lives."""

import os
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from logout_guard import Guard, current_claims

guard = Guard(
    user_pool_id=os.environ["USER_POOL_ID"],
    client_ids=["1example23456789"],
    table=os.environ["REVOCATION_TABLE"],
    jwks_url=os.environ.get("COGNITO_JWKS_URL"),
)
app = APIGatewayHttpResolver()
signed_in = guard.required(
    authorization=lambda *_, **__: app.current_event.headers.get("authorization"),
    refused=lambda reply: Response(reply.status, headers=reply.headers, body=reply.body),
)


@app.get("/orders/<number>")
@signed_in
def order(number: str) -> dict[str, str]:
    """One order of the caller."""
    return {"number": number, "owner": current_claims().subject}


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answer an event of an HTTP API."""
    return app.resolve(event, context)  # type: ignore[arg-type]  # Powertools' own type of the context
