"""Whose tokens a logout denies and for how long, and which tokens the list refuses."""

from dataclasses import replace

import pytest
from coordinator.core import denials
from coordinator.core.denials import DAY, MOST_SESSIONS, Denial, Kept, keys, of_logout, refuses
from coordinator.core.model import Claims
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.samples import BLOG, NOW, SHOP, claims

DAYS = {SHOP.client_id: 30, BLOG.client_id: 90}
MARY, EVE = claims("mary"), claims("eve", "session-2")
SHORT, LONG = NOW + DAY, NOW + 31 * DAY
MARYS_SESSION = Denial("session/session-1", None, SHORT, LONG)
CUT_OFF = Denial("user/mary", NOW, SHORT, NOW + 91 * DAY, began=0)


def decide(
    *ended: Claims, owner: Claims | None = None, global_call: bool = False
) -> tuple[tuple[Denial, ...], str | None]:
    return of_logout(ended, owner, DAYS, NOW, global_call=global_call)


def token(auth_time: object = NOW, **changes: object) -> Claims:
    return replace(MARY, username="Corp_mary", everything={"auth_time": auth_time}, **changes)  # type: ignore[arg-type]


def test_a_session_that_a_global_sign_out_ends_is_denied_for_the_day_that_its_last_access_token_lives() -> None:
    assert decide(MARY, MARY, owner=MARY, global_call=True)[0][1:] == (MARYS_SESSION,)


def test_no_refresh_token_says_which_session_it_ends_so_that_each_is_denied_as_long_as_one_may_live() -> None:
    found, reason = decide(MARY, EVE)

    assert {one.key: one.expires for one in found} == {"session/session-1": LONG, "session/session-2": LONG}
    assert reason is None
    assert decide(MARY, MARY) == ((denials.lasting(MARYS_SESSION),), None)
    assert denials.lasting(MARYS_SESSION) == replace(MARYS_SESSION, expires=LONG)


def test_each_session_lives_as_long_as_its_own_apps_refresh_tokens() -> None:
    (found,), _ = decide(replace(MARY, client_id=BLOG.client_id))

    assert found.expires == NOW + 91 * DAY


@pytest.mark.parametrize(("global_call", "expires"), [(True, SHORT), (False, NOW + 91 * DAY)])
def test_who_leaves_everywhere_has_a_cut_off_whether_cognito_can_end_all_or_not(
    global_call: bool, expires: int
) -> None:
    found, reason = decide(MARY, owner=MARY, global_call=global_call)

    assert found[0] == replace(CUT_OFF, expires=expires)
    assert found[1].key == "session/session-1"
    assert reason is None


def test_a_global_sign_out_ends_the_sessions_of_its_user_alone() -> None:
    (_, marys, eves), _ = decide(MARY, EVE, owner=MARY, global_call=True)

    assert (marys.expires, eves.expires) == (SHORT, LONG)


def test_a_global_sign_out_of_somebody_else_leaves_it_open_which_token_is_whose() -> None:
    (_, eves), _ = decide(EVE, owner=MARY, global_call=True)

    assert eves.expires == LONG


@pytest.mark.parametrize(("auth_time", "began"), [(NOW - 9, NOW - 9), (None, 0), ("later", 0), (True, 0)])
def test_a_cut_off_says_when_who_asks_for_it_had_signed_in(auth_time: object, began: int) -> None:
    (cut_off, *_), _ = decide(MARY, owner=token(auth_time), global_call=True)

    assert cut_off == replace(CUT_OFF, began=began)
    assert denials.of_user("mary", 90, NOW, dies=True) == replace(CUT_OFF, began=None)


def test_where_nobody_is_known_nothing_is_denied() -> None:
    assert decide() == ((), "no_verified_token")


