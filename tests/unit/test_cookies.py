"""The app's cookies: which tokens they hold, and which of them a browser lets us delete."""

from dataclasses import replace

import pytest
from coordinator.core.cookies import bearers, held, of_any, refresh_tokens
from coordinator.core.deletions import Deletion, Place, deletions, out_of_reach, within_reach
from coordinator.core.model import AppCookie
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.samples import SHOP

SESSION = AppCookie("shop_session", "example.com")
REFRESH = AppCookie("shop_rt", "example.com", "/app", "refresh_token")
CHUNKED = AppCookie("shop_id", None, "/", "id_token", numbered=".")
APP = replace(SHOP, cookies=(SESSION, REFRESH, CHUNKED))
AMPLIFY = replace(SHOP, cookies=(AppCookie("CognitoIdentityServiceProvider.abc.", by_user=True),))


def by_user(user: str, **tokens: str) -> list[tuple[str, str]]:
    """Cookies of one user."""
    return [(f"CognitoIdentityServiceProvider.abc.{user}.{what}", token) for what, token in tokens.items()]


LAST = "CognitoIdentityServiceProvider.abc.LastAuthUser"


def test_a_cookie_that_holds_a_token_gives_it_by_kind() -> None:
    assert held(APP, [("shop_session", "s"), ("shop_rt", "r")]) == {"refresh_token": "r"}


def test_chunks_are_joined_in_the_order_of_their_numbers_not_of_their_arrival() -> None:
    arrived = [(f"shop_id.{number}", f"<{number}>") for number in (10, 2, 0, 1, 9, 3, 4, 5, 6, 7, 8)]

    assert held(APP, arrived) == {"id_token": "".join(f"<{number}>" for number in range(11))}


@given(st.lists(st.text("ab", min_size=1), min_size=1, max_size=12), st.randoms())
def test_any_token_in_chunks_comes_back_whole(chunks: list[str], shuffled: object) -> None:
    arrived = [(f"shop_id.{number}", chunk) for number, chunk in enumerate(chunks)]
    getattr(shuffled, "shuffle")(arrived)  # noqa: B009 - Hypothesis types its Random as an object

    assert held(APP, arrived) == {"id_token": "".join(chunks)}


@pytest.mark.parametrize("name", ["shop_id", "shop_id.", "shop_id.x", "shop_id.-1", "shop_id.1000", "shop_id.²", "x.0"])
def test_what_is_no_numbered_chunk_is_left_alone(name: str) -> None:
    assert held(APP, [(name, "x")]) == {}
    assert Deletion(name, "/", None) not in deletions(APP, Place("shop.example.com"), [(name, "x")])


def test_of_two_cookies_of_one_name_the_first_counts_which_has_the_longer_path() -> None:
    assert held(APP, [("shop_rt", "of /app"), ("shop_rt", "of /")]) == {"refresh_token": "of /app"}
    assert held(APP, [("shop_id.0", "a"), ("shop_id.0", "b"), ("shop_id.1", "c")]) == {"id_token": "ac"}


def test_an_empty_cookie_holds_nothing() -> None:
    assert held(APP, [("shop_rt", ""), ("shop_id.0", "")]) == {}


def test_of_two_cookies_that_hold_the_same_kind_the_first_that_is_there_counts() -> None:
    app = replace(SHOP, cookies=(REFRESH, replace(REFRESH, name="old_rt"), replace(REFRESH, name="older_rt")))

    assert held(app, [("older_rt", "2"), ("old_rt", "1")]) == {"refresh_token": "1"}


def test_cookies_are_deleted_with_path_and_domain_whether_they_arrived_or_not() -> None:
    assert deletions(APP, Place("shop.example.com"), []) == (
        Deletion("shop_session", "/", "example.com"),
        Deletion("shop_rt", "/app", "example.com"),
        Deletion("shop_id.0", "/", None),
    )


