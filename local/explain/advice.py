"""What a code says and what to change: its meaning stands in docs/reference.md, what helps against it here."""

import re
from collections.abc import Mapping
from functools import cache

from local.pages.marks import DOCS, between, rows_of

FIXES = {
    "app_unknown": "send client_id, or an id_token_hint",
    "no_refresh_token": "send refresh_token in the body, or name the cookie that holds it in the stage file",
    "too_many_tokens": "sign out of fewer sessions at once, or delete tokens that the app no longer uses",
    "no_access_token": "send access_token with reach=everywhere, or name the cookie that holds it",
    "access_token_invalid": "send an access token of this pool and of this app client",
    "access_token_expired": "refresh the access token before the sign-out",
    "scope_missing": "let the app ask for aws.cognito.signin.user.admin, or deploy with AdminSignOut=on",
    "keys_unavailable": "look whether COGNITO_JWKS_URL can be reached from the function",
    "no_verified_token": "send an id_token_hint, or name a cookie with an ID or access token",
    "no_origin_jti": "turn token revocation on for the app client: new tokens then carry origin_jti",
    "no_revocation_list": "deploy with the revocation list on again",
    "no_cookies_configured": "name the app's cookies in the stage file, if it has any",
    "cookies_out_of_reach": "serve /logout below the app's domain, or let the page of return_to delete them",
    "too_many_cookies": "give the app fewer cookies of one name, or let the page of return_to delete them",
    "provider_unknown": "send an id_token_hint, or identity_provider",
    "not_configured": "add the provider to the stage file, under its name in the pool",
    "provider_has_no_logout": "nothing here: that provider has no sign-out to send a browser to",
    "no_end_session_endpoint": "give logout_url in the stage file, if the provider has one",
    "discovery_failed": "look whether the issuer's discovery document can be reached, or give logout_url",
    "no_hint": "map the provider's ID token to an attribute and name it as hint, or give client_id",
    "hint_too_long": "let the provider issue a smaller ID token, or give client_id, so that no hint is needed",
    "url_too_long": 'set method = "POST", or let the provider issue a smaller ID token',
    "journey_too_long": "give logout_url: a shorter address",
    "no_longer_configured": "nothing: the configuration changed while the person was under way",
    "never_returns": "nothing: this provider sends nobody back",
    "another_never_returns": "let people link one such provider alone",
    "provider_refused": "register ReturnUrl at the provider; else the person declined there",
    "timeout": "nothing, if it is rare: the retry queue (Retry=on) does it later",
    "unreachable": "look at the function's network; the retry queue (Retry=on) does it later",
    "throttled": "ask AWS for a higher quota; the retry queue (Retry=on) does it later",
    "answer_too_large": "look what stands between the function and Cognito",
    "not_cognito": "look what stands between the function and Cognito: CognitoDomain must be the pool's own",
    "unreadable_answer": "look what stands between the function and AWS",
    "invalid_client": "put the client's secret into Secrets Manager, and name it as client_secret",
    "unauthorized_client": "send a refresh token of the app client that client_id names",
    "unsupported_token_type": "send the refresh token, not another one",
    "invalid_request": "turn token revocation on for the app client",
    "given_up": "look into the dead letters, then make redrive",
    "maybe_tried": "sign the user out anew: make sign-out",
    "unknown_user": "nothing, if it is rare; else see that the provider's name in the stage file is that of the pool",
    "unknown_session": 'attach the trigger that remembers sign-ins, or say backchannel = "user"',
    "seal_broken": "keep a signing key until what it sealed is four days old",
}
"""By reason."""
HARMLESS = {
    *("beyond_reach", "cognito_cookie_elsewhere", "ended_by_cognito", "deferred", "repeated", "own_hop"),
    "too_many_sign_ins",
}
"""Reasons that ask for no change."""
OTHER = "look the code up in Cognito's or AWS's documentation, and in the function's log"

WRONG_STATE = "nothing: the browser came back from another logout, and its page has a button to go on"


@cache
def meanings() -> Mapping[str, str]:
    """Return what each reason of a leg says, by its code, without links."""
    return {code: _plain(told) for code, (_, told) in _rows("reasons").items()}


@cache
def refusals() -> Mapping[str, str]:
    """Return what to do about a refused request, by its code."""
    return {code: _plain(told) for code, (_, told) in _rows("refusals").items()}


def _rows(name: str) -> dict[str, tuple[str, str]]:
    page = (DOCS / "reference.md").read_text(encoding="utf-8")
    return {code.strip("`"): (second, told) for code, second, told in rows_of(between(page, name))}


def _plain(markdown: str) -> str:
    return re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", markdown).replace("`", "").strip(" |")
