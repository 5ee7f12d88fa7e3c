"""Sign-in through an OpenID provider: the way there, the way back, and the provider's own ID token.

Sources: Amazon Cognito developer guide, "authorization-endpoint" (what of the request a provider sees) and
"cognito-user-pools-specifying-attribute-mapping" (updated at each sign-in; an attribute holds 2,048 characters); AWS
knowledge center, "cognito-user-pool-tokens-issued-by-idp" (OIDC providers offer `id_token` for mapping; a token above
2,048 characters makes the sign-in fail). The embedded AWS maps claims only. So the pool names our token endpoint as
the provider's: it passes each exchange on, keeps the ID token, and the mapped attribute is written from it.
"""

import secrets
from collections.abc import Mapping
from typing import Any

import jwt
import requests
from flask import Blueprint, jsonify, redirect, request
from werkzeug import Response

from local.addresses import query_value, with_query
from local.cognito_domain.domain import SECONDS, Domain, Pending
from local.cognito_domain.sessions import BrowserSession
from local.forward import forward, raw_target

ATTRIBUTE_LIMIT = 2048


def routes(domain: Domain) -> Blueprint:
    """The endpoints of this module."""
    blueprint = Blueprint("federation", __name__)

    @blueprint.route("/oauth2/idpresponse", methods=["GET", "POST"])
    def idpresponse() -> Response:
        pending = domain.pending.pop(request.values.get("state", ""), None)
        domain.signing_in[request.values.get("code", "")] = pending.client_id if pending else ""
        answer = forward(request, domain.aws_port, raw_target(request))
        id_token = domain.id_tokens.pop(request.values.get("code", ""), "")
        if pending is None or not id_token or not query_value(answer.headers.get("Location", ""), "code"):
            return answer
        if not write_mapped_token(domain, pending.provider, id_token):
            return too_long(pending)
        domain.sessions.begin(BrowserSession(pending.provider, id_token), answer)
        return answer

    @blueprint.post("/stand-in/<provider>/token")
    def token(provider: str) -> Response:
        return exchange(domain, provider, request.form.to_dict())

    return blueprint


def stand_in_token_url(cognito: str, provider: str) -> str:
    """The token endpoint to register for a provider in the pool; `cognito` is the domain's base URL."""
    return f"{cognito}/stand-in/{provider}/token"


def to_provider(domain: Domain) -> Response:
    """Send the browser to the provider, with what Cognito passes on."""
    provider = request.args.get("identity_provider") or domain.provider_known_as(request.args["idp_identifier"])
    # The embedded AWS knows providers by name only.
    answer = forward(request, domain.aws_port, with_query(raw_target(request), {"identity_provider": provider}))
    location = answer.headers.get("Location", "")
    if domain.saml and query_value(location, "SAMLRequest"):
        answer.headers["Location"] = domain.saml.sign_in_url(provider, query_value(location, "RelayState"))
        return answer
    if not query_value(location, "redirect_uri"):
        return answer
    domain.pending[query_value(location, "state")] = Pending(
        provider,
        request.args.get("redirect_uri", ""),
        request.args.get("state", ""),
        request.args.get("client_id", ""),
    )
    # The embedded AWS names the pool's real domain here, which no browser reaches from this machine.
    changes = {"redirect_uri": domain.callback} | {
        name: request.args.get(name, "") for name in ("prompt", "login_hint")
    }
    answer.headers["Location"] = with_query(location, changes)
    return answer


def code_without_visit(domain: Domain, session: BrowserSession, wanted: Mapping[str, str]) -> str:
    """Where a silent sign-in of a federated person leads: the app's callback with a code, or an empty string.

    The embedded AWS is led through its own federation with the ID token or SAML response that the session keeps; no
    browser and no provider takes part. (Whether AWS calls the inbound-federation trigger here is not documented; this
    does.)
    """
    names = ("client_id", "redirect_uri", "response_type", "scope", "state", "nonce")
    query = {name: wanted[name] for name in names if name in wanted} | {"identity_provider": session.provider or ""}
    location = domain.ask_aws("GET", "/oauth2/authorize", params=query).headers.get("Location", "")
    if session.saml and query_value(location, "SAMLRequest"):
        form = {"RelayState": query_value(location, "RelayState"), "SAMLResponse": session.saml.response}
        return domain.ask_aws("POST", "/saml2/idpresponse", data=form).headers.get("Location", "")
    state = query_value(location, "state")
    if not state or not query_value(location, "client_id"):
        return ""
    code = f"kept-{secrets.token_urlsafe(24)}"
    domain.id_tokens[code] = session.id_token
    back = domain.ask_aws("GET", "/oauth2/idpresponse", params={"code": code, "state": state})
    domain.id_tokens.pop(code, None)
    return back.headers.get("Location", "")


def exchange(domain: Domain, provider: str, form: dict[str, str]) -> Response:
    """Answer the embedded AWS in the provider's place, with the provider's own answer."""
    code = form.get("code", "")
    client_id = domain.signing_in.pop(code, "")
    if code in domain.id_tokens:
        kept = {"token_type": "Bearer", "access_token": "", "id_token": domain.id_tokens[code]}
        return jsonify(kept) if may_go_on(domain, provider, client_id, kept) else Response(status=400)
    if provider not in domain.token_urls:
        return Response(status=404)
    answer = requests.post(domain.token_urls[provider], data=form | {"redirect_uri": domain.callback}, timeout=SECONDS)
    if answer.ok:
        domain.id_tokens[code] = answer.json().get("id_token", "")
        if not may_go_on(domain, provider, client_id, answer.json()):
            return Response(status=400)
    return Response(answer.content, answer.status_code, mimetype="application/json")


def may_go_on(domain: Domain, provider: str, client_id: str, tokens: dict[str, Any]) -> bool:
    """Whether the inbound-federation trigger lets a sign-in go on, where this domain calls it in AWS's place."""
    return domain.on_tokens is None or domain.on_tokens(provider, client_id, tokens)


def write_mapped_token(domain: Domain, provider: str, id_token: str) -> bool:
    """Write the provider's ID token to the attribute that `id_token` is mapped to; False when it does not fit."""
    cognito = domain.clients.cognito
    described = cognito.describe_identity_provider(UserPoolId=domain.pool_id, ProviderName=provider)
    mapping = described["IdentityProvider"].get("AttributeMapping", {})
    subject = jwt.decode(id_token, options={"verify_signature": False})["sub"]
    for attribute in (name for name, source in mapping.items() if source == "id_token"):
        if len(id_token) > ATTRIBUTE_LIMIT:
            return False
        cognito.admin_update_user_attributes(
            UserPoolId=domain.pool_id,
            Username=f"{provider}_{subject}",
            UserAttributes=[{"Name": attribute, "Value": id_token}],
        )
    return True


def too_long(pending: Pending) -> Response:
    """The failed sign-in of a token too long for its attribute. AWS does not document the error's words."""
    error = {"error": "invalid_request", "error_description": "attribute value is too long", "state": pending.state}
    return redirect(with_query(pending.redirect_uri, error))
