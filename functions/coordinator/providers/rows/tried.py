"""The rows of providers that run in this project's end-to-end tests: what they say was seen there."""

from dataclasses import replace

from coordinator.providers.row import Confidence, Flaw, Returns, Row, Tells
from coordinator.providers.rows.standard import OIDC_RP

ROWS: dict[str, Row] = {
    "node_oidc_provider": replace(
        OIDC_RP,
        title="node-oidc-provider, Logto",
        source="the end-to-end tests of this project; panva/node-oidc-provider@b95c294 lib/actions/end_session.js",
        read="2026-11",
        confidence=Confidence.TRIED,
        returns=Returns.AFTER_A_CLICK,
        proves=False,
        note="It asks every person, and returns whatever they answer.",
        tells=Tells.SESSION,
        tells_how="The feature backchannelLogout, the client's backchannel_logout_uri, and "
        "backchannel_logout_session_required for the session: without it, the person alone. Seen in "
        "the tests of this project",
    ),
    "django_oauth_toolkit": replace(
        OIDC_RP,
        title="Django OAuth Toolkit",
        source="the end-to-end tests of this project; django-oauth-toolkit 3.4.1 oauth2_provider/views/oidc.py, "
        "settings.py",
        read="2026-11",
        confidence=Confidence.TRIED,
        path="/logout/",
        returns=Returns.AFTER_A_CLICK,
        note="Only with OIDC_RP_INITIATED_LOGOUT_ENABLED, which is off at first. It asks every person unless "
        "OIDC_RP_INITIATED_LOGOUT_ALWAYS_PROMPT is off: then a hint, expired or not, of the person who is signed in "
        "there ends the session at once. Whoever refuses does not come back. Where "
        "OIDC_RP_INITIATED_LOGOUT_DELETE_TOKENS is left on, the hints of the person's other browsers become errors.",
    ),
    "lemonldap": replace(
        OIDC_RP,
        title="LemonLDAP::NG",
        source="the end-to-end tests of this project; LemonLDAP::NG 2.16.1 documentation, idpopenidconnect",
        read="2026-11",
        confidence=Confidence.TRIED,
        path="/oauth2/logout",
        takes_hints=frozenset(Flaw) - {Flaw.FOREIGN},
        returns=Returns.AFTER_A_CLICK,
        proves=False,
        note="It asks every person, and returns whatever they answer; with the client's option Bypass confirm, a hint "
        "of any age ends the session at once. The return URL belongs to Allowed redirection addresses for logout: with "
        "another the session ends, too, and an error is shown. A form from another site would end nothing and come "
        "back all the same, since its cookie is SameSite=Lax.",
        tells=Tells.NOTHING,
        tells_how="2.16.1, Debian's, knows the front channel alone (Issuer/OpenIDConnect.pm: its back channel "
        "is still to do)",
    ),
}
