"""Forms of a token that a library alone lets pass, or falls over: all are refused by our own error, or are harmless."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from coordinator.adapters.token_parts import DEEPEST, LONGEST_TOKEN
from coordinator.adapters.tokens import PoolTokens
from coordinator.errors import TokenInvalid
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jwt.utils import base64url_encode

from tests.adapters.pool import EXPIRES, ISSUER, SHOP, id_claims, key, sign, sign_raw
from tests.adapters.test_tokens import KnownKeys

HEADER = {"alg": "RS256", "kid": "pool", "typ": "JWT"}
TOKENS = PoolTokens(ISSUER, [SHOP], KnownKeys(), lambda: EXPIRES)


def refused(token: str) -> None:
    with pytest.raises(TokenInvalid):
        TOKENS.verify(token, "id")


def test_our_own_way_of_signing_is_good() -> None:
    assert TOKENS.verify(sign_raw(HEADER, id_claims()), "id").client_id == SHOP


@pytest.mark.parametrize(
    "header",
    [
        {**HEADER, "alg": None},
        {"kid": "pool"},
        *({**HEADER, "alg": alg} for alg in ("none", "None", "nOnE", "none\0", "", "rs256", "RS256 ", "RS256\n")),
        *({**HEADER, "alg": alg} for alg in (["RS256"], {"a": "RS256"}, 256, True)),
        *({**HEADER, "kid": kid} for kid in (None, 7, True, ["pool"], {"a": "pool"})),
        {"alg": "RS256"},
        *({**HEADER, "crit": crit} for crit in (["unknown"], [], "b64", [1], ["alg"], ["b64"], None)),
        {**HEADER, "b64": False, "crit": ["b64"]},
        {**HEADER, "b64": False},
        {**HEADER, "zip": "DEF"},
        {**HEADER, "cty": "JWT"},
        *({**HEADER, "typ": typ} for typ in ("at+jwt", "logout+jwt", "secevent+jwt", "", "JWT\0", 7, ["JWT"], None)),
        json.dumps(HEADER).encode("utf-16"),
        b"\xef\xbb\xbf" + json.dumps(HEADER).encode(),
        b"[]",
        b"null",
        b'"text"',
        b"7",
        b"",
        b"{",
        b"\xff\xfe",
        b'{"alg":"RS256","kid":"pool","kid":"pool"}',
        b'{"alg":"none","alg":"RS256","kid":"pool"}',
        b"[" * 10_000,
    ],
)
def test_a_strange_header_is_refused_even_with_a_good_signature(header: Any) -> None:
    refused(sign_raw(header, id_claims()))


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"[]",
        b"null",
        b"7",
        b"{",
        b"\xff\xfe",
        json.dumps(id_claims()).encode()[:-1] + b',"sub":"somebody-else"}',
        json.dumps(id_claims()).encode()[:-1] + b',"nested":{"a":1,"a":2}}',
        json.dumps(id_claims()).encode("utf-16"),
        json.dumps(id_claims()).encode("utf-32"),
        b"\xef\xbb\xbf" + json.dumps(id_claims()).encode(),
        json.dumps(id_claims()).encode()[:-1] + b',"custom:x":"\xc0\xaf"}',
        json.dumps(id_claims()).encode()[:-1] + b',"custom:x":NaN}',
        json.dumps(id_claims()).encode()[:-1] + b',"custom:x":-Infinity}',
        json.dumps(id_claims()).encode()[:-1] + b',"exp":NaN}',
        json.dumps(id_claims(exp=None)).encode()[:-1] + b',"exp":NaN}',
        json.dumps(id_claims(exp=None)).encode()[:-1] + b',"exp":Infinity}',
        json.dumps(id_claims(exp=None)).encode()[:-1] + b',"exp":' + b"9" * 5_000 + b"}",
        b"[" * 10_000,
    ],
)
def test_a_strange_payload_is_refused_even_with_a_good_signature(payload: bytes) -> None:
    refused(sign_raw(HEADER, payload))


@pytest.mark.parametrize("extra", ["jku", "x5u", "jwk", "x5c", "x5t", "x5t#S256"])
def test_where_a_token_says_its_key_lies_is_never_looked_at(extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(*_: object, **__: object) -> None:
        raise AssertionError("a token made us open a connection")

    monkeypatch.setattr("socket.socket.connect", no_network)

    assert TOKENS.verify(sign_raw({**HEADER, extra: "http://127.0.0.1:9001/"}, id_claims()), "id")
    refused(sign(id_claims(), by=key("eve"), **{extra: "http://127.0.0.1:9001/"}))


def test_the_form_is_three_parts_of_base64url_and_nothing_else() -> None:
    good = sign(id_claims())
    head, body, signature = good.split(".")
    standard = good.replace("-", "+").replace("_", "/")

    for form in (
        f"{head}.{body}",
        f"{head}.{body}.",
        f"{good}.",
        f"{good}.{signature}",
        f".{body}.{signature}",
        f"{head}..{signature}",
        f"{good}=",
        f"{good}==",
        f"{head}=.{body}.{signature}",
        f" {good}",
        f"{good} ",
        f"{good}\n",
        good.replace(".", " . "),
        f"Bearer {good}",
        "",
        ".",
        "..",
        "ä.ö.ü",
        "\ud800.a.b",
        *([standard] if standard != good else []),
    ):
        refused(form)


def test_a_bit_of_the_signature_changed_cut_or_added_is_refused() -> None:
    good = sign(id_claims())
    head, body, signature = good.split(".")
    raw = bytearray(base64.urlsafe_b64decode(signature + "=="))

    for position in (0, len(raw) // 2, len(raw) - 1):
        flipped = bytes(byte ^ (position == index) for index, byte in enumerate(raw))
        refused(f"{head}.{body}.{base64url_encode(flipped).decode()}")
    for other in (bytes(raw[:-1]), bytes(raw) + b"\0", bytes(len(raw)), b"\xff" * len(raw)):
        refused(f"{head}.{body}.{base64url_encode(other).decode()}")


def test_parts_of_two_good_tokens_do_not_make_a_third() -> None:
    mary, eve = sign(id_claims()).split("."), sign(id_claims(sub="eve")).split(".")

    refused(".".join((mary[0], eve[1], mary[2])))


@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.DER])
@pytest.mark.parametrize("algorithm", ["HS256", "RS256"])
def test_the_public_key_is_no_shared_secret(encoding: Encoding, algorithm: str) -> None:
    public = key("pool").public_key().public_bytes(encoding, PublicFormat.SubjectPublicKeyInfo)
    head, body = (base64url_encode(json.dumps(part).encode()) for part in ({**HEADER, "alg": algorithm}, id_claims()))
    signature = base64url_encode(hmac.new(public, head + b"." + body, hashlib.sha256).digest())

    refused(b".".join((head, body, signature)).decode())


def test_a_token_may_be_as_deep_as_any_reader_goes_and_no_deeper() -> None:
    deep = json.dumps(id_claims(nested=1)).encode()

    for levels, good in ((DEEPEST - 1, True), (DEEPEST, False), (900, False), (3_000, False)):
        token = sign_raw(HEADER, deep.replace(b'"nested": 1', b'"nested": ' + b"[" * levels + b"]" * levels))
        if good:
            assert TOKENS.verify(token, "id")
        else:
            refused(token)


@pytest.mark.parametrize(("levels", "good"), [(1, True), (DEEPEST - 1, True), (DEEPEST, False)])
def test_a_token_may_hold_many_lists_as_long_as_they_are_not_too_deep(levels: int, good: bool) -> None:
    many = json.dumps(id_claims(wide=[[1], {"a": "text"}] * DEEPEST, nested=1)).encode()
    token = sign_raw(HEADER, many.replace(b'"nested": 1', b'"nested": ' + b"[" * levels + b"]" * levels))

    if good:
        assert TOKENS.verify(token, "id")
    else:
        refused(token)


def test_a_huge_token_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    huge = sign(id_claims(padding="x" * LONGEST_TOKEN))
    monkeypatch.setattr("coordinator.adapters.token_parts.base64url_decode", lambda _: 1 / 0)

    refused(huge)


@given(st.text() | st.from_regex(r"[A-Za-z0-9_-]*(\.[A-Za-z0-9_-]*){0,4}", fullmatch=True))
@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_sent_nothing_but_our_own_error_escapes(token: str) -> None:
    refused(token)
