"""When the pool's keys are asked for again, to the second, and keys as Cognito itself writes them."""

import pytest
from coordinator.adapters.keys import COOL_DOWN_SECONDS, FRESH_SECONDS, Keys
from coordinator.errors import TokenInvalid

from tests.adapters.clock import Clock
from tests.adapters.loopback import Loopback, reply
from tests.adapters.pool import jwk
from tests.adapters.test_keys import clock, key_set, keys

__all__ = ["clock", "keys"]


def test_after_an_outage_the_keys_are_read_anew_when_the_cool_down_is_over(
    keys: Keys, server: Loopback, clock: Clock
) -> None:
    keys.find("pool")
    server.behaviour = reply(503)
    clock.pass_by(FRESH_SECONDS + 1)
    keys.find("pool")
    server.behaviour = key_set(jwk("next"))

    clock.pass_by(COOL_DOWN_SECONDS)
    assert keys.find("pool").key_id == "pool"
    clock.pass_by(1)
    with pytest.raises(TokenInvalid):
        keys.find("pool")


def test_an_unknown_key_id_is_not_looked_up_again_until_the_cool_down_is_over(
    keys: Keys, server: Loopback, clock: Clock
) -> None:
    keys.find("pool")
    for seconds, requests in ((0, 2), (COOL_DOWN_SECONDS, 2), (1, 3)):
        clock.pass_by(seconds)
        with pytest.raises(TokenInvalid):
            keys.find("unknown")
        assert len(server.requests) == requests


def test_an_id_that_the_first_answer_does_not_hold_is_no_outage(keys: Keys, server: Loopback) -> None:
    with pytest.raises(TokenInvalid):
        keys.find("unknown")
    assert len(server.requests) == 1


def test_a_key_is_used_with_the_members_alone_that_cognito_gives_it(keys: Keys, server: Loopback) -> None:
    members = ("alg", "e", "kid", "kty", "n", "use")
    server.behaviour = key_set({member: jwk("pool")[member] for member in members})

    assert keys.find("pool").key_id == "pool"
