"""Revocation and global sign-out: what dies, what is answered, and what a refreshed token keeps."""

import time

from verify_aws.errors import CouldNotCheck
from verify_aws.facts import Fact
from verify_aws.pools import PoolMaker
from verify_aws.scene import Scene, Tokens, next_second
from verify_aws.sources import guide, not_documented
from verify_aws.visitor import Visitor

ENDPOINT = guide("revocation-endpoint")
REVOCATION = guide("token-revocation")


def signed_in(scene: Scene) -> tuple[Visitor, Tokens]:
    """Return a person who has just signed in, and the tokens."""
    visitor = Visitor(scene, "desk")
    return visitor, visitor.sign_in()


def life(alive: object) -> str:
    """In a word."""
    return "alive" if alive else "dead"


def revoked_refresh(scene: Scene) -> str:
    """Revoke it, and try it."""
    visitor, tokens = signed_in(scene)
    scene.revoke(visitor.app, tokens.refresh)
    return life(scene.refreshed(visitor.app, tokens.refresh))


def revoked_access(scene: Scene) -> str:
    """Revoke the refresh token, and ask Cognito with the access token."""
    visitor, tokens = signed_in(scene)
    if not scene.takes_access_token(tokens.access):
        raise CouldNotCheck("GetUser refused the token before it was revoked")
    scene.revoke(visitor.app, tokens.refresh)
    return life(scene.takes_access_token(tokens.access))


def revoked_twice(scene: Scene) -> str:
    """Revoke a dead token."""
    visitor, tokens = signed_in(scene)
    scene.revoke(visitor.app, tokens.refresh)
    return str(scene.revoke(visitor.app, tokens.refresh).status_code)


def revoked_nothing(scene: Scene) -> str:
    """Revoke what is no token at all."""
    return str(scene.revoke(scene.apps["desk"], "this-is-no-token").status_code)


def revoked_wrong_kind(scene: Scene) -> str:
    """Revoke an access token."""
    visitor, tokens = signed_in(scene)
    answer = scene.revoke(visitor.app, tokens.access)
    return f"{answer.status_code} {error_of(answer.text)}".strip()


def revoked_elsewhere(scene: Scene) -> str:
    """Revoke another client's token."""
    _, tokens = signed_in(scene)
    answer = scene.revoke(scene.apps["till"], tokens.refresh)
    return "refused" if answer.status_code in range(400, 500) else f"answered with {answer.status_code}"


def global_other(scene: Scene) -> str:
    """Sign out everywhere in one browser, and refresh in another."""
    _, tokens = signed_in(scene)
    other, others = signed_in(scene)
    next_second()
    scene.for_anyone.global_sign_out(AccessToken=tokens.access)
    return life(scene.refreshed(other.app, others.refresh))


def kept(scene: Scene, claim: str) -> str:
    """Refresh after two seconds, and compare a claim."""
    visitor, tokens = signed_in(scene)
    time.sleep(2.0)
    fresh = scene.refreshed(visitor.app, tokens.refresh)
    if fresh is None:
        raise CouldNotCheck("the refresh token was refused")
    new = Tokens(fresh["id_token"], "", "").claims.get(claim)
    return "kept" if new is not None and new == tokens.claims.get(claim) else "changed"


def rotated_out(scene: Scene) -> str:
    """Rotate, revoke the old token, and try the new one.

    Its client is made here: where rotation is refused, nothing else fails with it. It may not have the old way to
    refresh (developer guide, "amazon-cognito-user-pools-using-the-refresh-token"), which is among the default ones.
    """
    rotation = {"Feature": "ENABLED", "RetryGracePeriodSeconds": 0}
    more = {"RefreshTokenRotation": rotation, "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"]}
    pools = PoolMaker(scene.account, scene.run)
    scene.apps["turn"] = pools.app(scene.pool, "turn", "COGNITO", **more)
    visitor = Visitor(scene, "turn")
    old = visitor.sign_in().refresh
    new = (scene.refreshed(visitor.app, old) or {}).get("refresh_token")
    if not new:
        raise CouldNotCheck("no new refresh token was given, so nothing was rotated")
    scene.revoke(visitor.app, old)
    return life(scene.refreshed(visitor.app, new))


def error_of(text: str) -> str:
    """Return the error's name in a body, where it is one of the documented."""
    names = ("unsupported_token_type", "invalid_request", "unauthorized_client", "invalid_client")
    return next((name for name in names if name in text), "")


FACTS = (
    Fact("revoke-refresh", "Is a refresh token alive after /oauth2/revoke?", "dead", ENDPOINT, revoked_refresh),
    Fact("revoke-access", "Does GetUser take its access token after that?", "dead", REVOCATION, revoked_access),
    Fact("revoke-twice", "What is answered to a token that is dead already?", "200", ENDPOINT, revoked_twice),
    Fact("revoke-nothing", "What is answered to what is no token?", "200", ENDPOINT, revoked_nothing),
    Fact(
        "revoke-access-token",
        "What is answered to an access token?",
        "400 unsupported_token_type",
        ENDPOINT,
        revoked_wrong_kind,
    ),
    Fact(
        "revoke-other-client",
        "What becomes of another client's token?",
        "refused",
        not_documented("RFC 7009, section 2.1"),
        revoked_elsewhere,
    ),
    Fact(
        "global-other-browser",
        "Is another browser's refresh token alive after GlobalSignOut?",
        "dead",
        REVOCATION,
        global_other,
    ),
    Fact(
        "refresh-origin-jti",
        "Is origin_jti kept by a refresh?",
        "kept",
        REVOCATION,
        lambda scene: kept(scene, "origin_jti"),
    ),
    Fact(
        "refresh-auth-time",
        "Is auth_time kept by a refresh?",
        "kept",
        not_documented("OpenID Connect Core 1.0, section 12.2"),
        lambda scene: kept(scene, "auth_time"),
    ),
    Fact(
        "rotated-out",
        "Is a rotated refresh token alive when the one before is revoked?",
        "dead",
        not_documented("token-revocation ties both to one origin_jti"),
        rotated_out,
    ),
)
