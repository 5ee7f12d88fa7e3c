"""Did our pool sign this token? A good one with one thing changed, again and again."""

from typing import Any

import jwt
import pytest
from coordinator.adapters.keys import Keys
from coordinator.adapters.tokens import SKEW, PoolTokens
from coordinator.core.model import Claims
from coordinator.errors import TokenInvalid, Unavailable
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from tests.adapters.pool import EXPIRES, ISSUER, SHOP, access_claims, id_claims, jwk, key, sign, sign_raw


class KnownKeys(Keys):
    """The pool's key, without a request; it remembers which ids it was asked for."""

    def __init__(self) -> None:
        super().__init__("", lambda: 0.0)
        self.asked: list[str] = []
        self.waited: list[object] = []

    def find(self, key_id: str, *, waits: bool = True) -> jwt.PyJWK:
        """Return the pool's key."""
        self.asked.append(key_id)
        self.waited.append(waits)
        if key_id == "unavailable":
            raise Unavailable("timeout")
        if key_id != "pool":
            raise TokenInvalid("no such key")
        return jwt.PyJWK(jwk("pool"), algorithm="RS256")


@pytest.fixture
def keys() -> KnownKeys:
    """The pool's key."""
    return KnownKeys()


@pytest.fixture
def tokens(keys: KnownKeys) -> PoolTokens:
    """The verifier of a pool with one app."""
    return PoolTokens(ISSUER, [SHOP], keys, lambda: EXPIRES)


def refused(tokens: PoolTokens, token: str, kind: str = "id") -> str:
    with pytest.raises(TokenInvalid) as invalid:
        tokens.verify(token, kind)
    assert token not in str(invalid.value)
    return str(invalid.value)


def test_a_good_id_token_says_who_it_is_about(tokens: PoolTokens) -> None:
    claims = id_claims(identities=[{"providerName": "Corp"}])

    assert tokens.verify(sign(claims), "id") == Claims(
        subject="5a2f0000-0000-4000-8000-000000000000",
        client_id=SHOP,
        expires=EXPIRES,
        username="Corp_mary",
        origin_jti="session-1",
        everything=claims,
    )


def test_a_good_access_token_has_scopes_and_a_client(tokens: PoolTokens) -> None:
    claims = tokens.verify(sign(access_claims()), "access")

    assert (claims.client_id, claims.username) == (SHOP, "Corp_mary")
    assert claims.scopes == {"openid", "aws.cognito.signin.user.admin"}


@pytest.mark.parametrize("expires", [1, EXPIRES - 10_000_000])
def test_an_expired_token_is_accepted_and_says_when_it_expired(tokens: PoolTokens, expires: int) -> None:
    assert tokens.verify(sign(id_claims(exp=expires)), "id").expires == expires


def test_the_pools_clock_may_be_ahead_of_ours_by_minutes(tokens: PoolTokens) -> None:
    assert tokens.verify(sign(id_claims(nbf=EXPIRES + SKEW, iat=EXPIRES + SKEW)), "id")


def test_what_is_not_required_may_be_absent(tokens: PoolTokens) -> None:
    bare = id_claims(**{"origin_jti": None, "cognito:username": None, "iat": None})
    claims = tokens.verify(sign(bare), "id")

    assert (claims.username, claims.origin_jti, claims.scopes) == (None, None, frozenset())


