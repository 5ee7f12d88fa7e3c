"""Cognito's own `/logout`: where it leads, what comes back, and what it ends."""

import requests

from local.addresses import query_value, with_query
from verify_aws.errors import CouldNotCheck
from verify_aws.facts import Fact
from verify_aws.scene import SECONDS, Scene
from verify_aws.sources import github, guide, knowledge_center, not_documented
from verify_aws.visitor import Visitor, is_sign_in

GUIDE = guide("logout-endpoint")
THREAD = github("aws-amplify/amplify-js#1298", "as users say")
OTHERS = ("redirect_uri", "required parameters missing", "required+parameters+missing", "required%20parameters")


def state(scene: Scene) -> str:
    """Send a `state`, and look at the address that it leads to."""
    visitor = Visitor(scene, "desk")
    visitor.sign_in()
    location = visitor.browser.open(scene.logout_url(visitor.app, state="a-state")).location or ""
    if not location.startswith(visitor.app.signed_out):
        raise CouldNotCheck("/logout did not lead to logout_uri")
    return "yes" if query_value(location, "state") else "no"


def without_session(scene: Scene) -> str:
    """Sign out a browser that never signed in."""
    visitor = Visitor(scene, "desk")
    hop = visitor.browser.open(scene.logout_url(visitor.app))
    return "to logout_uri" if hop.location == visitor.app.signed_out else f"elsewhere, with {hop.status}"


def prompt_none_after(scene: Scene) -> str:
    """Ask silently right after."""
    visitor = Visitor(scene, "desk")
    visitor.sign_in()
    visitor.browser.open(scene.logout_url(visitor.app))
    return visitor.prompt_none()


def other_clients(scene: Scene) -> str:
    """Sign in to two apps, sign out of one, and ask for the other one's code."""
    visitor = Visitor(scene, "desk")
    visitor.sign_in()
    till = scene.apps["till"]
    if visitor.silently(till) is None:
        raise CouldNotCheck("the second app was not signed in")
    visitor.browser.open(scene.logout_url(visitor.app))
    return "no" if visitor.silently(till) else "yes"


def tokens(scene: Scene) -> str:
    """Refresh after a sign-out."""
    visitor = Visitor(scene, "desk")
    given = visitor.sign_in()
    visitor.browser.open(scene.logout_url(visitor.app))
    return "alive" if scene.refreshed(visitor.app, given.refresh) else "dead"


def mismatch(scene: Scene) -> str:
    """Name a URL that is not allowed, and read what is said."""
    visitor = Visitor(scene, "desk")
    hop = visitor.browser.open(scene.logout_url(visitor.app, logout_uri=f"{visitor.app.signed_out}/"))
    said = f"{hop.location or ''} {hop.text}".lower()
    if hop.location and hop.location.startswith(visitor.app.signed_out):
        return "nothing: it leads there"
    return "something about other parameters" if any(text in said for text in OTHERS) else f"another, with {hop.status}"


def mismatch_session(scene: Scene) -> str:
    """Name a URL that is not allowed, and ask with the cookie."""
    visitor = Visitor(scene, "desk")
    visitor.sign_in()
    visitor.browser.open(scene.logout_url(visitor.app, logout_uri=f"{visitor.app.signed_out}/"))
    return "no" if visitor.silently() else "yes"


def post(scene: Scene) -> str:
    """POST in place of GET."""
    app = scene.apps["desk"]
    answer = requests.post(scene.logout_url(app), timeout=SECONDS, allow_redirects=False)
    return "refused" if answer.status_code in range(400, 500) else f"answered with {answer.status_code}"


def second_form(scene: Scene) -> str:
    """Sign out by the form that opens the sign-in page, and see that it is one (`logout_uri` would win)."""
    visitor = Visitor(scene, "desk")
    visitor.sign_in()
    more = {"redirect_uri": visitor.app.callback, "response_type": "code"}
    url = with_query(scene.logout_url(visitor.app), {"logout_uri": ""} | more)
    hops = visitor.browser.walk(url, until=visitor.app.callback)
    return "a code" if visitor.code(hops) or not is_sign_in(hops[-1]) else "the sign-in page"


def discovery(scene: Scene) -> str:
    """Read the pool's discovery document."""
    found = requests.get(scene.discovery, timeout=SECONDS).json().get("end_session_endpoint")
    if found == f"{scene.pool.domain}/logout":
        return "the domain's /logout"
    return "another" if found else "none"


FACTS = (
    Fact(
        "logout-state",
        "Does `state` come back with logout_uri?",
        "no",
        github("awsdocs/amazon-cognito-developer-guide#15", "the page can be read both ways"),
        state,
    ),
    Fact(
        "logout-without-session",
        "Where does it lead who has no session?",
        "to logout_uri",
        not_documented("the page names no condition"),
        without_session,
    ),
    Fact(
        "logout-prompt-none",
        "What does prompt=none get right after?",
        "login_required",
        not_documented("as without a session"),
        prompt_none_after,
    ),
    Fact(
        "logout-other-clients",
        "Does it end the session for the pool's other apps?",
        "yes",
        not_documented("one session serves all apps (managing-user-sessions)"),
        other_clients,
    ),
    Fact(
        "logout-tokens",
        "Is the refresh token alive after it?",
        "alive",
        knowledge_center("cognito-logout-endpoint-globalsignoutapi"),
        tokens,
    ),
    Fact(
        "logout-mismatch",
        "What does it say of a logout_uri that is not allowed?",
        "something about other parameters",
        THREAD,
        mismatch,
    ),
    Fact("logout-mismatch-session", "Has it ended the session even so?", "yes", THREAD, mismatch_session),
    Fact("logout-post", "What becomes of a POST?", "refused", GUIDE, post),
    Fact(
        "logout-sign-in-form",
        "Where does it lead with redirect_uri in place of logout_uri?",
        "the sign-in page",
        GUIDE,
        second_form,
    ),
    Fact(
        "discovery-end-session",
        "Which end_session_endpoint does discovery name?",
        "the domain's /logout",
        github("swisstopo/swissgeol-boreholes-suite#1066", "as users say"),
        discovery,
    ),
)
