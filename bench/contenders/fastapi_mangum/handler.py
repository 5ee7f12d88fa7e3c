"""The same behaviour as `usual`, as a FastAPI application behind Mangum, an adapter from Lambda to ASGI."""

import os
from typing import Any
from urllib.parse import urlencode

import boto3
import jwt
import requests
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import RedirectResponse
from mangum import Mangum

DOMAIN = os.environ["COGNITO_DOMAIN"]
ISSUER = os.environ["COGNITO_ISSUER"]
CLIENT_ID = os.environ["CLIENT_ID"]
RETURN_TO = os.environ["RETURN_TO"]
COOKIES = ("shop_session", "shop_rt", "shop_at", "shop_id")

app = FastAPI()
logger = Logger(service="logout")
metrics = Metrics(service="logout", namespace="Logout")
cognito = boto3.client("cognito-idp")
keys = jwt.PyJWKClient(f"{ISSUER}/.well-known/jwks.json")


@app.get("/logout")
def logout(request: Request, post_logout_redirect_uri: str, reach: str = "browser") -> RedirectResponse:
    """Check the ID token, revoke the refresh token (or sign out everywhere), and go on to Cognito's logout."""
    held = {name: request.cookies[name] for name in COOKIES if name in request.cookies}
    if post_logout_redirect_uri != RETURN_TO:
        raise HTTPException(400, "post_logout_redirect_uri is not registered")
    subject = subject_of(held["shop_id"]) if "shop_id" in held else None
    if reach == "everywhere":
        cognito.global_sign_out(AccessToken=held["shop_at"])
    elif "shop_rt" in held:
        form = {"token": held["shop_rt"], "client_id": CLIENT_ID}
        requests.post(f"{DOMAIN}/oauth2/revoke", data=form, timeout=2).raise_for_status()
    logger.info("signed out", extra={"subject": subject})
    metrics.add_metric(name="tokens_done", unit=MetricUnit.Count, value=1)
    location = f"{DOMAIN}/logout?" + urlencode({"client_id": CLIENT_ID, "logout_uri": RETURN_TO})
    answer = RedirectResponse(location, 303, {"Cache-Control": "no-store"})
    for name in COOKIES:
        answer.delete_cookie(name, secure=True)
    return answer


def subject_of(token: str) -> str:
    """Return whom a verified ID token is about."""
    key = keys.get_signing_key_from_jwt(token)
    claims = jwt.decode(token, key, algorithms=["RS256"], audience=CLIENT_ID, issuer=ISSUER)
    return str(claims["sub"])


adapter = Mangum(app, lifespan="off")


@metrics.log_metrics
@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a REST API proxy event."""
    return adapter(event, context)
