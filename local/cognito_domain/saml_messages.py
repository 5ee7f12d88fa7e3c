"""The user pool as a SAML service provider: pysaml2 writes, signs, reads and checks every message.

Sources: Amazon Cognito developer guide, "cognito-user-pools-saml-idp" (the pool's entity id is
`urn:amazon:cognito:sp:<pool>`, assertions come by POST to `/saml2/idpresponse`) and
"cognito-user-pools-saml-idp-sign-out" (the logout request goes to the metadata's SingleLogoutService as a redirect
with SAMLRequest, RelayState, SigAlg (RSA with SHA-256) and Signature, signed with the pool's certificate; the
LogoutResponse comes by POST to `/saml2/logout`); SAML 2.0 Bindings, sections 3.4 and 3.5; Core, section 3.7.
"""

from dataclasses import dataclass, field
from typing import Any, NoReturn

from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.client import Saml2Client
from saml2.config import SPConfig
from saml2.ident import code, decode
from saml2.response import StatusNoPassive
from saml2.saml import NAMEID_FORMAT_PERSISTENT
from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

from local.saml_provider.certificate import KeyPair


class MessageRefused(Exception):
    """Raised for a message that does not hold; the text names the kind of the problem and quotes nothing of it."""


class NobodySignedIn(MessageRefused):
    """Raised for the provider's answer to a passive request that it knows nobody in this browser (Core, 3.4.1)."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A message on its way by redirect: its ID, and the URL that carries it."""

    message_id: str
    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a logout must repeat of a sign-in (NameID as pysaml2 encodes it), and the response that told it."""

    name_id: str
    session_index: str
    response: str = field(repr=False)


class ServiceProvider:
    """The pool towards one provider, whose metadata (XML) is all that is known of it."""

    def __init__(self, pool_id: str, cognito: str, metadata: str, keys: KeyPair) -> None:
        self._client: Any = Saml2Client(SPConfig().load(settings(pool_id, cognito, metadata, keys)))
        (self._provider,) = self._client.metadata.identity_providers()

    def authentication_request(self, relay_state: str, *, passive: bool = False) -> Sent:
        """A request to sign the browser's person in; a passive one must not ask the person anything."""
        more = {"is_passive": "true"} if passive else {}
        request_id, info = self._client.prepare_for_authenticate(self._provider, relay_state, **more)
        return Sent(request_id, location(info))

    def signed_in(self, response: str, request_id: str) -> SignedIn:
        """The person in the answer to a request. Raises MessageRefused unless it is signed, for us, and in time."""
        try:
            parsed = self._client.parse_authn_request_response(response, BINDING_HTTP_POST, {request_id: "/"})
        except StatusNoPassive as error:
            raise NobodySignedIn(type(error).__name__) from error
        except Exception as error:
            refuse(error)
        if parsed is None or parsed.assertion is None:
            raise MessageRefused("no assertion")
        # The first statement's index: a logout that names another does not sign the person out.
        index = parsed.assertion.authn_statement[0].session_index
        return SignedIn(code(parsed.name_id), index or "", response)

    def logout_request(self, signed_in: SignedIn, relay_state: str) -> Sent:
        """A signed request to end the session of a sign-in."""
        endpoint = self._client.metadata.single_logout_service(self._provider, BINDING_HTTP_REDIRECT, "idpsso")
        destination = endpoint[0]["location"]
        request_id, request = self._client.create_logout_request(
            destination,
            self._provider,
            name_id=decode(signed_in.name_id),
            session_indexes=[signed_in.session_index],
            sign=False,  # the redirect binding signs the query, not the document
        )
        info = self._client.apply_binding(
            BINDING_HTTP_REDIRECT, str(request), destination, relay_state, sign=True, sigalg=SIG_RSA_SHA256
        )
        return Sent(request_id, location(info))

    def check_logout_response(self, response: str, request_id: str) -> None:
        """Raise MessageRefused unless the provider signed it, it answers this request, and it says success."""
        try:
            parsed = self._client.parse_logout_request_response(response, BINDING_HTTP_POST)
        except Exception as error:
            refuse(error)
        if parsed is None:
            raise MessageRefused("not for us")
        # pysaml2 checks a signature that is there, and lets one pass that is not.
        if parsed.response.signature is None:
            raise MessageRefused("not signed")
        if parsed.in_response_to != request_id:
            raise MessageRefused("answer to another request")


def refuse(error: Exception) -> NoReturn:
    """Turn any error into ours: pysaml2's own, and those of its parsers, have no base in common.

    Without the text, which quotes the message.
    """
    raise MessageRefused(type(error).__name__) from error


def location(info: dict[str, Any]) -> str:
    """The URL of a message that goes by redirect."""
    return str(dict(info["headers"])["Location"])


def settings(pool_id: str, cognito: str, metadata: str, keys: KeyPair) -> dict[str, Any]:
    """pysaml2's configuration; `cognito` is the domain's base URL."""
    return {
        "entityid": f"urn:amazon:cognito:sp:{pool_id}",
        "key_file": str(keys.private),
        "cert_file": str(keys.certificate),
        "metadata": {"inline": [metadata]},
        "signing_algorithm": SIG_RSA_SHA256,
        "digest_algorithm": DIGEST_SHA256,
        "allow_unknown_attributes": True,
        "service": {
            "sp": {
                "endpoints": {
                    "assertion_consumer_service": [(f"{cognito}/saml2/idpresponse", BINDING_HTTP_POST)],
                    "single_logout_service": [(f"{cognito}/saml2/logout", BINDING_HTTP_POST)],
                },
                "name_id_policy_format": NAMEID_FORMAT_PERSISTENT,
                "name_id_format_allow_create": True,
                "want_assertions_signed": True,
                "want_response_signed": False,
                "authn_requests_signed": False,
            }
        },
    }
