"""What a ticket or a confirmation carries comes back as it was, without the tokens that must not travel."""

import json
import zlib
from dataclasses import replace

import pytest
from coordinator.core.continuation import (
    Continuation,
    about,
    extended,
    fingerprint,
    not_revoked,
    pack,
    superseded,
    unpack,
    without_tokens,
)
from coordinator.core.model import Leg, LegReport, Outcome, Reach
from coordinator.core.parameters import Parameters
from coordinator.core.sign_ins import Account, CameIn
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.samples import LEG_REPORTS, NAMES, PRINTABLE

ASKED = st.builds(Parameters, *(NAMES,) * 3, st.sampled_from(Reach), *(NAMES,) * 8)
ACCOUNTS = st.builds(Account, PRINTABLE, PRINTABLE, NAMES)
CONTINUATIONS = st.builds(
    Continuation,
    PRINTABLE,
    ASKED,
    st.lists(LEG_REPORTS, max_size=3).map(tuple),
    st.none() | st.lists(PRINTABLE, max_size=3).map(tuple),
    *(NAMES,) * 3,
    revoked=st.lists(PRINTABLE, max_size=2).map(tuple),
    global_tried=st.booleans(),
    unrevoked=st.lists(PRINTABLE, max_size=2).map(tuple),
    came_in=st.none() | st.builds(CameIn, st.lists(ACCOUNTS, max_size=2).map(tuple), st.integers(), st.integers()),
)
SECRETS = Parameters(
    "shop", id_token_hint="the-hint", refresh_token="the-refresh", access_token="the-access", confirm="c", ticket="t"
)


@given(CONTINUATIONS)
def test_it_comes_back_as_it_was_but_for_the_tokens_to_revoke(waiting: Continuation) -> None:
    kept = replace(waiting.asked, refresh_token=None, access_token=None, confirm=None, ticket=None)

    assert unpack(pack(waiting)) == replace(waiting, asked=kept)


def test_a_confirmation_carries_the_hint_and_no_other_token() -> None:
    assert unpack(pack(Continuation("logout-1", SECRETS))).asked == Parameters("shop", id_token_hint="the-hint")


def test_a_ticket_carries_no_token_at_all() -> None:
    assert unpack(pack(Continuation("logout-1", without_tokens(SECRETS)))).asked == Parameters("shop")


def test_members_that_a_later_version_added_are_passed_over() -> None:
    document = json.loads(zlib.decompress(pack(Continuation("logout-1", Parameters("shop")))))
    document["asked"]["of_tomorrow"] = "x"

    assert unpack(zlib.compress(json.dumps(document).encode())).asked == Parameters("shop")


def test_a_refresh_token_that_is_dead_already_is_known_by_its_fingerprint_alone() -> None:
    waiting = Continuation("logout-1", Parameters(), revoked=(fingerprint("the-dead-one"),))

    assert not_revoked(["the-dead-one", "alive"], waiting) == ("alive",)
    assert not_revoked(["the-dead-one"], None) == ("the-dead-one",)
    assert b"the-dead-one" not in zlib.decompress(pack(waiting))
    assert unpack(pack(waiting)) == waiting


def test_a_printed_continuation_shows_no_token_and_no_nonce() -> None:
    shown = repr(Continuation("logout-1", replace(SECRETS, state="the-state"), nonce="the-nonce"))

    assert "the-" not in shown


DONE, COGNITO = LegReport(Leg.TOKENS, Outcome.DONE), LegReport(Leg.COGNITO, Outcome.NOT_ATTEMPTED)
FAILED = LegReport(Leg.TOKENS, Outcome.FAILED, reason="timeout")
EARLIER = Continuation(
    "logout-1", Parameters("shop"), (FAILED,), subject="mary", revoked=("a",), global_tried=True, unrevoked=("b",)
)


def test_a_ticket_leaves_every_token_behind_before_it_is_packed() -> None:
    assert without_tokens(SECRETS) == Parameters("shop")


def test_a_fingerprint_is_64_bits_and_another_for_another_token() -> None:
    assert len(bytes.fromhex(fingerprint("a-token"))) == 8
    assert fingerprint("a-token") != fingerprint("another")


def test_what_waits_anew_carries_the_acts_of_what_waited_before() -> None:
    now = Continuation("logout-1", Parameters("shop"), (DONE, COGNITO), nonce="n", revoked=("c",), unrevoked=("d",))

    assert extended(EARLIER, now) == replace(
        now, legs=(FAILED, COGNITO), revoked=("a", "c"), unrevoked=("b", "d"), global_tried=True
    )
    assert extended(None, now) is now


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("after", [True, False])
def test_a_global_sign_out_that_was_tried_once_stays_tried(before: bool, after: bool) -> None:
    waiting = extended(replace(EARLIER, global_tried=before), replace(EARLIER, global_tried=after))

    assert waiting.global_tried is (before or after)


def test_acts_that_were_done_for_somebody_else_are_forgotten_but_for_the_dead_tokens() -> None:
    assert about(EARLIER, "eve") == replace(EARLIER, legs=(), global_tried=False)
    assert about(EARLIER, None) == replace(EARLIER, legs=(), global_tried=False)


@pytest.mark.parametrize("waiting", [EARLIER, replace(EARLIER, subject=None), None])
def test_acts_for_the_same_person_or_for_nobody_known_are_kept(waiting: Continuation | None) -> None:
    assert about(waiting, "mary") == waiting


def test_a_failure_is_superseded_when_each_of_its_tokens_is_tried_again() -> None:
    waiting = replace(EARLIER, legs=(FAILED, COGNITO), unrevoked=(fingerprint("b"), fingerprint("c")))

    for again in (["b", "c"], ["c", "other", "b"]):
        assert superseded(waiting, again) == replace(waiting, legs=(COGNITO,))
    for again in ([], ["b"], ["other"]):
        assert superseded(waiting, again) == waiting


def test_a_success_is_not_superseded_and_neither_is_nothing() -> None:
    waiting = replace(EARLIER, legs=(DONE,), unrevoked=())

    assert superseded(waiting, ["b"]) == waiting
    assert superseded(None, ["b"]) is None


def test_what_travels_in_a_url_or_a_form_is_written_without_spaces_and_escapes() -> None:
    waiting = Continuation("logout-1", Parameters(logout_hint="jürgen"), (DONE,), linked=("Corp", "Google"))

    text = zlib.decompress(pack(waiting)).decode()
    assert "jürgen" in text
    assert " " not in text
