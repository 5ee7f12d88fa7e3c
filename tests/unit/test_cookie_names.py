"""Names of cookies as they come in the wild: dots where we split, floods, and some that lie beyond our reach."""

from dataclasses import replace

import pytest
from coordinator.core.cookies import held, refresh_tokens
from coordinator.core.deletions import LARGEST_DELETIONS, MOST_NAMES, Deletion, Place, deletions, out_of_reach, too_many
from coordinator.core.model import App, AppCookie

from tests.unit.samples import SHOP

HERE = Place("logout.example.com")
FAMILY = "CognitoIdentityServiceProvider.abc."
LAST = f"{FAMILY}LastAuthUser"
AMPLIFY = replace(SHOP, cookies=(AppCookie(FAMILY, by_user=True),))


def names(app: App, *arrived: str) -> list[str]:
    """The names that are deleted."""
    return [one.name for one in deletions(app, HERE, [(name, "x") for name in arrived])]


def test_a_user_name_may_have_dots() -> None:
    assert held(AMPLIFY, [(f"{FAMILY}mary.o.smith.idToken", "m")]) == {"id_token": "m"}


def test_the_name_of_a_cookie_in_chunks_may_have_dots() -> None:
    app = replace(SHOP, cookies=(AppCookie("shop.id", holds="id_token", numbered="."),))

    assert held(app, [("shop.id.0", "a"), ("shop.id.1", "b")]) == {"id_token": "ab"}


def test_refresh_tokens_of_users_come_beside_those_of_other_cookies() -> None:
    app = replace(SHOP, cookies=(AppCookie("shop_rt", holds="refresh_token"), *AMPLIFY.cookies))

    assert refresh_tokens(app, [("shop_rt", "a"), (f"{FAMILY}mary.refreshToken", "b")]) == ("a", "b")


def test_in_a_flood_of_a_users_cookies_those_with_tokens_go_first() -> None:
    flood = [f"{FAMILY}mary.o.smith.{number}" for number in range(40)]
    tokens = [f"{FAMILY}mary.o.smith.{what}" for what in ("idToken", "accessToken", "refreshToken")]

    assert names(AMPLIFY, *flood, *tokens) == [LAST, *tokens, *flood[: MOST_NAMES - 4]]


@pytest.mark.parametrize(("more", "deleted"), [(0, 2), (1, 1)])
def test_deletions_of_4000_characters_are_sent_and_none_beyond(more: int, deleted: int) -> None:
    shortest = sum(Deletion(name, "/", None).length for name in (LAST, FAMILY))
    longest = FAMILY + "x" * (LARGEST_DELETIONS - shortest + more)

    assert len(names(AMPLIFY, longest)) == deleted
    assert too_many(AMPLIFY, HERE, [(longest, "x")]) is (deleted == 1)


def test_more_chunks_than_are_deleted_are_too_many() -> None:
    app = replace(SHOP, cookies=(AppCookie("shop_id", numbered="."),))

    assert not too_many(app, HERE, [(f"shop_id.{number}", "x") for number in range(MOST_NAMES)])
    assert too_many(app, HERE, [(f"shop_id.{number}", "x") for number in range(MOST_NAMES + 1)])


def test_cookies_of_a_fixed_name_are_deleted_before_those_that_a_neighbour_may_multiply() -> None:
    app = replace(SHOP, cookies=(AppCookie("shop_id", numbered="."), AppCookie("shop_session", "example.com", "/app")))

    assert names(app) == ["shop_session", "shop_id.0"]
    assert Deletion("a", "/p", "d.example").length == len("a=; Path=/p; Domain=d.example; Max-Age=0; Secure")


def test_a_cookie_out_of_reach_keeps_none_from_being_deleted() -> None:
    far = AppCookie("far", "other.example")

    assert names(replace(SHOP, cookies=(far, AppCookie("near", "example.com")))) == ["near"]


def test_a_star_stands_for_the_rest_of_a_family_that_is_out_of_reach() -> None:
    cookies = (
        AppCookie("far", "other.example"),
        AppCookie("chunks", "other.example", numbered="."),
        AppCookie("family.", "other.example", by_user=True),
    )

    assert out_of_reach(replace(SHOP, cookies=cookies), HERE) == ("far", "chunks.*", "family.*")


def test_the_refresh_token_of_the_last_user_comes_before_those_of_others_whatever_their_names() -> None:
    arrived = [(f"{FAMILY}zoe.refreshToken", "z"), (f"{FAMILY}adam.refreshToken", "a"), (LAST, "zoe")]

    assert refresh_tokens(AMPLIFY, arrived) == refresh_tokens(AMPLIFY, arrived[::-1]) == ("z", "a")
    assert refresh_tokens(AMPLIFY, [(LAST, "adam"), *arrived[:2]]) == ("a", "z")
