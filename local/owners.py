"""Is it still alive? Each session and token is asked for at its owner, never at the system that claims to end it."""

import secrets
from urllib.parse import urlencode

import requests
from botocore.exceptions import ClientError

from local.addresses import query_value
from local.app import sign_in_url
from local.browser import Browser
from local.errors import LocalError
from local.pool import PROVIDER, AppClient
from local.system import LocalSystem

SECONDS = 10.0


class Owners:
    """The servers of a local system, as those who know."""

    def __init__(self, system: LocalSystem) -> None:
        self._system = system

    def honours_refresh_token(self, client: AppClient, token: str) -> bool:
        """Whether Cognito's token endpoint still gives new tokens for it."""
        form = {"grant_type": "refresh_token", "client_id": client.client_id, "refresh_token": token}
        basic = (client.client_id, client.secret) if client.secret else None
        address = f"{self._system.places.cognito}/oauth2/token"
        answer = requests.post(address, data=form, auth=basic, timeout=SECONDS)
        if answer.ok or answer.json().get("error") == "invalid_grant":
            return answer.ok
        raise LocalError(f"The token endpoint answered {answer.status_code}, which says nothing about the token.")

    def honours_access_token(self, token: str) -> bool:
        """Whether Cognito itself still takes it, in GetUser (other servers take a JWT until it expires)."""
        try:
            self._system.clients.cognito_for_anyone.get_user(AccessToken=token)
        except ClientError as error:
            if error.response["Error"]["Code"] == "NotAuthorizedException":
                return False
            raise
        return True

    def knows_browser_at_cognito(self, browser: Browser, client: AppClient) -> bool:
        """Whether Cognito would sign this browser in silently: `prompt=none` gets a code or login_required."""
        url = sign_in_url(self._system.places, client, secrets.token_urlsafe(16), prompt="none")
        return self._code_or_login_required(browser, url)

    def knows_browser_at_provider(self, browser: Browser, name: str = PROVIDER) -> bool:
        """Whether the provider of this name in the pool would, by the same question."""
        other = self._system.others.get(name)
        if other is None:
            provider = self._system.provider
            return self._would_sign_in(browser, f"{provider.issuer}/authorize/", provider.client_id)
        # Where a request without an answer is remembered in the browser, the next sign-in would be taken for that one.
        asked = browser if other.answers_prompt_none else browser.twin()
        return self._would_sign_in(
            asked, other.endpoint("authorization_endpoint"), other.client_id, pages=not other.answers_prompt_none
        )

    def _would_sign_in(self, browser: Browser, endpoint: str, client_id: str, *, pages: bool = False) -> bool:
        query = {
            "response_type": "code",
            "client_id": client_id,
            "redirect_uri": self._system.domain.callback,
            "scope": "openid",
            "state": secrets.token_urlsafe(16),
            "prompt": "none",
        }
        return self._code_or_login_required(browser, f"{endpoint}?{urlencode(query)}", pages=pages)

    def _code_or_login_required(self, browser: Browser, url: str, *, pages: bool = False) -> bool:
        """With `pages` the owner's sign-in page, too, says that it knows nobody."""
        hop = browser.open(url)
        if pages and hop.form and "password" in hop.form.fields:
            return False
        location = hop.location or ""
        error = query_value(location, "error")
        if error == "login_required":
            return False
        # Who is asked for consent has a session (OpenID Connect Core 1.0, section 3.1.2.6): only the app is forgotten.
        if error == "consent_required" or query_value(location, "code"):
            return True
        raise LocalError(f"{url.partition('?')[0]} answered prompt=none with neither a code nor login_required.")
