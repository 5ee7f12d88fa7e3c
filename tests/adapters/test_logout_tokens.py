"""Logout tokens against a provider on loopback: by which keys they are believed, and what a flood may cost."""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import jwt
import pytest
from coordinator.adapters.discovery import Discovery
from coordinator.adapters.keys import COOL_DOWN_SECONDS as REFETCH_SECONDS
from coordinator.adapters.keys import FRESH_SECONDS
from coordinator.adapters.logout_tokens import COOL_DOWN_SECONDS, MOST_OF_ONE_ID, LogoutTokens
from coordinator.core.model import Provider
from coordinator.core.signals import EVENT
from coordinator.errors import CoordinatorError, Redirected, TokenInvalid, Unavailable
from coordinator.settings.provider_tables import ALGORITHMS
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from tests.adapters.clock import Clock
from tests.adapters.loopback import Behaviour, Loopback, reply
from tests.adapters.pool import jwk as rsa_jwk
from tests.adapters.pool import key

CURVES: dict[str, Callable[[], ec.EllipticCurve]] = {
    "ES256": ec.SECP256R1,
    "ES384": ec.SECP384R1,
    "ES512": ec.SECP521R1,
}


class Issuer:
    """The provider's server: which keys it publishes, and where it says that they lie."""

    def __init__(self, server: Loopback) -> None:
        self.server = server
        self.keys: list[Any] = [rsa_jwk("one")]
        self.jwks_uri: Any = f"{server.base}/keys"
        self.of_keys: Behaviour | None = None
        self.of_discovery: Behaviour | None = None
        server.behaviour = self._serve

    def _serve(self, handler: Any) -> None:
        if handler.path == "/keys":
            (self.of_keys or reply(200, {"keys": self.keys}))(handler)
        else:
            document = {"issuer": self.server.base, "jwks_uri": self.jwks_uri}
            (self.of_discovery or reply(200, document))(handler)

    @property
    def asked(self) -> list[str]:
        """What was asked for."""
        return [seen.path for seen in self.server.requests]


DISCOVERY, KEYS = "/.well-known/openid-configuration", "/keys"


@pytest.fixture
def clock() -> Clock:
    """The time of this test."""
    return Clock()


@pytest.fixture
def issuer(server: Loopback) -> Issuer:
    """The provider's server."""
    return Issuer(server)


@pytest.fixture
def corp(server: Loopback) -> Provider:
    """The provider."""
    return Provider("Corp", "oidc", issuer=server.base, client_id="cognito-at-corp")


@pytest.fixture
def tokens(clock: Clock) -> LogoutTokens:
    """Nothing known yet."""
    return LogoutTokens(Discovery(clock), clock)


@cache
def private(algorithm: str) -> Any:
    """A key for an algorithm."""
    if algorithm in CURVES:
        return ec.generate_private_key(CURVES[algorithm]())
    return ed25519.Ed25519PrivateKey.generate() if algorithm == "EdDSA" else key("one")


def published(algorithm: str, kid: str | None = "one") -> dict[str, Any]:
    """The public half, as a provider publishes it; without an `alg`."""
    public = private(algorithm).public_key()
    kinds: dict[bool, Any] = {algorithm in CURVES: jwt.algorithms.ECAlgorithm}
    maker = kinds.get(True) or (jwt.algorithms.OKPAlgorithm if algorithm == "EdDSA" else jwt.algorithms.RSAAlgorithm)
    return {**maker.to_jwk(public, as_dict=True), "use": "sig", **({"kid": kid} if kid else {})}


def token(clock: Clock, corp: Provider, algorithm: str = "RS256", kid: str | None = "one", by: Any = None) -> str:
    """A good token."""
    now = int(clock.now)
    claims = {"iss": corp.issuer, "aud": corp.client_id, "iat": now, "exp": now + 60, "jti": "j", "sub": "4711"}
    header = {"typ": "logout+jwt", **({"kid": kid} if kid else {})}
    signer = by if by is not None else private(algorithm)
    return jwt.encode({**claims, "events": {EVENT: {}}}, signer, algorithm=algorithm, headers=header)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_token_is_believed_by_the_key_of_its_algorithm(
    algorithm: str, tokens: LogoutTokens, issuer: Issuer, corp: Provider, clock: Clock
) -> None:
    listed = replace(corp, algs=(algorithm,))
    issuer.keys = [published(algorithm)]

    assert tokens.verify(token(clock, corp, algorithm), listed).subject == "4711"
    head, body, signature = token(clock, corp, algorithm).split(".")
    with pytest.raises(TokenInvalid):
        tokens.verify(".".join((head, body, f"{'B' if signature[0] == 'A' else 'A'}{signature[1:]}")), listed)


