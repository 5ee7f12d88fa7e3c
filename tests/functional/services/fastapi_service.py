"""A service in FastAPI, whose routes but one need an access token of a session that lives."""

import os
from typing import Annotated

from fastapi import Depends, FastAPI
from logout_guard import Claims, Guard, GuardMiddleware, current_claims

guard = Guard(
    user_pool_id=os.environ["USER_POOL_ID"],
    client_ids=["1example23456789"],
    table=os.environ["REVOCATION_TABLE"],
    jwks_url=os.environ.get("COGNITO_JWKS_URL"),
)
app = FastAPI()
app.add_middleware(GuardMiddleware, guard=guard, public={"/health"})


@app.get("/orders/{number}")
async def order(number: str, claims: Annotated[Claims, Depends(current_claims)]) -> dict[str, str]:
    """One order of the caller."""
    return {"number": number, "owner": claims.subject}


@app.get("/health")
async def health() -> dict[str, str]:
    """Whether it runs."""
    return {"status": "up"}
