"""Tokens whose algorithm or signature is not what the pool's must be."""

import json
import secrets
from functools import cache
from itertools import product

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as new_curve_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.functional.attacks.mould import MISSING, Mould, Row, by, by_nobody, by_secret
from tests.functional.tokens import POOL, SHOP, key, key_set

GUESSES = ("secret", "changeme", "your-256-bit-secret", "password", SHOP, POOL)
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of P-256: r and s must be smaller."""


def _public(encoding: Encoding) -> bytes:
    return key("pool").public_key().public_bytes(encoding, PublicFormat.SubjectPublicKeyInfo)


def _pem_variants() -> list[bytes]:
    pem = _public(Encoding.PEM)
    armour = pem.replace(b"PUBLIC KEY", b"RSA PUBLIC KEY"), pem.replace(b"-----BEGIN", b"---- BEGIN")
    return [pem.replace(b"\n", b"\r\n"), *armour, b"\xef\xbb\xbf" + pem, b" " + pem, pem + b"\n\n"]


def _other_forms_of_the_key() -> list[bytes]:
    document = key_set("pool")
    modulus = key("pool").public_key().public_numbers().n.to_bytes(256)
    return [_public(Encoding.DER), json.dumps(document).encode(), json.dumps(document["keys"][0]).encode(), modulus]


def _hmac(mould: Mould, *keys: bytes) -> list[str]:
    return [mould.headed(by_secret(one), alg="HS256") for one in keys]


@cache
def _curve_key() -> EllipticCurvePrivateKey:
    return new_curve_key(SECP256R1())


def _curve_signatures(mould: Mould) -> list[str]:
    order = ORDER.to_bytes(32)
    raw = [bytes(64), order + bytes(31) + b"\1", bytes(31) + b"\1" + order, bytes(63), bytes(65)]
    der = _curve_key().sign(b"any text", ECDSA(SHA256()))
    return [mould.headed(lambda _, one=one: one, alg="ES256") for one in (*raw, der)]  # type: ignore[misc]


def _flipped(mould: Mould) -> list[str]:
    raw = mould.signature
    places = (0, len(raw) // 2, len(raw) - 1)
    return [mould.resigned(bytes(byte ^ (at == place) for at, byte in enumerate(raw))) for place in places]


def _respelt(mould: Mould) -> list[str]:
    """The last character stands for four bits and two that do not count: four characters say the same."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    text = mould.parts[2]
    at = alphabet.index(text[-1])
    return [mould.resigned(text[:-1] + alphabet[at ^ bits]) for bits in (1, 2, 3)]


def _by_library(mould: Mould, *algorithms: str) -> list[str]:
    return [jwt.encode(mould.claims, key("pool"), algorithm=one, headers={"kid": "pool"}) for one in algorithms]


def _with_secrets(mould: Mould) -> list[str]:
    """A client secret is shared with the pool, which signs nothing with it."""
    secret = mould.person.remembered.add(secrets.token_urlsafe(64)).encode()
    digests = (("HS256", "sha256"), ("HS384", "sha384"), ("HS512", "sha512"))
    return [mould.headed(by_secret(secret, digest), alg=alg) for alg, digest in digests]


def _standard_base64(mould: Mould) -> list[str]:
    plain = mould.resigned(b"\xff" * 256)
    return [mould.good.replace("-", "+").replace("_", "/") + "+/", plain.replace("_", "/")]


STRANGE_ALGORITHMS: tuple[object, ...] = (None, "", [], ["RS256"], 256, {}, True)
NONES = ("none", "None", "NONE", "nOnE", "noNe", "none ", "none\0")
SIGNATURES: dict[str, Row] = {
    "S01": lambda mould: [mould.headed(by_nobody, alg="none"), mould.cast({"alg": "none"}, sign=by_nobody)],
    "S02": lambda mould: [mould.headed(by_nobody, alg=alg) for alg in NONES],
    "S03": lambda mould: [
        mould.headed(sign, alg=alg) for alg, sign in product(NONES, (by("pool"), lambda _: bytes(256)))
    ],
    "S04": lambda mould: [mould.headed(alg=MISSING), mould.headed(by_nobody, alg=MISSING)],
    "S05": lambda mould: [mould.headed(alg=alg) for alg in STRANGE_ALGORITHMS],
    "S06": lambda mould: [mould.headed(alg=alg) for alg in ("rs256", "RS256 ", "RS256\n", "Rs256")],
    "S07": lambda mould: _hmac(mould, _public(Encoding.PEM), _public(Encoding.PEM).rstrip()),
    "S08": lambda mould: _hmac(mould, *_pem_variants()),
    "S09": lambda mould: _hmac(mould, *_other_forms_of_the_key()),
    "S10": lambda mould: _hmac(mould, b"", b"\0"),
    "S11": lambda mould: _hmac(mould, *(guess.encode() for guess in GUESSES)),
    "S12": _with_secrets,
    "S13": lambda mould: _by_library(mould, "RS384", "RS512", "PS256", "PS384"),
    "S14": lambda mould: [
        jwt.encode(mould.claims, _curve_key(), algorithm="ES256", headers={"kid": kid}) for kid in ("pool", "curve")
    ],
    "S15": _curve_signatures,
    "S16": lambda mould: [mould.cast(sign=by("stranger"))],
    "S17": lambda mould: [mould.resigned(""), ".".join(mould.parts[:2])],
    "S18": _flipped,
    "S19": lambda mould: [mould.resigned(mould.signature[:-1]), mould.resigned(mould.signature + b"\0")],
    "S20": lambda mould: [mould.resigned(mould.claiming(jti="another").split(".")[2])],
    "S21": lambda mould: [".".join((mould.parts[0], mould.claiming(sub="eve").split(".")[1], mould.parts[2]))],
    "S22": lambda mould: [mould.resigned(raw) for raw in (bytes(256), b"\xff" * 256, bytes(1_000_000))],
    "S23": _respelt,
    "S24": lambda mould: [mould.resigned(mould.parts[2] + padding) for padding in ("=", "==")],
    "S25": _standard_base64,
}
"""By the number of the mutation."""
