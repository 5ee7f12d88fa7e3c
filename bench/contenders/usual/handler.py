"""What a good team writes in a day: Powertools, boto3, requests and PyJWT, all imported at the top."""

import os
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

import boto3
import jwt
import requests
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.exceptions import BadRequestError
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.shared.cookies import Cookie

DOMAIN = os.environ["COGNITO_DOMAIN"]
ISSUER = os.environ["COGNITO_ISSUER"]
CLIENT_ID = os.environ["CLIENT_ID"]
RETURN_TO = os.environ["RETURN_TO"]
COOKIES = ("shop_session", "shop_rt", "shop_at", "shop_id")

app = APIGatewayRestResolver()
logger = Logger(service="logout")
metrics = Metrics(service="logout", namespace="Logout")
cognito = boto3.client("cognito-idp")
keys = jwt.PyJWKClient(f"{ISSUER}/.well-known/jwks.json")


@app.get("/logout")
def logout() -> Response[str]:
    """Check the ID token, revoke the refresh token (or sign out everywhere), and go on to Cognito's logout."""
    cookies = SimpleCookie(app.current_event.headers.get("cookie", ""))
    held = {name: cookies[name].value for name in COOKIES if name in cookies}
    if app.current_event.get_query_string_value("post_logout_redirect_uri") != RETURN_TO:
        raise BadRequestError("post_logout_redirect_uri is not registered")
    subject = subject_of(held["shop_id"]) if "shop_id" in held else None
    if app.current_event.get_query_string_value("reach") == "everywhere":
        cognito.global_sign_out(AccessToken=held["shop_at"])
    elif "shop_rt" in held:
        form = {"token": held["shop_rt"], "client_id": CLIENT_ID}
        requests.post(f"{DOMAIN}/oauth2/revoke", data=form, timeout=2).raise_for_status()
    logger.info("signed out", extra={"subject": subject})
    metrics.add_metric(name="tokens_done", unit=MetricUnit.Count, value=1)
    location = f"{DOMAIN}/logout?" + urlencode({"client_id": CLIENT_ID, "logout_uri": RETURN_TO})
    expired = [Cookie(name, "", path="/", secure=True, max_age=0) for name in COOKIES]
    return Response(303, headers={"Location": location, "Cache-Control": "no-store"}, cookies=expired, body="")


def subject_of(token: str) -> str:
    """Return whom a verified ID token is about."""
    key = keys.get_signing_key_from_jwt(token)
    claims = jwt.decode(token, key, algorithms=["RS256"], audience=CLIENT_ID, issuer=ISSUER)
    return str(claims["sub"])


@metrics.log_metrics
@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a REST API proxy event."""
    return app.resolve(event, context)
