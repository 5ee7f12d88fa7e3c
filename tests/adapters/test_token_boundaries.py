"""Where a token is just good enough and where it no longer is, and what it can make us do on the way."""

from typing import Any

import pytest
from coordinator.adapters.tokens import PoolTokens
from coordinator.errors import TokenInvalid

from tests.adapters.pool import EXPIRES, ISSUER, SHOP, id_claims, key, sign, sign_raw
from tests.adapters.test_tokens import KnownKeys

HEADER = {"alg": "RS256", "kid": "pool"}
END_OF_TIME = 253_402_300_799
"""9999-12-31T23:59:59Z."""


def is_good(token: str) -> bool:
    try:
        PoolTokens(ISSUER, [SHOP], KnownKeys()).verify(token, "id")
    except TokenInvalid:
        return False
    return True


def of_length(length: int) -> str:
    """A good token of so many characters."""
    padding = (length - len(sign(id_claims(padding="")))) * 3 // 4
    tokens = (sign(id_claims(padding="x" * (padding + more))) for more in range(-2, 3))
    return next(token for token in tokens if len(token) == length)


@pytest.mark.parametrize(("expires", "good"), [(0, False), (1, True), (END_OF_TIME, True), (END_OF_TIME + 1, False)])
def test_a_token_may_expire_at_any_time_that_can_be_written_down(expires: int, good: bool) -> None:
    assert is_good(sign(id_claims(exp=expires))) is good


@pytest.mark.parametrize(("length", "good"), [(1, True), (2_048, True), (2_049, False)])
def test_a_claim_that_we_read_has_1_to_2048_characters(length: int, good: bool) -> None:
    assert is_good(sign(id_claims(sub="x" * length))) is good


@pytest.mark.parametrize(("length", "good"), [(16_384, True), (16_385, False)])
def test_a_token_may_have_16384_characters(length: int, good: bool) -> None:
    assert is_good(of_length(length)) is good


@pytest.mark.parametrize("header", [{"alg": "RS512"}, {"alg": "none"}, {"crit": ["exp"]}, {"crit": []}, {"kid": 7}])
def test_a_header_that_is_not_ours_does_not_even_ask_for_a_key(header: dict[str, Any]) -> None:
    keys = KnownKeys()
    with pytest.raises(TokenInvalid):
        PoolTokens(ISSUER, [SHOP], keys).verify(sign_raw({**HEADER, **header}, id_claims()), "id")

    assert keys.asked == []


def test_what_a_providers_token_says_can_be_read_without_believing_it() -> None:
    tokens = PoolTokens(ISSUER, [SHOP], KnownKeys())
    theirs = {"iss": "https://login.corp.example", "sub": "mary@corp", "exp": EXPIRES}

    assert tokens.unverified(sign(theirs, by=key("corp"))) == theirs
    assert tokens.unverified("no-token") is None
