"""The pool's keys: cached, rotated, kept through an outage, and never asked for more than they should be."""

from http.server import BaseHTTPRequestHandler
from typing import Any

import jwt
import pytest
from coordinator.adapters import transport
from coordinator.adapters.keys import COOL_DOWN_SECONDS, FRESH_SECONDS, Keys
from coordinator.errors import TokenInvalid, Unavailable
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from tests.adapters import loopback
from tests.adapters.clock import Clock
from tests.adapters.loopback import Behaviour, Loopback, reply
from tests.adapters.pool import jwk, key


@pytest.fixture
def clock() -> Clock:
    """The time of this test."""
    return Clock()


@pytest.fixture
def keys(server: Loopback, clock: Clock) -> Keys:
    """The keys of a pool that has one."""
    server.behaviour = key_set(jwk("pool"))
    return Keys(f"{server.base}/jwks.json", clock)


def key_set(*entries: Any) -> Behaviour:
    return reply(200, {"keys": list(entries)})


def test_keys_are_fetched_when_they_are_first_needed_and_then_remembered(keys: Keys, server: Loopback) -> None:
    assert server.requests == []
    for _ in range(3):
        assert keys.find("pool").key_id == "pool"

    assert [(seen.method, seen.path) for seen in server.requests] == [("GET", "/jwks.json")]


def test_what_was_read_ahead_is_not_read_again_for_an_hour(keys: Keys, server: Loopback, clock: Clock) -> None:
    keys.load()
    clock.pass_by(FRESH_SECONDS)
    keys.find("pool")
    assert len(server.requests) == 1

    clock.pass_by(1)
    keys.find("pool")
    assert len(server.requests) == 2


@pytest.mark.parametrize(("seconds", "known"), [(FRESH_SECONDS, True), (FRESH_SECONDS + 1, False)])
def test_old_keys_of_a_snapshot_are_forgotten_for_good(
    seconds: int, known: bool, keys: Keys, server: Loopback, clock: Clock
) -> None:
    keys.load()
    clock.pass_by(seconds)
    server.behaviour = reply(500)

    keys.forget_old()

    if known:
        assert keys.find("pool").key_id == "pool"
    else:
        with pytest.raises(Unavailable):
            keys.find("pool")
        assert keys._keys == ()


def test_after_an_hour_they_are_read_anew(keys: Keys, server: Loopback, clock: Clock) -> None:
    keys.find("pool")
    clock.pass_by(FRESH_SECONDS)
    keys.find("pool")
    assert len(server.requests) == 1

    clock.pass_by(1)
    keys.find("pool")
    assert len(server.requests) == 2


def test_a_key_that_was_withdrawn_is_unknown_after_an_hour(keys: Keys, server: Loopback, clock: Clock) -> None:
    keys.find("pool")
    server.behaviour = key_set(jwk("next"))
    clock.pass_by(FRESH_SECONDS + 1)

    with pytest.raises(TokenInvalid):
        keys.find("pool")
    assert keys.find("next").key_id == "next"


def test_while_one_caller_waits_for_new_keys_the_others_go_on_with_the_old(
    keys: Keys, server: Loopback, clock: Clock
) -> None:
    asked_meanwhile: list[str | None] = []

    def slow(handler: BaseHTTPRequestHandler) -> None:
        asked_meanwhile.append(keys.find("pool").key_id)
        key_set(jwk("pool"))(handler)

    keys.find("pool")
    server.behaviour = slow
    clock.pass_by(FRESH_SECONDS + 1)
    keys.find("pool")

    assert (asked_meanwhile, len(server.requests)) == (["pool"], 2)


def test_a_rotation_is_noticed_at_once(keys: Keys, server: Loopback) -> None:
    keys.find("pool")
    server.behaviour = key_set(jwk("pool"), jwk("next"))

    assert keys.find("next").key_id == "next"
    assert len(server.requests) == 2


def test_a_storm_of_unknown_key_ids_costs_one_request_per_cool_down(keys: Keys, server: Loopback, clock: Clock) -> None:
    keys.find("pool")
    for round_ in range(2):
        for number in range(50):
            with pytest.raises(TokenInvalid):
                keys.find(f"../../dev/null\r\n{round_}-{number}")
        clock.pass_by(COOL_DOWN_SECONDS + 1)

    assert len(server.requests) == 3


@pytest.mark.parametrize("behaviour", [reply(503), reply(200, {"keys": [jwk("pool")]})])
def test_a_storm_that_comes_when_the_keys_are_due_costs_one_request_as_well(
    keys: Keys, server: Loopback, clock: Clock, behaviour: Behaviour
) -> None:
    keys.find("pool")
    server.behaviour = behaviour
    clock.pass_by(FRESH_SECONDS + 1)
    for number in range(50):
        with pytest.raises((TokenInvalid, Unavailable)):
            keys.find(f"unknown-{number}")

    assert len(server.requests) == 2


OUTAGES = [reply(500), reply(404), loopback.reset, reply(200, "<html>"), reply(200, {"keys": []}), reply(200, {})]


@pytest.mark.parametrize("outage", OUTAGES)
def test_an_outage_keeps_the_old_keys_and_is_not_asked_at_every_token(
    keys: Keys, server: Loopback, clock: Clock, outage: Behaviour
) -> None:
    keys.find("pool")
    server.behaviour = outage
    clock.pass_by(FRESH_SECONDS + 1)
    for _ in range(5):
        assert keys.find("pool").key_id == "pool"
    assert len(server.requests) == 2

    clock.pass_by(COOL_DOWN_SECONDS + 1)
    server.behaviour = key_set(jwk("next"))
    assert keys.find("next").key_id == "next"


