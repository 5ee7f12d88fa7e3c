"""What shall happen? The ladder of `everywhere`, and what the receipt starts from."""

from dataclasses import replace

import pytest
from coordinator.core.model import App, Claims, Reach
from coordinator.core.plan import (
    MOST_REVOCATIONS,
    SIGN_OUT_SCOPE,
    AccessToken,
    AdminUserGlobalSignOut,
    Effects,
    GlobalCall,
    GlobalSignOut,
    Revocation,
    effects,
)

from tests.unit.samples import NOW, SHOP, claims

BY_TOKEN, BY_ADMIN = GlobalSignOut("access", "Corp_mary"), AdminUserGlobalSignOut("Corp_mary")
REFRESH = Revocation("refresh", SHOP.client_id)
SCOPED = claims(username="Corp_mary", scopes=frozenset({SIGN_OUT_SCOPE, "openid"}))
UNSCOPED = replace(SCOPED, scopes=frozenset({"openid"}))


def decide(reach: Reach, *access: AccessToken, app: App | None = SHOP, admin: bool = False) -> Effects:
    return effects(reach, app, ["refresh"], access, admin=admin, now=NOW)


@pytest.mark.parametrize(
    ("verified", "admin", "call", "reason"),
    [
        (SCOPED, False, BY_TOKEN, None),
        (SCOPED, True, BY_TOKEN, None),
        (UNSCOPED, True, BY_ADMIN, None),
        (UNSCOPED, False, None, "scope_missing"),
        (replace(UNSCOPED, username=None), True, None, "scope_missing"),
        (replace(SCOPED, username=None), True, GlobalSignOut("access"), None),
        (replace(SCOPED, expires=NOW), True, None, "access_token_expired"),
        (replace(SCOPED, expires=NOW - 1), True, None, "access_token_expired"),
        (replace(SCOPED, expires=NOW + 1), True, BY_TOKEN, None),
        (replace(SCOPED, client_id="2example23456789"), True, None, "access_token_invalid"),
    ],
)
def test_the_ladder_of_everywhere(verified: Claims, admin: bool, call: GlobalCall | None, reason: str | None) -> None:
    decided = decide(Reach.EVERYWHERE, AccessToken("access", verified), admin=admin)

    assert decided.global_call == call
    assert decided.no_global_call == reason
    assert decided.revocations == (REFRESH,), "RevokeToken is what remains"


@pytest.mark.parametrize(
    ("problem", "reason"), [("keys_unavailable", "keys_unavailable"), (None, "access_token_invalid")]
)
def test_a_token_that_nobody_verified_starts_no_global_effect(problem: str | None, reason: str) -> None:
    decided = decide(Reach.EVERYWHERE, AccessToken("access", None, problem), admin=True)

    assert (decided.global_call, decided.no_global_call) == (None, reason)


def test_without_an_access_token_there_is_no_global_effect() -> None:
    assert decide(Reach.EVERYWHERE, admin=True).no_global_call == "no_access_token"


def test_the_first_usable_access_token_is_taken() -> None:
    expired = AccessToken("expired", replace(SCOPED, expires=NOW - 1))
    unscoped, good = AccessToken("unscoped", UNSCOPED), AccessToken("good", SCOPED)
    decided = decide(Reach.EVERYWHERE, AccessToken("forged"), expired, unscoped, good, AccessToken("later", SCOPED))

    assert decided.global_call == GlobalSignOut("good", "Corp_mary")
    assert decided.no_global_call is None


@pytest.mark.parametrize("reach", [Reach.APP, Reach.BROWSER])
def test_a_smaller_reach_ends_no_other_session(reach: Reach) -> None:
    decided = decide(reach, AccessToken("access", SCOPED), admin=True)

    assert (decided.global_call, decided.no_global_call) == (None, None)
    assert decided.revocations == (REFRESH,)


@pytest.mark.parametrize("reach", Reach)
def test_without_an_app_nothing_is_revoked_and_why_is_said(reach: Reach) -> None:
    decided = decide(reach, AccessToken("access", SCOPED), app=None, admin=True)

    assert (decided.global_call, decided.revocations) == (None, ())
    assert decided.no_revocation == "app_unknown"
    assert decided.no_global_call == ("app_unknown" if reach is Reach.EVERYWHERE else None)


def test_a_refresh_token_that_came_twice_is_revoked_once_with_the_apps_credentials() -> None:
    app = replace(SHOP, client_secret="the-secret")
    decided = effects(Reach.BROWSER, app, ["a", "b", "a"], [], admin=False, now=NOW)

    assert decided.revocations == tuple(Revocation(token, SHOP.client_id, "the-secret") for token in "ab")
    assert "the-secret" not in repr(decided)


def test_what_is_printed_of_a_plan_shows_no_token() -> None:
    decided = decide(Reach.EVERYWHERE, AccessToken("the-access", SCOPED))

    assert "the-access" not in repr(decided)
    assert "refresh'" not in repr(decided)


@pytest.mark.parametrize("reach", Reach)
@pytest.mark.parametrize("more", [0, 1])
def test_no_more_than_eight_refresh_tokens_are_revoked_and_the_plan_says_so(reach: Reach, more: int) -> None:
    tokens = [f"refresh-{number}" for number in range(MOST_REVOCATIONS + more)]

    decided = effects(reach, SHOP, [*tokens, *tokens], [], admin=False, now=NOW)

    assert [act.token for act in decided.revocations] == tokens[:MOST_REVOCATIONS]
    assert decided.too_many is bool(more)


@pytest.mark.parametrize(
    ("access", "owner"),
    [
        ([SCOPED], "mary"),
        ([UNSCOPED], "mary"),
        ([replace(UNSCOPED, subject="eve"), SCOPED], "mary"),
        ([UNSCOPED, replace(UNSCOPED, subject="eve")], "mary"),
        ([replace(SCOPED, expires=NOW)], None),
        ([replace(SCOPED, client_id="2example23456789")], None),
        ([None], None),
    ],
)
def test_a_good_access_token_says_who_leaves_everywhere(access: list[Claims | None], owner: str | None) -> None:
    tokens = [AccessToken("access", claims) for claims in access]

    found = decide(Reach.EVERYWHERE, *tokens).owner
    assert (found.subject if found is not None else None) == owner
    assert decide(Reach.BROWSER, *tokens).owner is None


def test_an_administrators_call_is_the_users_own_too() -> None:
    assert decide(Reach.EVERYWHERE, AccessToken("access", UNSCOPED), admin=True).owner == UNSCOPED