def test_a_token_without_a_session_says_so_unless_its_user_has_a_cut_off() -> None:
    nameless = claims("mary", None)

    assert decide(nameless) == ((), "no_origin_jti")
    assert decide(nameless, EVE)[1] == "no_origin_jti"
    assert decide(nameless, owner=MARY, global_call=True) == ((CUT_OFF,), None)
    assert decide(nameless, owner=EVE, global_call=True)[1] == "no_origin_jti"


def test_no_request_denies_more_than_a_few_sessions() -> None:
    many = [claims("mary", f"session-{number}") for number in range(MOST_SESSIONS + 1)]

    assert decide(*many[:-1])[1] is None
    found, reason = decide(*many)
    assert (len(found), reason) == (4, "too_many_tokens")


def test_the_list_is_asked_for_the_session_and_the_user() -> None:
    assert keys(token()) == ("session/session-1", "user/mary", f"sign-in/mary/{NOW}")
    assert keys(token(None)) == ("session/session-1", "user/mary")
    assert keys(token(None, origin_jti=None)) == ("user/mary",)


def test_a_token_of_a_machine_passes_by_rule() -> None:
    machine = Claims("client", "client", NOW + 60)

    assert keys(machine) == ()
    assert not refuses(machine, {"user/client": Kept(NOW + 60, NOW), "session/x": Kept(NOW + 60)}, NOW)


@pytest.mark.parametrize(
    "claims", [Claims("client", "client", NOW + 60, username="client"), Claims("mary", "client", NOW + 60)]
)
def test_only_a_token_without_any_user_is_a_machines(claims: Claims) -> None:
    assert keys(claims) != ()


@pytest.mark.parametrize(("expires", "refused"), [(NOW + 1, True), (NOW, False), (NOW - 1, False)])
def test_an_item_counts_until_it_expires_whenever_it_is_deleted(expires: int, refused: bool) -> None:
    assert refuses(token(), {"session/session-1": Kept(expires)}, NOW) is refused
    assert refuses(token(), {"user/mary": Kept(expires, NOW)}, NOW) is refused


@pytest.mark.parametrize(
    ("auth_time", "refused"),
    [(NOW - 1, True), (NOW, True), (NOW + 1, False), (None, True), ("later", True), (True, True), (NOW + 0.5, True)],
)
def test_who_signed_in_after_the_second_of_the_cut_off_is_let_in(auth_time: object, refused: bool) -> None:
    assert refuses(token(auth_time), {"user/mary": Kept(NOW + 60, NOW)}, NOW) is refused


def test_an_ended_session_is_refused_whatever_its_user_did_since() -> None:
    listed = {"session/session-1": Kept(NOW + 60), "user/mary": Kept(NOW + 60, NOW - 60)}

    assert refuses(token(), listed, NOW)
    assert not refuses(token(origin_jti="session-3"), listed, NOW)
    assert not refuses(token(origin_jti="session-3", subject="nate"), listed, NOW)


def test_of_two_items_the_one_that_counts_decides() -> None:
    stale, live = Kept(NOW - 1), Kept(NOW + 60, NOW)

    assert refuses(token(), {"session/session-1": stale, "user/mary": live}, NOW)


@given(st.integers(0, 10**10), st.integers(0, 10**10))
def test_a_cut_off_refuses_exactly_what_began_up_to_it(auth_time: int, cut_off: int) -> None:
    assert refuses(token(auth_time), {"user/mary": Kept(NOW + 60, cut_off)}, NOW) is (auth_time <= cut_off)


@given(st.lists(st.sampled_from([MARY, EVE, claims("nate", "session-3")]), max_size=5), st.booleans())
def test_every_session_that_ends_is_denied_at_least_for_a_day(ended: list[Claims], global_call: bool) -> None:
    found, _ = decide(*ended, owner=MARY if global_call else None, global_call=global_call)

    assert {one.key for one in found} >= {f"session/{one.origin_jti}" for one in ended}
    assert all(NOW + DAY <= one.expires <= one.longest for one in found)
