"""A service in Flask, whose views need an access token of a session that lives."""

import os

from flask import Flask, Response, request
from logout_guard import Guard, current_claims

guard = Guard(
    user_pool_id=os.environ["USER_POOL_ID"],
    client_ids=["1example23456789"],
    table=os.environ["REVOCATION_TABLE"],
    jwks_url=os.environ.get("COGNITO_JWKS_URL"),
)
app = Flask(__name__)
signed_in = guard.required(
    authorization=lambda *_, **__: request.headers.get("Authorization"),
    refused=lambda reply: Response(reply.body, reply.status, reply.headers),
)


@app.get("/orders/<number>")
@signed_in
def order(number: str) -> dict[str, str]:
    """One order of the caller."""
    return {"number": number, "owner": current_claims().subject}
