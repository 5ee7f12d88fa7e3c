"""Tokens that want to say which key they are checked with."""

from typing import Any

import jwt

from tests.functional.attacks.mould import MISSING, Mould, Row, by, by_secret
from tests.functional.forgeries import ANOTHER_POOL
from tests.functional.tokens import ISSUER, key

METADATA = (
    "http://169.254.169.254/latest/meta-data/",
    "http://127.0.0.1:9001/2018-06-01/runtime/invocation/next",
    "file:///proc/self/environ",
    "gopher://127.0.0.1:70/",
    "data:application/json,{}",
)
PATHS = ("../../../../dev/null", "/dev/null", "/proc/sys/kernel/randomize_va_space", "file:///etc/passwd")
COMMANDS = (
    "x' UNION SELECT '1'-- -",
    "$(sleep 5)",
    "|sleep 5",
    "${jndi:ldap://x}",
    "{{7*7}}",
    "<script>alert(1)</script>",
)
LINES = ("pool\r\nSet-Cookie: a=b", "pool\0", "\x1b[31mpool", "k" * 10_000)


def own_key(name: str) -> dict[str, object]:
    """A public key as a token may carry it along."""
    return {**jwt.algorithms.RSAAlgorithm.to_jwk(key(name).public_key(), as_dict=True), "kid": name}


def _addresses(mould: Mould) -> list[str]:
    host = mould.elsewhere.removeprefix("http://")
    issuer = ISSUER.removeprefix("https://")
    return [
        f"http://{issuer}@{host}/keys",
        f"{mould.elsewhere}/{issuer}/.well-known/jwks.json",
        f"{ISSUER}.evil.test/keys",
        f"{ISSUER}/redirect?to={mould.elsewhere}/keys",
    ]


def pointers(mould: Mould) -> list[dict[str, Any]]:
    """What a header can hold to have a key fetched or taken along."""
    return [
        {"jwk": own_key("stranger")},
        {"jku": f"{mould.elsewhere}/keys"},
        {"x5u": f"{mould.elsewhere}/certificate"},
        {"x5c": ["MIIB"]},
        {"x5t": "AAAA"},
        {"x5t#S256": "AAAA"},
    ]


def _by_a_stranger(mould: Mould, **members: Any) -> list[str]:
    """Signed with a key of the attacker, under its own id, the pool's, and none."""
    return [mould.headed(by("stranger"), kid=kid, **members) for kid in ("stranger", "pool", MISSING)]


KEYS: dict[str, Row] = {
    "K01": lambda mould: _by_a_stranger(mould, jwk=own_key("stranger")),
    "K02": lambda mould: _by_a_stranger(mould, jku=f"{mould.elsewhere}/keys"),
    "K03": lambda mould: [token for url in METADATA for token in _by_a_stranger(mould, jku=url)],
    "K04": lambda mould: [token for url in _addresses(mould) for token in _by_a_stranger(mould, jku=url)],
    "K05": lambda mould: [token for more in pointers(mould)[2:] for token in _by_a_stranger(mould, **more)],
    "K07": lambda mould: [mould.headed(kid="unknown"), mould.headed(by("stranger"), kid="stranger")],
    "K09": lambda mould: [
        token
        for kid in PATHS
        for token in (mould.headed(by_secret(b""), kid=kid, alg="HS256"), mould.headed(by_secret(b""), kid=kid))
    ],
    "K10": lambda mould: [mould.headed(kid=kid) for kid in COMMANDS],
    "K11": lambda mould: [mould.headed(kid=kid) for kid in LINES],
    "K12": lambda mould: [mould.headed(kid=kid) for kid in (7, None, ["pool"], {"a": "pool"}, True, MISSING)],
    "K18": lambda mould: [
        mould.cast(payload=mould.claims | {"iss": ANOTHER_POOL}, sign=by("stranger")),
        mould.cast({"alg": "RS256", "kid": "stranger"}, mould.claims | {"iss": ANOTHER_POOL}, by("stranger")),
    ],
    "K19": lambda mould: [mould.headed(by("corp"), kid="corp"), mould.headed(by("corp"))],
}
"""By the number of the mutation."""
