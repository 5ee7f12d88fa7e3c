"""What KMS does not seal cannot wait: it fails by itself, and takes no other token with it."""

from coordinator.core.plan import Effects, Revocation
from coordinator.core.retry import Undone, undone
from coordinator.errors import EffectFailed

from tests.unit.samples import SHOP

PASSING = EffectFailed("throttled", retryable=True)
LONGEST = Revocation("é" * 2048, SHOP.client_id)
LONGER = Revocation("é" * 2048 + "x", SHOP.client_id)
SHORT = Revocation("r1", SHOP.client_id)


def test_a_token_that_kms_does_not_seal_keeps_no_other_from_waiting() -> None:
    plan = Effects(revocations=(LONGER, LONGEST, SHORT))

    assert undone(plan, None, [PASSING, PASSING, PASSING]) == Undone(None, (LONGEST, SHORT), told=True)


def test_a_long_token_that_is_dead_fails_nothing() -> None:
    assert undone(Effects(revocations=(LONGER, SHORT)), None, [None, PASSING]) == Undone(None, (SHORT,), told=False)


def test_a_long_token_alone_leaves_nothing_to_be_queued() -> None:
    assert undone(Effects(revocations=(LONGER,)), None, [PASSING]) == Undone()


def test_a_token_that_is_no_text_is_left_to_the_queue_to_refuse() -> None:
    broken = Revocation("\ud800", SHOP.client_id)

    assert undone(Effects(revocations=(broken,)), None, [PASSING]).revocations == (broken,)
