"""The pages of an app, bare HTML below a Content-Security-Policy as strict as an app with this sign-out can have."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

import jwt
from flask import render_template
from werkzeug import Response

from local.navigation import origin
from local.places import Places
from local.pool import PROVIDER, SAML_PROVIDER, AppClient

FOLDER = Path(__file__).resolve().parent
# For a page of links alone.
NOTHING = "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
REACHES = ("app", "browser", "everywhere")
ARRIVALS = {
    PROVIDER: "people come through the OpenID provider",
    SAML_PROVIDER: "people come through the SAML provider",
    "COGNITO": "people have their password in the user pool itself",
}


def arrival(client: AppClient) -> str:
    """How the app's people sign in, in words."""
    return ARRIVALS.get(client.provider, f"people come through the provider {client.provider}")


def policy(places: Places, client: AppClient) -> str:
    """The app's Content-Security-Policy.

    Chrome holds the redirects that follow a form to `form-action`, too (w3c/webappsec-csp#8), so every hop of a logout
    stands there, the app itself at its end.
    """
    providers = {PROVIDER: places.provider, SAML_PROVIDER: places.saml_provider}
    provider = providers.get(client.provider, client.provider_site)
    hops = [places.logout, places.cognito, *filter(None, [provider]), origin(client.home)]
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            f"connect-src {places.logout}",
            f"form-action {' '.join(hops)}",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def guarded(answer: Response, places: Places, client: AppClient) -> Response:
    """The answer with the headers of every page of the app. The default Referrer-Policy stays: the coordinator wants
    to see which origin a sign-out comes from."""
    answer.headers["Content-Security-Policy"] = policy(places, client)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def home(places: Places, client: AppClient, tokens: Mapping[str, str], wanted: str) -> str:
    """The front page of an app; `tokens` by the names of the token endpoint, `wanted` is a reach or nonsense."""
    reach = wanted if wanted in REACHES else "browser"
    asked = {"client_id": client.client_id, "post_logout_redirect_uri": client.signed_out, "reach": reach}
    hint = {"id_token_hint": tokens["id_token"]} if "id_token" in tokens else {}
    held = {name: tokens[name] for name in ("refresh_token", "access_token") if name in tokens}
    return render_template(
        "home.html",
        client=client,
        person=named(tokens.get("id_token", "")),
        arrival=arrival(client),
        reaches=REACHES,
        reach=reach,
        link=f"{places.logout}/logout?{urlencode(asked | hint)}",
        fields=asked | hint | held,
        logout=f"{places.logout}/logout",
        cognito=f"{places.cognito}/logout",
    )


def named(id_token: str) -> str:
    """The person's name in an ID token that came from the token endpoint itself; an empty string for none."""
    try:
        claims = jwt.decode(id_token, options={"verify_signature": False})
    except jwt.InvalidTokenError:
        return ""
    return str(claims.get("name") or claims.get("cognito:username", ""))