@pytest.mark.parametrize("other", ["RS384", "PS256", "ES256", "EdDSA"])
def test_another_algorithm_is_refused_before_a_key_is_asked_for(
    other: str, tokens: LogoutTokens, issuer: Issuer, corp: Provider, clock: Clock
) -> None:
    issuer.keys = [published(other)]

    with pytest.raises(TokenInvalid):
        tokens.verify(token(clock, corp, other), corp)
    assert issuer.asked == []


@pytest.mark.parametrize("alg", ["HS256", "none"])
def test_no_list_of_algorithms_lets_a_shared_secret_or_nothing_sign(
    alg: str, tokens: LogoutTokens, issuer: Issuer, corp: Provider, clock: Clock
) -> None:
    issuer.keys = [{"kty": "oct", "kid": "one", "k": "AAAA"}, rsa_jwk("one")]
    forged = jwt.encode({}, "" if alg == "none" else "a" * 32, algorithm=alg, headers={"kid": "one"})
    body = token(clock, corp).split(".")[1]
    header = forged.split(".")[0]

    with pytest.raises(CoordinatorError):
        tokens.verify(f"{header}.{body}.AAAA", replace(corp, algs=(alg,), compat=True))


def test_keys_are_where_the_issuers_discovery_says_and_are_read_once(
    tokens: LogoutTokens, issuer: Issuer, corp: Provider, clock: Clock
) -> None:
    for _ in range(3):
        tokens.verify(token(clock, corp), corp)

    assert issuer.asked == [DISCOVERY, KEYS]


def test_a_key_that_is_new_is_found_at_once_and_one_that_was_withdrawn_within_the_hour(
    tokens: LogoutTokens, issuer: Issuer, corp: Provider, clock: Clock
) -> None:
    tokens.verify(token(clock, corp), corp)
    issuer.keys = [rsa_jwk("two")]

    assert tokens.verify(token(clock, corp, kid="two", by=key("two")), corp)
    clock.pass_by(FRESH_SECONDS + 1)
    with pytest.raises(TokenInvalid):
        tokens.verify(token(clock, corp), corp)


def test_keys_that_have_moved_are_found_with_the_next_discovery(
    tokens: LogoutTokens, issuer: Issuer, corp: Provider, clock: Clock
) -> None:
    tokens.verify(token(clock, corp), corp)
    issuer.jwks_uri, issuer.of_keys = f"{issuer.server.base}/moved", reply(404)
    issuer.of_discovery = None
    clock.pass_by(FRESH_SECONDS + 1)
    tokens.verify(token(clock, corp), corp)

    assert issuer.asked == [DISCOVERY, KEYS, DISCOVERY, "/moved"]


@pytest.mark.parametrize(
    "outage", [reply(500), reply(200, "<html>"), reply(200, {"keys": []}), reply(302, Location="/")]
)
def test_an_outage_keeps_the_keys_that_are_known(
    outage: Behaviour, tokens: LogoutTokens, issuer: Issuer, corp: Provider, clock: Clock
) -> None:
    tokens.verify(token(clock, corp), corp)
    issuer.of_keys = outage
    clock.pass_by(FRESH_SECONDS + 1)

    assert tokens.verify(token(clock, corp), corp)
    with pytest.raises(Unavailable):
        tokens.verify(token(clock, corp, kid="two", by=key("two")), corp)


def test_a_storm_of_unknown_key_ids_costs_one_request(
    tokens: LogoutTokens, issuer: Issuer, corp: Provider, clock: Clock
) -> None:
    tokens.verify(token(clock, corp), corp)
    del issuer.server.requests[:]

    for number in range(50):
        with pytest.raises(TokenInvalid):
            tokens.verify(token(clock, corp, kid=f"../{number}\r\n"), corp)
    assert issuer.asked == [KEYS]

    clock.pass_by(REFETCH_SECONDS + 1)
    with pytest.raises(TokenInvalid):
        tokens.verify(token(clock, corp, kid="again"), corp)
    assert issuer.asked == [KEYS, KEYS]