def test_every_chunk_that_arrived_is_deleted_once() -> None:
    arrived = [("shop_id.0", "a"), ("shop_id.1", "b"), ("shop_id.1", "c"), ("other.2", "d")]

    names = [
        deletion.name for deletion in deletions(APP, Place("shop.example.com"), arrived) if deletion.domain is None
    ]
    assert names == ["shop_id.0", "shop_id.1"]


@pytest.mark.parametrize(
    ("domain", "host", "reached"),
    [
        (None, "logout.example.com", True),
        ("logout.example.com", "logout.example.com", True),
        ("example.com", "logout.example.com", True),
        (".example.com", "logout.example.com", True),
        ("Example.COM", "logout.example.com", True),
        ("shop.example.com", "logout.example.com", False),
        ("a.logout.example.com", "logout.example.com", False),
        ("ample.com", "logout.example.com", False),
        ("example.org", "logout.example.com", False),
    ],
)
def test_a_browser_lets_us_delete_cookies_of_our_host_and_of_its_parents(
    domain: str | None, host: str, reached: bool
) -> None:
    assert within_reach(AppCookie("c", domain), Place(host)) is reached


@pytest.mark.parametrize("domain", ["com", "co.uk", "eu-central-1.amazonaws.com"])
def test_no_browser_takes_a_cookie_on_a_public_suffix_of_our_host(domain: str) -> None:
    assert not within_reach(AppCookie("c", domain, public_domain=True), Place(f"logout.{domain}"))


def test_on_a_host_that_is_itself_a_public_suffix_its_own_cookies_are_within_reach() -> None:
    assert within_reach(AppCookie("c", "github.io", public_domain=True), Place("github.io"))


def test_what_is_out_of_reach_is_named_and_never_promised() -> None:
    far = AppCookie("far", "other.example")
    app = replace(SHOP, cookies=(SESSION, far))

    assert out_of_reach(app, Place("logout.example.com")) == ("far",)
    assert [deletion.name for deletion in deletions(app, Place("logout.example.com"), [])] == ["shop_session"]


@pytest.mark.parametrize(
    ("path", "ours", "reached"),
    [
        ("/", "/logout", True),
        ("/live", "/live/logout", True),
        ("/live/", "/live/logout", True),
        ("/logout", "/logout", True),
        ("/account", "/logout", False),
        ("/log", "/logout", False),
        ("/logout/deeper", "/logout", False),
    ],
)
def test_chunks_must_reach_us_since_only_those_that_arrive_are_known(path: str, ours: str, reached: bool) -> None:
    place = Place("logout.example.com", ours)

    assert within_reach(AppCookie("c", "example.com", path, numbered="."), place) is reached
    assert within_reach(AppCookie("c", "example.com", path), place), "another is deleted unseen"


def test_a_chunk_beyond_a_gap_is_of_another_value() -> None:
    assert held(APP, [("shop_id.0", "a"), ("shop_id.1", "b"), ("shop_id.7", "x")]) == {"id_token": "ab"}
    assert held(APP, [("shop_id.1", "b")]) == {}


def test_every_token_that_arrives_is_a_bearer_whoever_put_it_there() -> None:
    app = replace(SHOP, cookies=(AppCookie("at", holds="access_token"), CHUNKED, REFRESH, *AMPLIFY.cookies))
    arrived = [("at", "a"), ("at", "b"), ("at", "a"), ("at", ""), ("shop_id.0", "i"), ("shop_rt", "r")]
    family = [*by_user("mary", idToken="m", refreshToken="x"), *by_user("eve", accessToken="e"), (LAST, "eve")]

    assert bearers(app, [*arrived, *family]) == (
        ("access_token", "a"),
        ("access_token", "b"),
        ("id_token", "i"),
        ("id_token", "m"),
        ("access_token", "e"),
    )
    assert bearers(SHOP, arrived) == ()


