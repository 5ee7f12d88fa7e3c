"""The rows of providers that people run by themselves."""

from dataclasses import replace

from coordinator.providers.row import Cascade, Confidence, Flaw, HintPolicy, Kind, Returns, Row, Tells
from coordinator.providers.rows.standard import OIDC_RP

HINT_TO_RETURN = replace(
    OIDC_RP, hint=HintPolicy.REQUIRED_TO_RETURN, client_param=None, without_hint=None, confidence=Confidence.VENDOR
)

ROWS: dict[str, Row] = {
    "keycloak": replace(
        OIDC_RP,
        title="Keycloak 18 and later",
        source="keycloak/keycloak@3969abe LogoutEndpoint.java; upgrading/changes-18_0_0.adoc; keycloak#15945",
        read="2026-11",
        issuers=("*/realms/*",),
        path="/protocol/openid-connect/logout",
        ui_locales_param="ui_locales",
        takes_post=True,
        cascade=Cascade.AUTOMATIC,
        note="The return URL belongs to Valid post logout redirect URIs. client_id alone, or a hint of another "
        "session: a confirmation page (from 19 on; 18 without a hint is an error). It goes on to a provider behind it "
        "that has a logout URL there.",
        tells=Tells.SESSION,
        tells_how="The client's Backchannel logout URL, with Backchannel logout session required on (keycloak "
        "documentation @fe6cfdc8, con-basic-settings)",
    ),
    "keycloak_legacy": Row(
        title="Keycloak 17 and earlier",
        kind=Kind.RENAMED,
        source="keycloak/keycloak upgrading/changes-18_0_0.adoc, @007e953 LogoutEndpoint.java",
        read="2026-11",
        confidence=Confidence.VENDOR,
        needs=(("issuer", "logout_url"),),
        path="/protocol/openid-connect/logout",
        return_param="redirect_uri",
        state_param="state",
        returns=Returns.REGISTERED,
        proves=True,
        unverified="from which version on state comes back; without it the leg is unconfirmed",
    ),
    "shibboleth": Row(
        title="Shibboleth IdP, its simple logout",
        kind=Kind.TERMINAL,
        source="wiki.shibboleth.net IDP30/LogoutConfiguration",
        read="2026-08",
        confidence=Confidence.VENDOR,
        needs=(("logout_url",),),
        saml=True,
        issuers=("*/idp/shibboleth",),
        note="logout_url is https://<host>/idp/profile/Logout. With single logout in the metadata, saml is better.",
        unverified="the pattern of entity ids",
    ),
    "simplesamlphp": Row(
        title="SimpleSAMLphp, started there",
        kind=Kind.RENAMED,
        source="simplesamlphp/simplesamlphp@7665841 docs/simplesamlphp-idp-more.md; @0970efc SingleLogout.php",
        read="2026-11",
        confidence=Confidence.VENDOR,
        needs=(("logout_url",),),
        saml=True,
        return_param="ReturnTo",
        takes_post=True,
        returns=Returns.REGISTERED,
        note="logout_url is https://<host>/simplesaml/module.php/saml/idp/singleLogout (2.x); our host must be among "
        "its trusted.url.domains. An older 2.x reads ReturnTo from a form alone. With single logout through Cognito, "
        "saml is better.",
    ),
    "simplesamlphp_oidc": replace(
        HINT_TO_RETURN,
        title="SimpleSAMLphp, OpenID Connect module",
        source="simplesamlphp/simplesamlphp-module-oidc@14e91bc EndSessionController.php",
        read="2026-11",
        bare=True,
        also_ends="the session that the hint names, when it is another one",
        note="The bare URL ends at a page of its own.",
        tells=Tells.UNKNOWN,
        tells_how="It has a back-channel handler (simplesamlphp-module-oidc@7b06ea1)",
    ),
    "hydra": replace(
        HINT_TO_RETURN,
        title="Ory Hydra, Ory Network",
        source="ory/docs@378ce26 docs/oauth2-oidc/logout.mdx; ory/hydra@0089957 consent/strategy_default.go",
        read="2026-11",
        bare=True,
        takes_post=True,
        note="A return URL or a state without a hint is an error; the bare URL leads to the installation's own logout "
        "page, which may ask, and with a hint, too.",
        tells=Tells.SESSION,
        tells_how="compat = true, since versions before the errata send no exp; the client's "
        "backchannel_logout_uri (ory/docs@378ce26, logout.mdx)",
    ),
    "zitadel": replace(
        OIDC_RP,
        title="ZITADEL",
        source="zitadel/zitadel docs oidc/logout.md, internal/api/oidc/auth_request.go, #6226; zitadel/oidc@0176817 "
        "pkg/op/session.go, #522 on expired hints (2024-01)",
        read="2026-11",
        ui_locales_param="ui_locales",
        cascade=Cascade.AUTOMATIC,
        proves_without_hint=False,
        also_ends="with its first login, the sessions of all users in this browser",
        note="To an installation from before 2024 an expired hint is an error (zitadel#5232). With its second login a "
        "hint ends the session that it names; without one a page lets the person choose. It goes on to a SAML "
        "provider behind it that has federated logout on.",
        unverified="the release that took the change",
        tells=Tells.UNKNOWN,
        tells_how="Its documents say that it sends none yet; newer versions may (zitadel/zitadel docs, oidc/logout.md)",
    ),
    "authentik": replace(
        HINT_TO_RETURN,
        title="authentik",
        source="docs.goauthentik.io single-logout; goauthentik/authentik@07b41ff views/end_session.py, #24012 "
        "(2026-07)",
        read="2026-11",
        issuers=("*/application/o/*",),
        takes_hints=frozenset({Flaw.EXPIRED, Flaw.OTHER_USER}),
        bare=True,
        returns=Returns.MAYBE,
        proves=False,
        note="The default flow has no User Logout stage: the session survives until one is added. Of a hint it checks "
        "signature, issuer and audience alone.",
        tells=Tells.UNKNOWN,
        tells_how="From 2025.8 on, by the provider's logout method (docs.goauthentik.io, "
        "frontchannel_and_backchannel_logout)",
    ),
    "dex": replace(
        HINT_TO_RETURN,
        title="Dex",
        source="dexidp/dex@ab64ed7, @4333ef8 server/logout/logout.go",
        read="2026-11",
        bare=True,
        returns=Returns.AFTER_A_CLICK,
        cascade=Cascade.AUTOMATIC,
        note="Only with DEX_SESSIONS_ENABLED, which is off at first. It ends at a page with a link to the return URL; "
        "the bare URL asks first, and has no link.",
        tells=Tells.UNKNOWN,
        tells_how="It notifies its clients (dexidp/dex@ab64ed7, logout.go)",
    ),
    "wso2": replace(
        OIDC_RP,
        title="WSO2 Identity Server, Asgardeo",
        source="wso2.com/asgardeo/docs guides/authentication/oidc/add-logout; wso2-extensions/"
        "identity-inbound-auth-oauth@03945f6 OIDCLogoutServlet.java",
        read="2026-11",
        takes_post=True,
        returns=Returns.AFTER_A_CLICK,
        note="The return URL is an authorized redirect URL, or fits its regexp=. It asks, with a hint or without, "
        "unless Skip logout consent is on; whoever declines does not come back, unless "
        "OAuth.OpenIDConnect.RedirectToPostLogoutUriOnConsentDenial is on: leave that off.",
    ),
    "cas": Row(
        title="Apereo CAS",
        kind=Kind.RENAMED,
        source="apereo/cas docs Logout-Single-Signout.md",
        read="2026-08",
        confidence=Confidence.VENDOR,
        needs=(("logout_url",),),
        return_param="service",
        returns=Returns.REGISTERED,
        note="Returns only with cas.logout.followServiceRedirects=true, which is off at first.",
    ),
    "authelia": Row(
        title="Authelia",
        kind=Kind.TERMINAL,
        source="authelia/authelia@2357203 docs integration/openid-connect/introduction.md, handler_logout.go",
        read="2026-08",
        confidence=Confidence.VENDOR,
        needs=(("logout_url",),),
        note="logout_url is the portal's /logout. No logout by OpenID Connect (issue 5057).",
        tells=Tells.NOTHING,
        tells_how="authelia/authelia@2357203, introduction.md",
    ),
    "fusionauth": replace(
        OIDC_RP,
        title="FusionAuth",
        source="FusionAuth/fusionauth-site@009ece4 oauth/endpoints.mdx; FusionAuth/fusionauth-issues#3251, #3317",
        read="2026-11",
        takes_hints=frozenset(),
        takes_post=True,
        without_hint=Returns.REGISTERED,
        note="It asks nobody: client_id does as well as a hint. An expired hint is an error from 1.60 on, to 1.62 at "
        "least. The return URL is an authorized redirect URL. It wants tenantId, too: name it in extra.",
    ),
    "spring_authorization_server": replace(
        OIDC_RP,
        title="Spring Authorization Server",
        source="spring-projects/spring-authorization-server@1591bd1 OidcLogoutAuthenticationProvider.java; #1603",
        read="2026-11",
        hint=HintPolicy.REQUIRED,
        without_hint=None,
        note="A hint of another session than the browser's is an error, and so is one that it has forgotten.",
    ),
}