def test_a_storm_while_no_key_was_ever_had_costs_a_request_in_five_seconds(
    tokens: LogoutTokens, issuer: Issuer, corp: Provider, clock: Clock
) -> None:
    issuer.of_discovery = reply(503)
    for _ in range(20):
        with pytest.raises(Unavailable):
            tokens.verify(token(clock, corp), corp)
    assert issuer.asked == [DISCOVERY]

    issuer.of_discovery = None
    clock.pass_by(COOL_DOWN_SECONDS)
    with pytest.raises(Unavailable):
        tokens.verify(token(clock, corp), corp)
    clock.pass_by(1)
    assert tokens.verify(token(clock, corp), corp)


def test_one_provider_in_an_outage_is_not_the_other(
    tokens: LogoutTokens, issuer: Issuer, corp: Provider, clock: Clock
) -> None:
    deaf = replace(corp, name="Deaf", issuer="http://127.0.0.1:9")
    with pytest.raises(Unavailable):
        tokens.verify(token(clock, deaf), deaf)

    assert tokens.verify(token(clock, corp), corp)


@pytest.mark.parametrize("place", ["of_keys", "of_discovery"])
def test_nobody_is_followed_elsewhere_for_keys(
    place: str, tokens: LogoutTokens, issuer: Issuer, corp: Provider, clock: Clock
) -> None:
    setattr(issuer, place, reply(302, Location=f"{issuer.server.base}/elsewhere"))

    for _ in range(2):
        with pytest.raises(Redirected):
            tokens.verify(token(clock, corp), corp)
    assert "/elsewhere" not in issuer.asked


@pytest.mark.parametrize(
    "address",
    [
        None,
        7,
        ["http://127.0.0.1/keys"],
        "/keys",
        "",
        "http://169.254.169.254/latest/meta-data/",
        "http://corp.example/keys",
        "file:///etc/passwd",
        "ftp://127.0.0.1/keys",
        "https://mary@corp.example/keys",
        "https://corp.example/keys#a",
        "https://corp.example/\r\nkeys",
    ],
)
def test_an_address_of_keys_that_may_not_be_called_is_not_called(
    address: Any, tokens: LogoutTokens, issuer: Issuer, corp: Provider, clock: Clock
) -> None:
    issuer.jwks_uri = address

    with pytest.raises(Unavailable, match="endpoint_not_allowed"):
        tokens.verify(token(clock, corp), corp)
    assert issuer.asked == [DISCOVERY]


def test_plain_http_is_for_an_issuer_on_loopback_alone(clock: Clock) -> None:
    discovery, address = Discovery(clock), "http://localhost:9/keys"
    corp = Provider("Corp", "oidc", issuer="https://corp.example", client_id="c")
    where = "https://corp.example/.well-known/openid-configuration"
    discovery._known[where] = (clock.now, {"issuer": corp.issuer, "jwks_uri": address})

    with pytest.raises(Unavailable, match="endpoint_not_allowed"):
        discovery.key_set(corp)


def test_without_a_key_id_the_only_key_for_the_algorithm_is_meant(
    tokens: LogoutTokens, issuer: Issuer, corp: Provider, clock: Clock
) -> None:
    issuer.keys = [published("RS256"), published("ES256", "curve"), {**rsa_jwk("enc"), "use": "enc"}]

    assert tokens.verify(token(clock, corp, kid=None), corp)


def test_without_a_key_id_none_of_several_is_meant(
    tokens: LogoutTokens, issuer: Issuer, corp: Provider, clock: Clock
) -> None:
    issuer.keys = [rsa_jwk("one"), rsa_jwk("two")]

    with pytest.raises(TokenInvalid):
        tokens.verify(token(clock, corp, kid=None), corp)


def test_a_key_without_an_id_is_the_only_one_or_none(
    tokens: LogoutTokens, issuer: Issuer, corp: Provider, clock: Clock
) -> None:
    issuer.keys = [published("RS256", kid=None)]

    assert tokens.verify(token(clock, corp, kid=None), corp)
    with pytest.raises(TokenInvalid):
        tokens.verify(token(clock, corp), corp)


