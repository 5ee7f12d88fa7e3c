"""Sign-in through another pool as OpenID provider: what it is sent, what is kept of its token, and what stays alive."""

from typing import Any

import jwt

from local.addresses import query_value
from verify_aws.errors import CouldNotCheck
from verify_aws.facts import Fact
from verify_aws.pools import HINT
from verify_aws.scene import Scene, claims_of
from verify_aws.sources import guide, knowledge_center, not_documented
from verify_aws.surroundings import PROVIDER
from verify_aws.visitor import Visitor

AUTHORIZE = guide("authorization-endpoint")
MAPPING = knowledge_center("cognito-user-pool-tokens-issued-by-idp")


def sent_upstream(scene: Scene, name: str, value: str) -> str:
    """Start a federated sign-in with one more parameter, and look for it in what the provider would get."""
    if name == "prompt" and not scene.managed:
        raise CouldNotCheck("the classic hosted UI was shown, which knows no prompt")
    visitor = Visitor(scene, "shop")
    url = scene.authorize_url(visitor.app, identity_provider=PROVIDER, **{name: value})
    location = visitor.browser.walk(url, until=scene.upstream.domain)[-1].location or ""
    if not location.startswith(scene.upstream.domain):
        raise CouldNotCheck("the browser was not sent to the provider")
    return "yes" if query_value(location, name) == value else "no"


def prompt_none(scene: Scene) -> str:
    """Ask with prompt=none and a provider, with no session anywhere."""
    if not scene.managed:
        raise CouldNotCheck("the classic hosted UI was shown, which knows no prompt")
    visitor = Visitor(scene, "shop")
    url = scene.authorize_url(visitor.app, identity_provider=PROVIDER, prompt="none")
    hops = visitor.browser.walk(url, until=visitor.app.callback)
    if any(hop.url.startswith(scene.upstream.domain) for hop in hops):
        return "the provider is visited"
    return query_value(hops[-1].location or "", "error") or f"an answer with {hops[-1].status}"


def identities(scene: Scene) -> list[dict[str, Any]]:
    """Return the claim of a federated sign-in."""
    found = Visitor(scene, "shop").sign_in().claims.get("identities")
    if not isinstance(found, list) or not found:
        raise CouldNotCheck(f"`identities` is {'missing' if found is None else type(found).__name__}")
    return found


def issuer(scene: Scene) -> str:
    """Look at an OpenID provider's issuer there."""
    found = identities(scene)[0].get("issuer")
    if found is None:
        return "null"
    return "a URL" if str(found).startswith("http") else "something else"


def mapped_token(scene: Scene) -> str:
    """Sign in, and return the mapped attribute, with an administrator's eyes."""
    username = claims_of(Visitor(scene, "shop").sign_in().access)["username"]
    cognito = scene.account.client("cognito-idp")
    user = cognito.admin_get_user(UserPoolId=scene.pool.pool_id, Username=username)
    attributes = {one["Name"]: one["Value"] for one in user["UserAttributes"]}
    return str(attributes.get(f"custom:{HINT}", ""))


def mapped(scene: Scene) -> str:
    """See whose token the mapped attribute holds."""
    value = mapped_token(scene)
    if not value:
        return "nothing"
    try:
        claims = claims_of(value)
    except jwt.InvalidTokenError:
        return "no token"
    return "the provider's own ID token" if scene.upstream.pool_id in str(claims.get("iss")) else "another token"


def overwritten(scene: Scene) -> str:
    """Sign in with a second browser, and compare."""
    first, second = mapped_token(scene), mapped_token(scene)
    if not first:
        raise CouldNotCheck("nothing was mapped")
    return "the second one's" if first != second else "the first one's"


def upstream_alive(scene: Scene) -> str:
    """Sign out of Cognito, and ask the provider."""
    visitor = Visitor(scene, "shop")
    visitor.sign_in()
    if not visitor.knows_upstream():
        raise CouldNotCheck("the provider did not know the browser before")
    visitor.browser.open(scene.logout_url(visitor.app))
    return "alive" if visitor.knows_upstream() else "dead"


def straight_back(scene: Scene) -> str:
    """Sign out of Cognito, and sign in again."""
    visitor = Visitor(scene, "shop")
    visitor.sign_in()
    visitor.browser.open(scene.logout_url(visitor.app))
    return "a password is asked for" if visitor.is_asked() else "the browser goes straight in"


FACTS = (
    Fact(
        "prompt-upstream",
        "Is prompt=login passed on to the provider?",
        "yes",
        AUTHORIZE,
        lambda scene: sent_upstream(scene, "prompt", "login"),
    ),
    Fact(
        "login-hint-upstream",
        "Is login_hint passed on to an OpenID provider?",
        "yes",
        AUTHORIZE,
        lambda scene: sent_upstream(scene, "login_hint", "ada@example.com"),
    ),
    Fact("prompt-none-upstream", "And prompt=none, without a session?", "login_required", AUTHORIZE, prompt_none),
    Fact(
        "identities-issuer",
        "What is `issuer` in `identities` for an OpenID provider?",
        "null",
        not_documented("the guide's sample of a social provider has it so"),
        issuer,
    ),
    Fact(
        "mapped-id-token",
        "What does an attribute hold that id_token is mapped to?",
        "the provider's own ID token",
        MAPPING,
        mapped,
    ),
    Fact(
        "mapped-overwritten",
        "Whose token does it hold after a second browser's sign-in?",
        "the second one's",
        guide("cognito-user-pools-specifying-attribute-mapping"),
        overwritten,
    ),
    Fact(
        "upstream-alive",
        "Is the provider's session alive after Cognito's /logout?",
        "alive",
        knowledge_center("cognito-logout-endpoint-globalsignoutapi"),
        upstream_alive,
    ),
    Fact(
        "straight-back",
        "What does the next click on sign-in do then?",
        "the browser goes straight in",
        not_documented("what this project is for"),
        straight_back,
    ),
)