CLAIMS: list[tuple[dict[str, Any], str]] = [
    ({"iss": None}, "id"),
    ({"iss": ISSUER + "/"}, "id"),
    ({"iss": ISSUER.replace("01", "02")}, "id"),
    ({"iss": [ISSUER]}, "id"),
    ({"token_use": None}, "id"),
    ({"token_use": "access"}, "id"),
    ({"token_use": ["id"]}, "id"),
    ({"aud": None}, "id"),
    ({"aud": "another"}, "id"),
    ({"aud": [SHOP]}, "id"),
    ({"aud": [SHOP, "another"]}, "id"),
    ({"aud": ""}, "id"),
    ({"aud": 7}, "id"),
    ({"sub": None}, "id"),
    ({"sub": ""}, "id"),
    ({"sub": 7}, "id"),
    ({"sub": "x" * 2_049}, "id"),
    ({"exp": None}, "id"),
    ({"exp": True}, "id"),
    ({"exp": False}, "id"),
    ({"exp": 0}, "id"),
    ({"exp": -1}, "id"),
    ({"exp": 2**40}, "id"),
    ({"exp": 1e400}, "id"),
    ({"exp": 1_800_000_000.5}, "id"),
    ({"exp": "1800000000"}, "id"),
    ({"exp": [1_800_000_000]}, "id"),
    ({"iat": EXPIRES + SKEW + 1}, "id"),
    ({"iat": "1800000000"}, "id"),
    ({"iat": True}, "id"),
    ({"iat": -1}, "id"),
    ({"nbf": EXPIRES + SKEW + 1}, "id"),
    ({"nbf": "1800000000"}, "id"),
    ({"sub": "5a2f\0"}, "id"),
    ({"sub": "\ud800"}, "id"),
    ({"custom:note": "\udc00"}, "id"),
    ({"origin_jti": 7}, "id"),
    ({"origin_jti": ["session-1"]}, "id"),
    ({"cognito:username": {}}, "id"),
    ({"client_id": None}, "access"),
    ({"client_id": "another"}, "access"),
    ({"client_id": None, "aud": SHOP}, "access"),
    ({"scope": ["openid"]}, "access"),
    ({"scope": 7}, "access"),
    ({"username": 7}, "access"),
]


@pytest.mark.parametrize(("changes", "kind"), CLAIMS, ids=[f"{kind} {next(iter(row))}" for row, kind in CLAIMS])
def test_one_wrong_claim_is_enough(tokens: PoolTokens, changes: dict[str, Any], kind: str) -> None:
    claims = id_claims(**changes) if kind == "id" else access_claims(**changes)

    refused(tokens, sign_raw({"alg": "RS256", "kid": "pool"}, claims), kind)


def test_id_and_access_tokens_are_not_interchangeable(tokens: PoolTokens) -> None:
    refused(tokens, sign(id_claims()), "access")
    refused(tokens, sign(access_claims()), "id")
    refused(tokens, sign(id_claims(token_use="logout", events={})), "id")


def test_a_key_of_somebody_else_under_our_key_id_signs_nothing(tokens: PoolTokens) -> None:
    refused(tokens, sign(id_claims(), by=key("eve")))


def test_a_token_of_another_issuer_does_not_even_ask_for_a_key(tokens: PoolTokens, keys: KnownKeys) -> None:
    refused(tokens, sign(id_claims(iss="https://evil.example"), kid="their-key"))

    assert keys.asked == []


def test_whoever_verifies_says_whether_the_keys_may_be_waited_for(tokens: PoolTokens, keys: KnownKeys) -> None:
    for waits in ({}, {"waits": True}, {"waits": False}):
        tokens.verify(sign(id_claims()), "id", **waits)

    assert [one is True for one in keys.waited] == [True, True, False]
    assert keys.waited[-1] is False


def test_an_unknown_key_id_is_refused(tokens: PoolTokens) -> None:
    assert refused(tokens, sign(id_claims(), kid="another")) == "no such key"


def test_keys_that_cannot_be_had_are_no_verdict_on_the_token(tokens: PoolTokens) -> None:
    with pytest.raises(Unavailable):
        tokens.verify(sign(id_claims(), kid="unavailable"), "id")


@pytest.mark.parametrize("algorithm", ["RS384", "RS512", "PS256"])
def test_the_right_key_with_another_algorithm_is_refused(tokens: PoolTokens, algorithm: str) -> None:
    refused(tokens, sign(id_claims(), algorithm))


def test_an_elliptic_key_is_refused(tokens: PoolTokens) -> None:
    refused(tokens, sign(id_claims(), "ES256", by=generate_private_key(SECP256R1())))


@pytest.mark.parametrize("secret", ["shared-secret-of-32-characters-or-more", "", "pool"])
@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_a_shared_secret_is_refused(tokens: PoolTokens, secret: str) -> None:
    refused(tokens, sign(id_claims(), "HS256", by=secret or "x"))