@pytest.mark.parametrize(("many", "good"), [(MOST_OF_ONE_ID, True), (MOST_OF_ONE_ID + 1, False)])
def test_of_one_id_three_keys_are_tried_and_of_more_none(
    many: int, good: bool, tokens: LogoutTokens, issuer: Issuer, corp: Provider, clock: Clock
) -> None:
    issuer.keys = [rsa_jwk(f"twin-{number}", kid="one") for number in range(many)] * 2
    last = token(clock, corp, by=key(f"twin-{many - 1}"))

    if good:
        assert tokens.verify(last, corp)
    with pytest.raises(CoordinatorError):
        tokens.verify(last if not good else token(clock, corp, by=key("stranger")), corp)


@pytest.mark.parametrize(
    "spoiled",
    [
        None,
        "text",
        {"kty": "EC", "kid": "one"},
        {"kty": "EC", "kid": "one", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "EC", "kid": "one", "crv": "P-384", "x": "AA", "y": "AA"},
        {"kty": "OKP", "kid": "one", "crv": "Ed448", "x": "AA"},
        {"kty": ["RSA"], "kid": "one"},
        {"kty": "RSA", "kid": ["one"]},
        {"kty": "RSA", "kid": "one", "n": "AQ", "e": "AQAB"},
        rsa_jwk("weak", bits=1_024, kid="one"),
        rsa_jwk("one", e="AQ"),
    ],
    ids=range(11),
)
def test_a_spoiled_key_in_the_set_is_never_used_and_spoils_no_other(
    spoiled: Any, tokens: LogoutTokens, issuer: Issuer, corp: Provider, clock: Clock
) -> None:
    issuer.keys = [spoiled, published("ES256"), published("RS256", "good"), spoiled]
    both = replace(corp, algs=("RS256", "ES256", "EdDSA"))

    assert tokens.verify(token(clock, corp, "ES256"), both)
    assert tokens.verify(token(clock, corp, kid="good"), both)


def test_a_key_of_a_curve_is_for_its_own_algorithm_alone(
    tokens: LogoutTokens, issuer: Issuer, corp: Provider, clock: Clock
) -> None:
    issuer.keys = [{**published("ES384"), "alg": "ES256"}]

    with pytest.raises(CoordinatorError):
        tokens.verify(token(clock, corp, "ES384"), replace(corp, algs=("ES256", "ES384")))


def test_what_a_token_says_of_keys_is_not_looked_at(
    tokens: LogoutTokens, issuer: Issuer, corp: Provider, clock: Clock
) -> None:
    now = int(clock.now)
    elsewhere = f"{issuer.server.base}/elsewhere"
    header = {"typ": "logout+jwt", "kid": "one", "jku": elsewhere, "x5u": elsewhere, "jwk": rsa_jwk("eve")}
    claims = {"iss": corp.issuer, "aud": corp.client_id, "iat": now, "exp": now + 9, "jti": "j", "sub": "4711"}
    signed: dict[str, Any] = {**claims, "events": {EVENT: {}}}

    assert tokens.verify(jwt.encode(signed, key("one"), algorithm="RS256", headers=header), corp)
    with pytest.raises(TokenInvalid):
        tokens.verify(jwt.encode(signed, key("eve"), algorithm="RS256", headers=header), corp)
    assert issuer.asked == [DISCOVERY, KEYS]


def test_a_thousand_forged_tokens_cost_less_than_a_second_and_no_request(
    tokens: LogoutTokens, issuer: Issuer, corp: Provider, clock: Clock
) -> None:
    tokens.verify(token(clock, corp), corp)
    forged = token(clock, corp, by=key("eve"))
    began = time.process_time()

    for _ in range(1_000):
        with pytest.raises(TokenInvalid):
            tokens.verify(forged, corp)

    assert time.process_time() - began < 1
    assert issuer.asked == [DISCOVERY, KEYS]


def test_a_token_has_one_text(tokens: LogoutTokens, issuer: Issuer, corp: Provider, clock: Clock) -> None:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    good = token(clock, corp)
    head, body, _ = good.split(".")

    assert tokens.verify(good, corp)
    for bits in (1, 2, 3):
        with pytest.raises(TokenInvalid):
            tokens.verify(good[:-1] + alphabet[alphabet.index(good[-1]) ^ bits], corp)
    with pytest.raises(TokenInvalid):
        tokens.verify(f"{head}.{body}.{'A' * 5}", corp)
