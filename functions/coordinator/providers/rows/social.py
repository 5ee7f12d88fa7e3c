"""The rows of social providers: most publish no logout at all."""

from coordinator.providers.row import Confidence, Flaw, HintPolicy, Kind, Returns, Row, Tells


def _without_logout(title: str, source: str, read: str = "2026-08", note: str = "") -> Row:
    return Row(title=title, kind=Kind.NONE, source=source, read=read, confidence=Confidence.OTHERS, note=note)


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
        tells=Tells.NOTHING,
        tells_how="It has security events (RISC) of another form (developers.google.com/identity/protocols/risc)",
    ),
    "facebook": Row(
        title="Facebook",
        kind=Kind.BEST_EFFORT,
        source="facebookarchive/php-graph-sdk#385, #652, #1263 (last report 2021-12: it returns, still signed in)",
        read="2026-11",
        confidence=Confidence.OTHERS,
        url="https://www.facebook.com/logout.php",
        hint=HintPolicy.REQUIRED,
        takes_hints=frozenset({Flaw.UNREADABLE}),
        hint_param="access_token",
        return_param="next",
        returns=Returns.MAYBE,
        also_ends="all of Facebook in this browser",
        note="The hint is the user's access token at Facebook, which only Facebook can read. With a wrong one, or a "
        "return URL that is not the app's, it ends at the home page, still signed in; without one the URL signs "
        "nobody out.",
        tells=Tells.NOTHING,
        tells_how="It has a deauthorize callback of its own form",
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
    "github": Row(
        title="GitHub",
        kind=Kind.TERMINAL,
        source="pac4j/pac4j@c93fb3e GitHubClient.java",
        read="2026-08",
        confidence=Confidence.OTHERS,
        url="https://github.com/logout",
        unverified="that the page asks to confirm",
    ),
    "linkedin": Row(
        title="LinkedIn",
        kind=Kind.TERMINAL,
        source="pac4j/pac4j@c93fb3e LinkedIn2Client.java",
        read="2026-08",
        confidence=Confidence.OTHERS,
        url="https://www.linkedin.com/uas/logout",
    ),
    "x": Row(
        title="X, once Twitter",
        kind=Kind.TERMINAL,
        source="pac4j/pac4j@c93fb3e TwitterClient.java",
        read="2026-08",
        confidence=Confidence.OTHERS,
        url="https://twitter.com/logout",
        unverified="that the page asks to confirm",
    ),
    "yahoo": Row(
        title="Yahoo",
        kind=Kind.TERMINAL,
        source="pac4j/pac4j@c93fb3e YahooClient.java",
        read="2026-08",
        confidence=Confidence.OTHERS,
        url="https://login.yahoo.com/config/login?logout=1",
    ),
    "kakao": Row(
        title="Kakao",
        kind=Kind.RENAMED,
        source="devtalk.kakao.com/t/105671; public code with kauth.kakao.com/oauth/logout",
        read="2026-11",
        confidence=Confidence.OTHERS,
        needs=(("client_id",),),
        url="https://kauth.kakao.com/oauth/logout",
        client_param="client_id",
        return_param="logout_redirect_uri",
        state_param="state",
        returns=Returns.AFTER_A_CLICK,
        note="client_id is the REST API key. The person chooses whether the Kakao account is signed out, too.",
    ),
    "gitlab": _without_logout("GitLab", "gitlabhq/gitlabhq config/initializers/doorkeeper_openid_connect.rb"),
    "slack": _without_logout("Slack", "Slack's sign-out pages ask for a crumb of their own"),
    "discord": _without_logout("Discord", "discord.com/.well-known/oauth-authorization-server"),
    "twitch": _without_logout(
        "Twitch",
        "copy of Twitch's documentation and discovery document; pajbot/pajbot#1500 on force_verify",
        "2026-11",
        "force_verify=true makes its authorization page ask again whether the app may, not for the password.",
    ),
    "line": _without_logout(
        "LINE",
        "developers.line.biz managing-users, development-guidelines; a copy of its parameters of authorization",
        "2026-11",
        "Of prompt it names consent alone; disable_auto_login=true turns its automatic login off.",
    ),
    "yahoo_japan": _without_logout("Yahoo! JAPAN", "public code: its sign-out returns to its own hosts alone"),
    "naver": _without_logout("Naver", "sorrel012.tistory.com/303: there is no logout API"),
}
