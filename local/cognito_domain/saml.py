"""Sign-in through SAML providers, and the single logout inside `/logout`.

Sources: Amazon Cognito developer guide, "cognito-user-pools-saml-idp-sign-out" (with `IDPSignout` a person with a SAML
session is sent from `/logout` to the provider, comes back to `/saml2/logout` with a LogoutResponse, which must come by
HTTP POST, and is then redirected to where the sign-out request asked for; a response that does not match the session
signs nobody out) and API reference, "ProviderDetails" (`IDPSignout`, `MetadataFile`). What Cognito shows for a
response that it does not take is not documented; here it is the error page. The embedded AWS has neither a single
logout nor a look at a response's signature, and asks for answers at the pool's real domain: so requests are ours.
"""

import logging
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, request
from werkzeug import Response

from local.addresses import query_value, with_query
from local.cognito_domain.saml_messages import MessageRefused, Sent, ServiceProvider
from local.cognito_domain.sessions import BrowserSession
from local.forward import forward, raw_target
from local.saml_provider.certificate import KeyPair

if TYPE_CHECKING:
    from local.cognito_domain.domain import Domain

# pysaml2 tells in its log what was wrong with a message, and quotes it; the error page is all that this domain says.
logging.getLogger("saml2").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in under way: at which provider, and the request that it must answer."""

    provider: str
    request_id: str


@dataclass(frozen=True, slots=True)
class SignOut:
    """A single logout under way: whose, the request that must be answered, and where the browser goes then.

    It is found by RelayState and not by cookie: the provider's POST comes from another site, without Lax cookies.
    """

    session: BrowserSession
    request_id: str
    then: str


@dataclass
class Saml:
    """The SAML side of a domain. `keys` are the pool's signing certificate and its key."""

    domain: "Domain"
    keys: KeyPair
    sign_ins: dict[str, SignIn] = field(default_factory=dict)
    sign_outs: dict[str, SignOut] = field(default_factory=dict)

    def details(self, provider: str) -> dict[str, str]:
        """The provider's settings in the pool as they are now."""
        cognito, pool_id = self.domain.clients.cognito, self.domain.pool_id
        described = cognito.describe_identity_provider(UserPoolId=pool_id, ProviderName=provider)
        return described["IdentityProvider"].get("ProviderDetails", {})

    def service_provider(self, provider: str) -> ServiceProvider:
        """The pool as this provider sees it."""
        domain, metadata = self.domain, self.details(provider)["MetadataFile"]
        return ServiceProvider(domain.pool_id, domain.places.cognito, metadata, self.keys)

    def sign_in_url(self, provider: str, relay_state: str) -> str:
        """Where a browser signs in at the provider; `relay_state` is what the embedded AWS knows the sign-in by."""
        sent = self.service_provider(provider).authentication_request(relay_state)
        self.sign_ins[relay_state] = SignIn(provider, sent.message_id)
        return sent.url

    def sign_out_url(self, session: BrowserSession, then: str) -> str:
        """Where the session's browser is signed out at its provider, to come back and go on to `then`.

        An empty string when the session is no provider's of this kind, or its sign-out flow is off.
        """
        if session.saml is None or session.provider is None:
            return ""
        if self.details(session.provider).get("IDPSignout") != "true":
            return ""
        relay_state = secrets.token_urlsafe(24)
        sent: Sent = self.service_provider(session.provider).logout_request(session.saml, relay_state)
        self.sign_outs[relay_state] = SignOut(session, sent.message_id, then)
        return sent.url


def routes(saml: Saml) -> Blueprint:
    """The endpoints of this module."""
    blueprint = Blueprint("saml", __name__, url_prefix="/saml2")

    @blueprint.post("/idpresponse")
    def idpresponse() -> Response:
        return signed_in(saml)

    @blueprint.route("/logout", methods=["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
    def logout() -> Response:
        if request.method != "POST":
            return Response("<!doctype html><title>Error</title><p>POST only</p>", 405, {"Allow": "POST"}, "text/html")
        return signed_out(saml)

    return blueprint


def signed_in(saml: Saml) -> Response:
    """Check the provider's answer, let the embedded AWS issue a code for it, and begin the browser's session."""
    request.get_data()  # kept for the embedded AWS: reading the form alone would use the body up
    pending = saml.sign_ins.pop(request.form.get("RelayState", ""), None)
    if pending is None:
        return refused("Invalid relayState from identity provider")
    try:
        provider = saml.service_provider(pending.provider)
        person = provider.signed_in(request.form.get("SAMLResponse", ""), pending.request_id)
    except MessageRefused:
        return refused("Invalid samlResponse from identity provider")
    answer = forward(request, saml.domain.aws_port, raw_target(request))
    if query_value(answer.headers.get("Location", ""), "code"):
        saml.domain.sessions.begin(BrowserSession(pending.provider, saml=person), answer)
    return answer


def signed_out(saml: Saml) -> Response:
    """Check the provider's answer, end the session that the request was about, and go where `/logout` was asked to."""
    pending = saml.sign_outs.pop(request.form.get("RelayState", ""), None)
    if pending is None or pending.session.provider is None:
        return refused("Invalid relayState from identity provider")
    try:
        provider = saml.service_provider(pending.session.provider)
        provider.check_logout_response(request.form.get("SAMLResponse", ""), pending.request_id)
    except MessageRefused:
        return refused("Invalid samlResponse from identity provider")
    answer = redirect(pending.then)
    saml.domain.sessions.end(request, answer)
    pending.session.expires = 0.0
    answer.headers["Cache-Control"] = "no-store"
    return answer


def refused(text: str) -> Response:
    """The domain's error page; nothing has ended and nobody is signed in."""
    return redirect(with_query("/error", {"error": text}))
