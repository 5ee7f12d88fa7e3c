"""Which verified tokens are good for a call: not expired, not ended, and nothing else counts."""

import pytest
from coordinator.core.admission import Refusal, refusal
from coordinator.core.denials import Kept
from coordinator.core.model import Claims
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.samples import NOW, claims

ENDED = {"session/session-1": Kept(NOW + 60)}


@pytest.mark.parametrize(("expires", "refused"), [(NOW - 1, Refusal.EXPIRED), (NOW, Refusal.EXPIRED), (NOW + 1, None)])
def test_a_token_is_dead_from_the_second_in_which_it_expires(expires: int, refused: Refusal | None) -> None:
    assert refusal(claims(expires=expires), {}, NOW) is refused


def test_an_ended_session_is_refused_and_another_of_the_same_user_is_not() -> None:
    assert refusal(claims(), ENDED, NOW) is Refusal.ENDED
    assert refusal(claims(session="session-2"), ENDED, NOW) is None
    assert refusal(claims(session=None), ENDED, NOW) is None


def test_an_expired_token_of_an_ended_session_is_expired() -> None:
    assert refusal(claims(expires=NOW), ENDED, NOW) is Refusal.EXPIRED


@given(
    st.integers(NOW - 3, NOW + 3),
    st.integers(NOW - 3, NOW + 3),
    st.none() | st.integers(NOW - 3, NOW + 3),
    st.integers(NOW - 3, NOW + 3),
)
def test_a_token_is_good_exactly_while_it_lives_and_no_live_item_covers_it(
    expires: int, item_expires: int, cut_off: int | None, auth_time: int
) -> None:
    token = claims(expires=expires, everything={"auth_time": auth_time})
    key = "session/session-1" if cut_off is None else "user/mary"
    covered = item_expires > NOW and (cut_off is None or auth_time <= cut_off)

    assert (refusal(token, {key: Kept(item_expires, cut_off)}, NOW) is None) == (expires > NOW and not covered)


def test_a_client_without_users_passes_whatever_is_listed_until_its_token_expires() -> None:
    listed = {"user/robot": Kept(NOW + 60, NOW + 60), "session/session-1": Kept(NOW + 60)}

    assert refusal(Claims("robot", "robot", NOW + 1, origin_jti="session-1"), listed, NOW) is None
    assert refusal(Claims("robot", "robot", NOW), listed, NOW) is Refusal.EXPIRED
