"""Who can sign in to the demo, through whom, and where "sign out" then leads."""

from typing import Any
from urllib.parse import urlencode

import jwt

from local.app import logout_url, tokens_in_cookies
from local.cognito_domain.authorize import NATIVE
from local.demo.verdict import COGNITO_ALONE
from local.person import credentials
from local.pool import DEMO, PROVIDER, AppClient
from local.system import LocalSystem


def known(system: LocalSystem) -> dict[str, dict[str, str]]:
    """Everybody by provider: what to type, and what is to be seen there."""
    found = {}
    for client in system.pool.apps.values():
        if not client.elsewhere and client.name != DEMO:
            name, password = credentials(system, client).values()
            found[client.provider] = {"name": name, "password": password, "note": note(system, client.provider)}
    return dict(sorted(found.items(), key=lambda one: one[0] == NATIVE))


def note(system: LocalSystem, provider: str) -> str:
    """What makes this provider worth a try."""
    if provider == NATIVE:
        return "A user of the pool itself: no provider to visit."
    if is_without_logout(system, provider):
        return "One like GitHub: no way to sign out from outside."
    if provider == PROVIDER:
        return "A company's provider: its session can be ended."
    return "One more, which this machine happens to have."


def is_without_logout(system: LocalSystem, provider: str) -> bool:
    """Whether no hop can end this provider's session."""
    return provider in system.others and system.others[provider].profile == "none"


def provider_of(id_token: str) -> str:
    """The provider in an ID token that came from the token endpoint itself; the pool itself where there is none."""
    try:
        claims = jwt.decode(id_token, options={"verify_signature": False})
    except jwt.InvalidTokenError:
        return NATIVE
    identities: list[dict[str, Any]] = claims.get("identities") or [{}]
    return str(identities[0].get("providerName", NATIVE))


def way_out(system: LocalSystem, app: AppClient, way: str) -> str:
    """Where "sign out" leads the browser whose request is answered.

    Whoever came through a provider without a logout is shown the receipt and not taken past it: an app that wants its
    people to read that leaves `post_logout_redirect_uri` away.
    """
    if way == COGNITO_ALONE:
        return f"{system.places.cognito}/logout?{urlencode({'client_id': app.client_id, 'logout_uri': app.signed_out})}"
    if is_without_logout(system, provider_of(tokens_in_cookies(app).get("id_token", ""))):
        return f"{system.places.logout}/logout?{urlencode({'client_id': app.client_id})}"
    return logout_url(system.places, app)
