"""The rows of Ping Identity's providers: its own services and servers, and ForgeRock's."""

from dataclasses import replace

from coordinator.providers.row import Cascade, Confidence, HintPolicy, Kind, Returns, Row, Tells
from coordinator.providers.rows.standard import OIDC_RP

ROWS: dict[str, Row] = {
    "pingone": replace(
        OIDC_RP,
        title="PingOne",
        source="developer.pingidentity.com/pingone-api: openid-connect-oauth-2/signoff; a copy of an older one at "
        "developers.qodex.ai",
        read="2026-11",
        issuers=("auth.pingone.*",),
        hint=HintPolicy.OR_CLIENT_ID,
        client_param=None,
        without_hint=Returns.REGISTERED,
        takes_post=True,
        note="The hint's user must be that of the session, its issuer that of the host; an expired one will do. "
        "Without a hint the return URL may be any enabled application's. Return URL and state have less than 8,192 "
        "characters together.",
    ),
    "pingone_idp_signoff": Row(
        title="PingOne, with the provider behind it",
        kind=Kind.OIDC_RP,
        source="developer.pingidentity.com/pingone-api: openid-connect-oauth-2/idp-signoff",
        read="2026-11",
        confidence=Confidence.VENDOR,
        needs=(("issuer", "logout_url"),),
        path="/idpSignoff",
        hint=HintPolicy.REQUIRED,
        hint_param="id_token_hint",
        client_param="client_id",
        return_param="post_logout_redirect_uri",
        returns=Returns.REGISTERED,
        cascade=Cascade.AUTOMATIC,
        note="The application must have idpSignoff=true.",
        unverified="whether state comes back, so none is sent; whether PingOne's own session ends, too",
    ),
    "pingfederate": replace(
        OIDC_RP,
        title="PingFederate",
        source="docs.pingidentity.com pf_openid_connect_rp_logout_endpoint (13.1)",
        read="2026-11",
        ui_locales_param="ui_locales",
        takes_post=True,
        proves_without_hint=False,
        note="A return URL that is not registered is ignored. Where the PingFederate cookie is not configured it asks "
        "even with a hint.",
        tells=Tells.UNKNOWN,
        tells_how="The client's logout mode OIDC back-channel (docs.pingidentity.com/pingfederate); which "
        "claims it names is not read",
    ),
    "pingfederate_slo": Row(
        title="PingFederate, by startSLO",
        kind=Kind.RENAMED,
        source="docs.pingidentity.com pf_asynchron_front_channel_logout, pf_idp_endpoints",
        read="2026-11",
        confidence=Confidence.VENDOR,
        needs=(("logout_url",),),
        return_param="TargetResource",
        takes_post=True,
        returns=Returns.REGISTERED,
        note="logout_url is https://<host>/idp/startSLO.ping; parameters are case-sensitive.",
        tells=Tells.UNKNOWN,
        tells_how="As with pingfederate",
    ),
    "forgerock": replace(
        OIDC_RP,
        title="ForgeRock, PingAM, Advanced Identity Cloud",
        source="docs.pingidentity.com/pingoneaic/am-oidc1/rest-api-oidc-endsession-endpoint",
        read="2026-11",
        hint=HintPolicy.REQUIRED,
        state_param=None,
        without_hint=None,
        proves=False,
        note="The return URL belongs to the client's Sign-out URLs, which are empty at first. No state is documented.",
    ),
}
