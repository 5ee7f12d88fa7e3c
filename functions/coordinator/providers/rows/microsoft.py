"""The rows of Microsoft's providers."""

from dataclasses import replace

from coordinator.providers.row import Cascade, Confidence, HintPolicy, Kind, Returns, Row, Tells
from coordinator.providers.rows.standard import OIDC_RP

ENTRA = replace(
    OIDC_RP,
    title="Microsoft Entra ID",
    source="MicrosoftDocs/entra-docs@0358995 docs/identity-platform/v2-protocols-oidc.md; MSAL CommonEndSessionRequest",
    read="2026-11",
    hint=HintPolicy.UNUSED,
    hint_param=None,
    client_param=None,
    logout_hint_param="logout_hint",
    logout_hint_from="the optional claim login_hint, mapped to a custom attribute; not the UPN, not a phone number",
    returns=Returns.AFTER_A_CLICK,
    without_hint=None,
    takes_post=True,
    also_ends="the front-channel sessions of the tenant's other apps, where third-party cookies allow it",
    prompt="select_account",
    note="Without logout_hint it shows an account picker, and whoever stops there does not come back; with several "
    "accounts it may show one all the same (msal-js#6731). The return URL is registered as a redirect URI.",
    tells=Tells.NOTHING,
    tells_how="It calls by the browser alone: front-channel logout (the same page)",
)

ROWS: dict[str, Row] = {
    "entra": replace(ENTRA, title="Microsoft Entra ID, v2", issuers=("login.microsoftonline.*",)),
    "entra_v1": replace(
        ENTRA,
        title="Microsoft Entra ID, v1",
        source="copies of v1 discovery documents; reports on sign-out with login_hint",
        read="2026-08",
        confidence=Confidence.OTHERS,
        issuers=("sts.windows.net",),
        takes_post=False,
        unverified="logout_hint of v1",
    ),
    "entra_external_id": replace(
        ENTRA,
        title="Microsoft Entra External ID",
        source="rayluo/identity#17; AzureAD/microsoft-authentication-library-for-js on the issuer's host",
        confidence=Confidence.OTHERS,
        issuers=("*.ciamlogin.com",),
        takes_post=False,
        note="issuer is https://<tenant id>.ciamlogin.com/<tenant id>/v2.0: the id is the host, too.",
        unverified="all that it shares with Entra ID",
    ),
    "entra_saml": replace(
        ENTRA,
        title="Microsoft Entra ID, by SAML",
        source="MicrosoftDocs/entra-docs docs/identity-platform/single-sign-out-saml-protocol.md, v2-protocols-oidc.md",
        read="2026-08",
        needs=(("logout_url",),),
        discovers=False,
        saml=True,
        issuers=("sts.windows.net",),
        returns=Returns.MAYBE,
        note="logout_url is https://login.microsoftonline.com/<tenant>/oauth2/v2.0/logout. Leave Cognito's own SAML "
        "sign-out off: it wants the answer by POST, Entra sends it by redirect.",
        unverified="that the two cannot meet: both halves are documented, together they were not tried; and that the "
        "OpenID sign-out returns to an application that is registered for SAML alone",
    ),
    "azure_ad_b2c": replace(
        OIDC_RP,
        title="Azure AD B2C",
        source="MicrosoftDocs/azure-docs@03ccabf active-directory-b2c/openid-connect.md, session-behavior.md; "
        "msal-js#735",
        read="2026-11",
        needs=(("logout_url",),),
        discovers=False,
        issuers=("*.b2clogin.com",),
        hint=HintPolicy.OR_CLIENT_ID,
        without_hint=Returns.MAYBE,
        cascade=Cascade.AUTOMATIC,
        note="One endpoint per policy: logout_url is "
        "https://<t>.b2clogin.com/<t>.onmicrosoft.com/<policy>/oauth2/v2.0/logout of the policy that signed the "
        "person in. Without a hint it redirects to any URL; where Require ID Token in logout requests is on, as it "
        "should be once there is a hint, that is an error (AADB2C90272). With a hint the return URL is a reply URL of "
        "the application. Single sign-on by application wants client_id, too.",
        unverified="that the policy must be the one that signed in",
    ),
    "adfs": replace(
        OIDC_RP,
        title="AD FS 2016 and later",
        source="MicrosoftDocs/windowsserverdocs@057f2a4 ad-fs-logout-openid-connect.md; greatrexpectations.com "
        "2018-08-09",
        read="2026-11",
        issuers=("*/adfs",),
        hint=HintPolicy.REQUIRED_TO_RETURN,
        client_param=None,
        bare=True,
        without_hint=None,
        note="Without a hint it ignores the return URL, which is one of the client's redirect URIs; refresh tokens "
        "survive.",
    ),
    "microsoft_account": Row(
        title="Microsoft account, for consumers",
        kind=Kind.RENAMED,
        source="OneDrive documentation on signing out",
        read="2026-08",
        confidence=Confidence.OTHERS,
        needs=(("client_id",),),
        issuers=("login.live.com",),
        url="https://login.live.com/oauth20_logout.srf",
        client_param="client_id",
        return_param="redirect_uri",
        returns=Returns.REGISTERED,
        also_ends="the Microsoft account in this browser",
        prompt="select_account",
    ),
}
