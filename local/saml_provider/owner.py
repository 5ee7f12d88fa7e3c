"""Is the SAML provider's session still alive? The provider itself is asked."""

import secrets

from local.browser import Browser
from local.cognito_domain.saml_messages import NobodySignedIn
from local.errors import LocalError
from local.pool import SAML_PROVIDER
from local.system import LocalSystem


def knows_browser(system: LocalSystem, browser: Browser) -> bool:
    """Whether the provider would sign this browser in without a question: a passive request (SAML Core, 3.4.1)."""
    if system.domain.saml is None:
        raise LocalError("This local system has no SAML provider.")
    service = system.domain.saml.service_provider(SAML_PROVIDER)
    sent = service.authentication_request(secrets.token_urlsafe(16), passive=True)
    hop = browser.open(sent.url)
    if hop.form is None or "SAMLResponse" not in hop.form.fields:
        raise LocalError(f"The SAML provider answered a passive request with {hop.status} and no response.")
    try:
        service.signed_in(hop.form.fields["SAMLResponse"], sent.message_id)
    except NobodySignedIn:
        return False
    return True
