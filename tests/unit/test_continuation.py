"""What a ticket or a confirmation carries comes back as it was, without the tokens that must not travel."""

import json
import zlib
from dataclasses import replace

from coordinator.core.continuation import Continuation, fingerprint, not_revoked, pack, unpack, without_tokens
from coordinator.core.model import Reach
from coordinator.core.parameters import Parameters
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.samples import LEG_REPORTS, NAMES, PRINTABLE

ASKED = st.builds(Parameters, *(NAMES,) * 3, st.sampled_from(Reach), *(NAMES,) * 8)
CONTINUATIONS = st.builds(
    Continuation,
    PRINTABLE,
    ASKED,
    st.lists(LEG_REPORTS, max_size=3).map(tuple),
    st.none() | st.lists(PRINTABLE, max_size=3).map(tuple),
    *(NAMES,) * 3,
    revoked=st.lists(PRINTABLE, max_size=2).map(tuple),
    global_tried=st.booleans(),
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