def test_of_the_refresh_tokens_of_one_user_those_in_five_parts_come_first() -> None:
    arrived = [*by_user("mary", refreshToken="planted"), *by_user("mary", refreshToken="a.b.c.d.e"), (LAST, "mary")]

    assert refresh_tokens(AMPLIFY, arrived) == ("a.b.c.d.e", "planted")


def test_a_flood_of_chunks_does_not_bloat_the_answer() -> None:
    app = replace(SHOP, cookies=(AppCookie("shop_id", numbered="."),))
    names = [
        one.name for one in deletions(app, Place("logout.example.com"), [(f"shop_id.{n}", "") for n in range(600)])
    ]

    assert names == [f"shop_id.{number}" for number in range(16)]


def test_every_refresh_token_that_arrives_is_found() -> None:
    app = replace(
        SHOP, cookies=(REFRESH, replace(REFRESH, name="old_rt"), AppCookie("c", holds="refresh_token", numbered="."))
    )
    arrived = [(REFRESH.name, "a"), (REFRESH.name, "b"), ("old_rt", "c"), ("old_rt", "a"), ("c.1", "e"), ("c.0", "d")]

    assert refresh_tokens(app, arrived) == ("a", "b", "c", "de")
    assert refresh_tokens(app, []) == ()


@pytest.mark.parametrize(
    ("arrived", "tokens"),
    [
        ([(LAST, "eve"), *by_user("mary", idToken="m"), *by_user("eve", idToken="e")], {"id_token": "e"}),
        ([(LAST, "a@b"), *by_user("a%40b", idToken="i", accessToken="a")], {"id_token": "i", "access_token": "a"}),
        (by_user("mary", idToken="m", refreshToken="r"), {"id_token": "m", "refresh_token": "r"}),
        ([*by_user("mary", idToken="m"), *by_user("eve", idToken="e")], {}),
        ([(LAST, "nobody"), *by_user("mary", idToken="m")], {"id_token": "m"}),
        ([(LAST, "nobody"), *by_user("mary", idToken="m"), *by_user("eve", idToken="e")], {}),
        ([(LAST, "mary"), *by_user("mary", idToken="", clockDrift="0")], {}),
        ([("CognitoIdentityServiceProvider.abc.idToken", "x"), ("other.mary.idToken", "y")], {}),
    ],
)
def test_of_several_users_the_last_one_holds_the_tokens(arrived: list[tuple[str, str]], tokens: dict[str, str]) -> None:
    assert held(AMPLIFY, arrived) == tokens


def test_the_refresh_tokens_of_all_users_are_found_since_all_of_their_cookies_go() -> None:
    arrived = [*by_user("mary", refreshToken="m"), *by_user("eve", refreshToken="e"), (LAST, "eve")]

    assert refresh_tokens(AMPLIFY, arrived) == ("e", "m"), "that of the last one first"
    assert [one.name for one in deletions(AMPLIFY, Place("logout.example.com"), arrived)] == [
        LAST,
        arrived[1][0],
        arrived[0][0],
    ]


@pytest.mark.parametrize(("host", "reached"), [("shop.example.com", True), ("logout.example.com", False)])
def test_a_cookie_of_known_hosts_is_within_reach_there_alone(host: str, reached: bool) -> None:
    assert within_reach(AppCookie("c", hosts=("shop.example.com",)), Place(host)) is reached


@given(st.lists(st.sampled_from(["shop_rt", "shop_id.0", "shop_id", f"{LAST}", "shop_session", "other", "shop_idx"])))
def test_what_neighbours_set_changes_nothing_where_it_is_left_out(names: list[str]) -> None:
    arrived = [(name, str(number)) for number, name in enumerate(names)]
    few = of_any([APP, AMPLIFY], arrived)

    assert "other" not in dict(few)
    for app in (APP, AMPLIFY):
        assert (held(app, few), bearers(app, few)) == (held(app, arrived), bearers(app, arrived))
