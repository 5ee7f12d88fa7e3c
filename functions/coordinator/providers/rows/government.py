"""The rows of states' own providers."""

from dataclasses import replace

from coordinator.providers.row import HintPolicy, Kind, Returns, Row, Tells
from coordinator.providers.rows.standard import OIDC_RP

ROWS: dict[str, Row] = {
    "login_gov": replace(
        OIDC_RP,
        title="Login.gov",
        kind=Kind.OIDC_RP,
        source="GSA-TTS/identity-dev-docs@1980fdd _pages/oidc/logout.md, @046e009 _pages/oidc/authorization.md; "
        "cal-itp/benefits#1861",
        read="2026-11",
        needs=(("issuer", "logout_url"), ("client_id",)),
        issuers=("secure.login.gov", "idp.int.identitysandbox.gov"),
        hint=HintPolicy.FORBIDDEN,
        hint_param=None,
        shortest_state=22,
        returns=Returns.AFTER_A_CLICK,
        without_hint=None,
        prompt="select_account",
        note="A request with id_token_hint ends at an error page since 2024-04-03. Whoever does not confirm does not "
        "come back. Its prompt must be select_account.",
    ),
    "govuk_one_login": replace(
        OIDC_RP,
        title="GOV.UK One Login",
        source="govuk-one-login/tech-docs managing-your-users-sessions (2026-08-27); authentication-api#4063",
        read="2026-11",
        issuers=("oidc.account.gov.uk", "oidc.integration.account.gov.uk"),
        hint=HintPolicy.REQUIRED_TO_RETURN,
        client_param=None,
        without_hint=None,
        bare=True,
        also_ends="all sessions of the user at One Login",
        note="The hint must belong to the live session. A session lives an hour from the last interaction.",
        unverified="the production host",
        tells=Tells.PERSON,
        tells_how='algs = ["ES256"]; one URI for each client (govuk-one-login/tech-docs@0d53a2b, '
        "managing-your-users-sessions)",
    ),
    "franceconnect": replace(
        OIDC_RP,
        title="FranceConnect, ProConnect",
        source="FranceConnect and AgentConnect documentation of /api/v2/session/end; InseeFr/Keycloak-FranceConnect#60",
        read="2026-11",
        hint=HintPolicy.REQUIRED,
        client_param=None,
        shortest_state=32,
        returns=Returns.AFTER_A_CLICK,
        without_hint=None,
        also_ends="the session at the citizen's own identity provider",
        note="After its own session is over (30 minutes without action) it may end at an error page.",
        unverified="whether the confirmation step is always shown",
    ),
}
