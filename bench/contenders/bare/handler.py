"""The floor: a logout with the standard library alone; it revokes one token, and believes whatever it is told."""

import http.client
import os
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

DOMAIN = os.environ["COGNITO_DOMAIN"]
CLIENT_ID = os.environ["CLIENT_ID"]
COOKIES = ("shop_session", "shop_rt", "shop_at", "shop_id")


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Revoke the refresh token in the app's cookie, and send the browser to Cognito's logout."""
    cookies = SimpleCookie(event["headers"].get("cookie", ""))
    if "shop_rt" in cookies:
        revoke(cookies["shop_rt"].value)
    back = event["queryStringParameters"]["post_logout_redirect_uri"]
    location = f"{DOMAIN}/logout?" + urlencode({"client_id": CLIENT_ID, "logout_uri": back})
    expired = [f"{name}=; Path=/; Max-Age=0; Secure" for name in COOKIES]
    headers = {"Location": [location], "Cache-Control": ["no-store"], "Set-Cookie": expired}
    return {"statusCode": 303, "multiValueHeaders": headers, "body": ""}


def revoke(token: str) -> None:
    """Call RevokeToken; what it answers is not looked at."""
    server = urlsplit(DOMAIN)
    plain = server.scheme == "http"
    kind = http.client.HTTPConnection if plain else http.client.HTTPSConnection
    connection = kind(server.netloc, timeout=2)
    form = urlencode({"token": token, "client_id": CLIENT_ID})
    connection.request("POST", "/oauth2/revoke", form, {"Content-Type": "application/x-www-form-urlencoded"})
    connection.getresponse().read()
    connection.close()