def test_a_key_id_that_an_outage_keeps_us_from_looking_up_is_not_called_forged(
    keys: Keys, server: Loopback, clock: Clock
) -> None:
    keys.find("pool")
    server.behaviour = reply(503)

    for _ in range(3):
        with pytest.raises(Unavailable):
            keys.find("next")
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "behaviour",
    [
        *OUTAGES,
        reply(200, "{"),
        reply(200, "[" * 100_000),
        reply(200, []),
        reply(200, {"keys": {}}),
        reply(200, {"keys": "x"}),
        reply(200, {"keys": [None, 7, "x"]}),
        reply(200, b"\xff\xfe"),
        reply(200, b" " * (transport.LARGEST_ANSWER + 1)),
    ],
)
def test_keys_that_nobody_ever_told_are_unavailable(keys: Keys, server: Loopback, behaviour: Behaviour) -> None:
    server.behaviour = behaviour

    with pytest.raises(Unavailable):
        keys.find("pool")


def test_a_key_set_that_redirects_is_refused_and_not_followed(keys: Keys, server: Loopback) -> None:
    server.behaviour = reply(302, Location=f"{server.base}/elsewhere")

    with pytest.raises(Unavailable):
        keys.find("pool")
    assert [seen.path for seen in server.requests] == ["/jwks.json"]


def even_modulus() -> str:
    """A modulus that 2 divides, and no other small prime by chance: 3 does not."""
    modulus = key("bad", 2_048).public_key().public_numbers().n
    even = modulus - 1 if modulus % 3 != 1 else modulus + 1
    return str(jwt.utils.to_base64url_uint(even).decode())


SPOILED: list[Any] = [
    None,
    "text",
    {},
    {"kid": "bad"},
    {"kid": 7, "kty": "RSA"},
    {"kid": "bad", "kty": "RSA"},
    {"kid": "bad", "kty": "RSA", "n": "", "e": ""},
    {"kid": "bad", "kty": "RSA", "n": 7, "e": []},
    {"kid": "bad", "kty": "RSA", "n": "ä", "e": "AQAB"},
    {"kid": "bad", "kty": "RSA", "n": "AA", "e": "AA"},
    {"kid": "bad", "kty": "oct", "k": "AAAA"},
    {"kid": "bad", "kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
    jwk("bad", use="enc"),
    jwk("bad", alg="RS512"),
    jwk("bad", alg="HS256"),
    jwk("bad", e="AQ"),
    jwk("bad", e="Aw"),
    jwk("bad", n=even_modulus()),
    jwk("bad", n=jwk("bad")["n"][:84] + "AQ"),  # 512 bits
    jwk("bad", bits=1_024),
    jwk("bad", key_ops=["encrypt"]),
    jwk("bad", key_ops=7),
]


@pytest.mark.parametrize("spoiled", SPOILED, ids=range(len(SPOILED)))
def test_one_bad_key_does_not_spoil_the_set_and_is_never_used(keys: Keys, server: Loopback, spoiled: Any) -> None:
    server.behaviour = key_set(spoiled, jwk("pool"), spoiled)

    assert keys.find("pool").key_id == "pool"
    with pytest.raises(TokenInvalid):
        keys.find("bad")


@pytest.mark.parametrize("entry", [jwk("pool", use=None), jwk("pool", alg=None)], ids=["use", "alg"])
def test_use_and_algorithm_may_be_left_out(keys: Keys, server: Loopback, entry: dict[str, Any]) -> None:
    server.behaviour = key_set(entry)

    assert keys.find("pool").key_id == "pool"


def test_two_different_keys_of_one_id_name_none_and_the_same_key_twice_is_one(keys: Keys, server: Loopback) -> None:
    server.behaviour = key_set(jwk("pool"), jwk("other", kid="two"), jwk("pool", kid="two"), jwk("pool"))

    assert keys.find("pool").key_id == "pool"
    with pytest.raises(TokenInvalid):
        keys.find("two")


@pytest.mark.parametrize("other", [{"kty": "oct", "k": "AAAA"}, {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}])
def test_a_key_of_another_type_under_the_same_id_does_no_harm(
    keys: Keys, server: Loopback, other: dict[str, Any]
) -> None:
    server.behaviour = key_set({"kid": "pool", **other}, jwk("pool"), {"kid": "pool", **other})

    assert keys.find("pool").key_id == "pool"


def test_what_should_be_secret_in_a_key_is_left_alone(keys: Keys, server: Loopback) -> None:
    private = jwt.algorithms.RSAAlgorithm.to_jwk(key("pool"), as_dict=True)
    server.behaviour = key_set(jwk("pool", **{name: private[name] for name in ("d", "p", "q")}))

    assert isinstance(keys.find("pool").key, RSAPublicKey)


def test_who_does_not_wait_gets_what_is_at_hand_and_asks_nobody(keys: Keys, server: Loopback, clock: Clock) -> None:
    with pytest.raises(Unavailable, match="not_at_hand"):
        keys.find("pool", waits=False)
    assert server.requests == []

    keys.find("pool")
    assert keys.find("pool", waits=False).key_id == "pool"
    with pytest.raises(Unavailable, match="not_at_hand"):
        keys.find("next", waits=False)

    clock.pass_by(FRESH_SECONDS + 1)
    with pytest.raises(Unavailable, match="not_at_hand"):
        keys.find("pool", waits=False)
    assert len(server.requests) == 1


def test_an_id_that_was_just_asked_for_in_vain_is_unknown_without_waiting(keys: Keys, server: Loopback) -> None:
    keys.find("pool")
    with pytest.raises(TokenInvalid):
        keys.find("next")

    with pytest.raises(TokenInvalid):
        keys.find("next", waits=False)
    assert len(server.requests) == 2
