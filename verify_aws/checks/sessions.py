"""Cognito's browser session: the `cognito` cookie, `prompt=none`, and what a silent sign-in says of when it began."""

import time

from verify_aws.errors import CouldNotCheck
from verify_aws.facts import Fact
from verify_aws.scene import Scene, next_second
from verify_aws.sources import guide, not_documented
from verify_aws.visitor import Visitor

HOUR = 3600
SLACK = 60


def managed_form(scene: Scene) -> str:
    """Tell whether the first sign-in needed the classic pages."""
    return "yes" if scene.managed else "no"


def prompt_none(scene: Scene) -> str:
    """Ask silently with a session."""
    visitor = Visitor(scene, "desk")
    visitor.sign_in()
    return visitor.prompt_none()


def prompt_none_without(scene: Scene) -> str:
    """Ask silently without any session."""
    return Visitor(scene, "desk").prompt_none()


def all_clients(scene: Scene) -> str:
    """Sign in to one app, and ask for another one's code."""
    visitor = Visitor(scene, "desk")
    visitor.sign_in()
    return "yes" if visitor.silently(scene.apps["till"]) else "no"


def lifetime(scene: Scene) -> str:
    """Look at what the cookie says of itself."""
    visitor = Visitor(scene, "desk")
    visitor.sign_in()
    if visitor.browser.cookie("cognito") is None:
        return "there is no cookie of that name"
    seconds = visitor.browser.lifetime("cognito")
    if seconds is None:
        return "until the browser is closed"
    return "an hour" if abs(seconds - HOUR) < SLACK else f"{round(seconds)} seconds"


def auth_time(scene: Scene) -> str:
    """Compare `auth_time` of a silent sign-in with that of the first one, two seconds before."""
    visitor = Visitor(scene, "desk")
    first = visitor.sign_in().claims["auth_time"]
    time.sleep(2.0)
    second = visitor.silently()
    if second is None:
        raise CouldNotCheck("the silent sign-in gave no code")
    return "that of the first sign-in" if second.claims["auth_time"] == first else "its own"


def session_of_its_own(scene: Scene) -> str:
    """Compare `origin_jti` of a silent sign-in with that of the first one."""
    visitor = Visitor(scene, "desk")
    first, second = visitor.sign_in(), visitor.silently()
    if second is None:
        raise CouldNotCheck("the silent sign-in gave no code")
    return "the same" if first.claims.get("origin_jti") == second.claims.get("origin_jti") else "its own"


def revoked_cookie(scene: Scene) -> str:
    """Revoke the refresh token, and ask with the cookie."""
    visitor = Visitor(scene, "desk")
    scene.revoke(visitor.app, visitor.sign_in().refresh)
    return "yes" if visitor.silently() else "no"


def global_cookie(scene: Scene) -> str:
    """Sign out everywhere, and ask with the cookie."""
    visitor = Visitor(scene, "desk")
    tokens = visitor.sign_in()
    next_second()
    scene.for_anyone.global_sign_out(AccessToken=tokens.access)
    next_second()
    return "yes" if visitor.silently() else "no"


FACTS = (
    Fact(
        "managed-login-form",
        "Can managed login's page be filled in without JavaScript?",
        "yes",
        not_documented("its sources are nowhere public"),
        managed_form,
    ),
    Fact(
        "prompt-none",
        "What does prompt=none get who has the cookie?",
        "a code",
        guide("authorization-endpoint"),
        prompt_none,
    ),
    Fact(
        "prompt-none-without",
        "What does prompt=none get who has none?",
        "login_required",
        guide("authorization-endpoint"),
        prompt_none_without,
    ),
    Fact(
        "cookie-all-clients",
        "Does one app's sign-in let the browser into the pool's other apps?",
        "yes",
        guide("managing-user-sessions"),
        all_clients,
    ),
    Fact(
        "cookie-lifetime",
        "How long does the cookie `cognito` say that it lives?",
        "an hour",
        guide("quotas", ", session cookie"),
        lifetime,
    ),
    Fact(
        "silent-auth-time",
        "Which auth_time has a silent sign-in?",
        "that of the first sign-in",
        not_documented("OpenID Connect Core 1.0, section 2, says when the person authenticated"),
        auth_time,
    ),
    Fact(
        "silent-origin-jti",
        "Which origin_jti has a silent sign-in?",
        "its own",
        not_documented("token-revocation ties it to a refresh token"),
        session_of_its_own,
    ),
    Fact(
        "revoked-cookie",
        "Does the cookie still sign in after RevokeToken?",
        "yes",
        guide("amazon-cognito-user-pools-using-the-refresh-token"),
        revoked_cookie,
    ),
    Fact(
        "global-cookie",
        "Does the cookie still sign in after GlobalSignOut?",
        "yes",
        guide("amazon-cognito-user-pools-using-the-refresh-token"),
        global_cookie,
    ),
)
