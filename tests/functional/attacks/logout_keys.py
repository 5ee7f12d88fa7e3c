"""The keys behind logout_token_cases.json: the issuer's, others' and attackers', and what signatures they make."""

import base64
import hashlib
import hmac
import json
import secrets
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.functional.tokens import key

CLIENT_SECRET = b"client-secret-client-secret-client-secret"
OCT = b"symmetric-key-in-jwks-symmetric-key-in-jwks"
HASHES: dict[str, HashAlgorithm] = {"384": SHA384(), "512": SHA512()}
DER = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@cache
def curve_key() -> ec.EllipticCurvePrivateKey:
    """The issuer's key on a curve."""
    return ec.generate_private_key(ec.SECP256R1())


@cache
def short_key() -> RSAPrivateKey:
    """A key that is too short for RS256."""
    return generate_private_key(public_exponent=65_537, key_size=1_024)  # noqa: S505 - that is the point


def private(name: str) -> Any:
    """The private key of a name."""
    return {"op-ec-1": curve_key, "op-rsa-1024": short_key}.get(name, lambda: key(name))()


def text(raw: bytes) -> str:
    """Bytes in base64url."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _number(value: int, length: int | None = None) -> str:
    return text(value.to_bytes(length or (value.bit_length() + 7) // 8))


def jwk(name: str, kid: str | None = None, use: str = "sig") -> dict[str, Any]:
    """The public half of a key."""
    numbers = private(name).public_key().public_numbers()
    if name == "op-ec-1":
        point = {"x": _number(numbers.x, 32), "y": _number(numbers.y, 32)}
        return {"kty": "EC", "crv": "P-256", "kid": kid or name, "use": use, "alg": "ES256", **point}
    return {"kty": "RSA", "kid": kid or name, "use": use, "n": _number(numbers.n), "e": _number(numbers.e)}


def key_set() -> dict[str, Any]:
    """What the issuer publishes: good keys, one for encryption, one that is too short, two of one id, a secret."""
    rsa = [jwk("op-rsa-1"), jwk("op-rsa-2"), jwk("op-ec-1"), jwk("op-rsa-enc", use="enc"), jwk("op-rsa-1024")]
    twins = [jwk("dup-a", "dup"), jwk("dup-b", "dup")]
    return {"keys": [*rsa, *twins, {"kty": "oct", "kid": "op-rsa-1", "k": text(OCT)}]}


def signature(how: str, algorithm: str, signed: bytes) -> bytes:
    unsigned = {"none": b"", "random": secrets.token_bytes(256), "zero64": bytes(64)}
    if how in unsigned:
        return unsigned[how]
    if how.startswith("hmac:"):
        return hmac.new(_shared_secrets()[how[5:]], signed, hashlib.sha256).digest()
    signer = private(how.removesuffix("-der").removesuffix("-b64false"))
    if isinstance(signer, ec.EllipticCurvePrivateKey):
        der = signer.sign(signed, ec.ECDSA(SHA256()))
        r, s = decode_dss_signature(der)
        return der if how.endswith("-der") else r.to_bytes(32) + s.to_bytes(32)
    digest = HASHES.get(algorithm[-3:], SHA256())
    pss = padding.PSS(padding.MGF1(digest), digest.digest_size)
    signed_by: bytes = signer.sign(signed, pss if algorithm.startswith("PS") else padding.PKCS1v15(), digest)
    return signed_by


def _shared_secrets() -> dict[str, bytes]:
    """What somebody may take for a secret that he shares with us."""
    public = key("op-rsa-1").public_key()
    return {
        "op-rsa-1-pem": public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        "op-rsa-1-der": public.public_bytes(*DER),
        "op-rsa-1-jwk": json.dumps(jwk("op-rsa-1")).encode(),
        "empty": b"",
        "client-secret": CLIENT_SECRET,
        "oct-in-jwks": OCT,
    }
