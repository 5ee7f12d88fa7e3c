"""Where a token is just good enough and where it no longer is, and what it can make us do on the way."""

from typing import Any

import pytest
from coordinator.adapters.tokens import PoolTokens
from coordinator.errors import TokenInvalid

from tests.adapters.pool import EXPIRES, access_claims, id_claims, key, sign, sign_raw
from tests.adapters.test_tokens import KnownKeys, keys, tokens

__all__ = ["keys", "tokens"]

HEADER = {"alg": "RS256", "kid": "pool"}
END_OF_TIME = 253_402_300_799
"""9999-12-31T23:59:59Z."""


def is_good(tokens: PoolTokens, token: str) -> bool:
    try:
        tokens.verify(token, "id")
    except TokenInvalid:
        return False
    return True


def of_length(length: int) -> str:
    """A good token of so many characters."""
    padding = (length - len(sign(id_claims(padding="")))) * 3 // 4
    padded = (sign(id_claims(padding="x" * (padding + more))) for more in range(-2, 3))
    return next(token for token in padded if len(token) == length)


@pytest.mark.parametrize(("expires", "good"), [(0, False), (1, True), (END_OF_TIME, True), (END_OF_TIME + 1, False)])
def test_a_token_may_expire_at_any_time_that_can_be_written_down(tokens: PoolTokens, expires: int, good: bool) -> None:
    assert is_good(tokens, sign(id_claims(exp=expires))) is good


@pytest.mark.parametrize(("length", "good"), [(1, True), (2_048, True), (2_049, False)])
def test_a_claim_that_we_read_has_1_to_2048_characters(tokens: PoolTokens, length: int, good: bool) -> None:
    assert is_good(tokens, sign(id_claims(sub="x" * length))) is good


@pytest.mark.parametrize(("length", "good"), [(16_384, True), (16_385, False)])
def test_a_token_may_have_16384_characters(tokens: PoolTokens, length: int, good: bool) -> None:
    assert is_good(tokens, of_length(length)) is good


@pytest.mark.parametrize("header", [{"alg": "RS512"}, {"alg": "none"}, {"crit": ["exp"]}, {"crit": []}, {"kid": 7}])
def test_a_header_that_is_not_ours_does_not_even_ask_for_a_key(
    tokens: PoolTokens, keys: KnownKeys, header: dict[str, Any]
) -> None:
    assert not is_good(tokens, sign_raw({**HEADER, **header}, id_claims()))
    assert keys.asked == []


def test_a_header_as_cognito_writes_it_is_good(tokens: PoolTokens) -> None:
    assert is_good(tokens, sign_raw(HEADER, id_claims())), "alg and kid, no typ"


def test_as_many_scopes_as_a_client_may_have_are_read(tokens: PoolTokens) -> None:
    scopes = {f"https://orders.example.com/of-region-{number:0>2}.read" for number in range(50)}

    assert tokens.verify(sign(access_claims(scope=" ".join(scopes))), "access").scopes == scopes


def test_what_a_providers_token_says_can_be_read_without_believing_it(tokens: PoolTokens) -> None:
    theirs = {"iss": "https://login.corp.example", "sub": "mary@corp", "exp": EXPIRES}

    assert tokens.unverified(sign(theirs, by=key("corp"))) == theirs
    assert tokens.unverified("no-token") is None
