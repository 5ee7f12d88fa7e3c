"""The rows that are no provider's own: any provider by the standard, one of the stage file's, SAML, and none at all."""

from dataclasses import replace

from coordinator.providers.row import Cascade, Confidence, Flaw, HintPolicy, Kind, Returns, Row

OIDC_RP = Row(
    title="",
    kind=Kind.OIDC_RP,
    source="",
    read="",
    confidence=Confidence.VENDOR,
    needs=(("issuer", "logout_url"),),
    discovers=True,
    hint=HintPolicy.OR_CLIENT_ID,
    hint_param="id_token_hint",
    client_param="client_id",
    return_param="post_logout_redirect_uri",
    state_param="state",
    returns=Returns.REGISTERED,
    without_hint=Returns.AFTER_A_CLICK,
    proves=True,
)
"""What the rows of most OpenID providers start from."""

ROWS: dict[str, Row] = {
    "oidc": replace(
        OIDC_RP,
        title="Any provider by the standard",
        source="OpenID Connect RP-Initiated Logout 1.0, sections 2 and 3: the return comes after the logout",
        read="2026-08",
        # Section 2: a hint that is expired or not the current session's makes the provider ask, it is no error.
        takes_hints=frozenset(Flaw) - {Flaw.FOREIGN},
        logout_hint_param="logout_hint",
        logout_hint_from="whatever the provider's documents say",
        ui_locales_param="ui_locales",
        takes_post=True,
        cascade=Cascade.UNKNOWN,
    ),
    "custom": Row(
        title="A logout URL of the stage file",
        kind=Kind.RENAMED,
        source="the stage file: a provider's own logout URL",
        read="2026-08",
        confidence=Confidence.VENDOR,
        needs=(("logout_url",),),
        returns=Returns.MAYBE,
        cascade=Cascade.UNKNOWN,
        configurable=True,
    ),
    "saml": Row(
        title="SAML with Cognito's own sign-out",
        kind=Kind.SAML_BY_COGNITO,
        source="Amazon Cognito developer guide, cognito-user-pools-saml-idp-sign-out: single logout inside /logout",
        read="2026-08",
        confidence=Confidence.VENDOR,
        note="The provider must publish a SingleLogoutService and answer by HTTP POST.",
    ),
    "none": Row(
        title="A provider without a logout",
        kind=Kind.NONE,
        source="the stage file: a provider that offers no way to sign out",
        read="2026-08",
        confidence=Confidence.VENDOR,
    ),
}
