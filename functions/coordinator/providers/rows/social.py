"""The rows of social providers: most publish no logout at all."""

from coordinator.providers.row import Confidence, Flaw, HintPolicy, Kind, Returns, Row

ROWS: dict[str, Row] = {
    "google": Row(
        title="Google",
        kind=Kind.TERMINAL,
        source="pac4j/pac4j@c93fb3e GoogleLogoutActionBuilder.java; Google documents no logout for third parties",
        read="2026-08",
        confidence=Confidence.OTHERS,
        issuers=("accounts.google.com",),
        url="https://accounts.google.com/Logout",
        returns=Returns.NEVER,
        also_ends="all of Google: every account and service in this browser",
        prompt="select_account",
        note="Google's prompt knows none, consent and select_account, not login.",
    ),
    "facebook": Row(
        title="Facebook",
        kind=Kind.BEST_EFFORT,
        source="facebookarchive/php-graph-sdk#385, #652, #1263 (last report 2021-12: it returns, still signed in)",
        read="2026-08",
        confidence=Confidence.OTHERS,
        url="https://www.facebook.com/logout.php",
        hint=HintPolicy.REQUIRED,
        takes_hints=frozenset({Flaw.OTHER_USER, Flaw.UNREADABLE}),
        hint_param="access_token",
        return_param="next",
        returns=Returns.MAYBE,
        also_ends="all of Facebook in this browser",
        note="The hint is the user's access token at Facebook; without it the URL signs nobody out.",
    ),
    "amazon": Row(
        title="Login with Amazon",
        kind=Kind.NONE,
        source="developer.amazon.com, Login with Amazon, Log out users: delete the tokens",
        read="2026-08",
        confidence=Confidence.VENDOR,
    ),
    "apple": Row(
        title="Sign in with Apple",
        kind=Kind.NONE,
        source="copies of Apple's discovery document: revocation_endpoint alone",
        read="2026-08",
        confidence=Confidence.OTHERS,
    ),
}
