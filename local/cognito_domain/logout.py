"""`/logout` as AWS documents it: exact match, nothing given back, and an error that speaks of something else.

Sources: Amazon Cognito developer guide, "logout-endpoint" (GET only; `client_id` with `logout_uri` redirects there and
ignores all other parameters, so `state` does not come back (awsdocs/amazon-cognito-developer-guide#15); `client_id`
with `redirect_uri` and `response_type` opens the sign-in page; OIDC and social providers are not signed out). The URL
must equal one of the client's sign-out URLs. Of any other, users report an error about the parameter that they never
meant to use: "Required String parameter 'redirect_uri' is not present", or `/error?error=Required+parameters+missing`
(amazon-cognito-auth-js#25, aws-amplify/amplify-js#1298; the session is ended all the same, as threads say).
"""

from html import escape

from flask import Blueprint, redirect, request
from werkzeug import Response

from local.addresses import with_query
from local.cognito_domain.domain import Domain

SIGN_IN = ("client_id", "redirect_uri", "response_type", "scope", "state", "nonce", "identity_provider")


def routes(domain: Domain) -> Blueprint:
    """The endpoints of this module."""
    blueprint = Blueprint("logout", __name__)

    # Flask adds HEAD to GET by itself, and Cognito supports GET alone; so both are named and all but GET refused.
    @blueprint.route("/logout", methods=["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
    def logout() -> Response:
        if request.method != "GET":
            return Response(status=405, headers={"Allow": "GET"})
        target, session = destination(domain), domain.sessions.of(request)
        if domain.saml and session and (url := domain.saml.sign_out_url(session, target)):
            return redirect(url)  # the session ends when the browser is back from its SAML provider
        answer = redirect(target)
        domain.sessions.end(request, answer)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @blueprint.get("/error")
    def error() -> Response:
        text = escape(request.args.get("error", ""))
        return Response(f"<!doctype html><title>Error</title><p>{text}</p>", 400, mimetype="text/html")

    return blueprint


def destination(domain: Domain) -> str:
    """Where this request to sign out leads."""
    client = domain.app_client(request.args.get("client_id", ""))
    if client is None:
        return with_query("/error", {"error": "Client does not exist."})
    logout_uri = request.args.get("logout_uri", "")
    if logout_uri and logout_uri in client.get("LogoutURLs", []):
        return logout_uri
    if "redirect_uri" not in request.args:
        return with_query("/error", {"error": "Required String parameter 'redirect_uri' is not present"})
    if "response_type" not in request.args:
        return with_query("/error", {"error": "Required parameters missing"})
    if request.args["redirect_uri"] not in client.get("CallbackURLs", []):
        return with_query("/error", {"error": "redirect_mismatch"})
    return with_query("/login", {name: request.args[name] for name in SIGN_IN if name in request.args})
