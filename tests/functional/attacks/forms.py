"""Tokens in a strange shape: header, serialization and encoding of the payload."""

import json

from jwt.utils import base64url_encode

from tests.functional.attacks.mould import HEADER, Mould, Row, by_nobody

KINDS = ("at+jwt", "logout+jwt", "secevent+jwt", "application/at+jwt", "dpop+jwt", "")
CRITICAL: tuple[object, ...] = ("b64", [1], ["alg"], None, {})
DEPTHS = (40, 900, 3_000, 5_000)
WRITTEN_HEADER = json.dumps(HEADER).encode()


def _nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


def _header_with(members: bytes) -> bytes:
    return WRITTEN_HEADER[:-1] + b"," + members + b"}"


def _in_json(mould: Mould) -> list[str]:
    header, payload, signature = mould.parts
    one = {"protected": header, "signature": signature}
    return [
        json.dumps({"payload": payload, **one}),
        json.dumps({"payload": payload, "signatures": [one]}),
        json.dumps({"payload": payload, "signatures": []}),
    ]


def _encrypted(mould: Mould) -> list[str]:
    """Five parts: an encrypted token, one that wraps an unsigned token, and one that would count for ever."""
    inner = mould.cast({"alg": "none"}, sign=by_nobody).encode()
    headers: list[dict[str, object]] = [
        {"alg": "RSA-OAEP", "enc": "A256GCM", "kid": "pool"},
        {"alg": "dir", "enc": "A256GCM", "zip": "DEF"},
        {"alg": "PBES2-HS256+A128KW", "enc": "A128GCM", "p2c": 2_000_000_000, "p2s": "AAAA"},
        {"alg": "RSA-OAEP", "enc": "A256GCM", "cty": "JWT"},
    ]
    heads = [base64url_encode(json.dumps(header).encode()).decode() for header in headers]
    return [f"{head}.AAAA.AAAA.{base64url_encode(inner).decode()}.AAAA" for head in heads]


def _spaced(good: str) -> list[str]:
    return [
        f" {good}",
        f"{good} ",
        f"{good}\n",
        f"%20{good}",
        f"\t{good}",
        good.replace(".", " . "),
        good[:9] + "\n" + good[9:],
    ]


HEADERS: dict[str, Row] = {
    "H01": lambda mould: [mould.headed(crit=["unknown"])],
    "H02": lambda mould: [mould.headed(crit=[])],
    "H03": lambda mould: [mould.headed(crit=crit) for crit in CRITICAL],
    "H04": lambda mould: [mould.headed(b64=False), mould.headed(b64=False, crit=["b64"])],
    "H05": lambda mould: [mould.headed(zip="DEF")],
    "H06": lambda mould: [mould.headed(typ=typ) for typ in KINDS],
    "H07": lambda mould: [mould.headed(typ=typ) for typ in (7, ["JWT"], "JWT\0", None, "t" * 10_000)],
    "H08": lambda mould: [
        mould.cast(header)
        for header in (
            b'{"alg":"none","alg":"RS256","kid":"pool"}',
            b'{"alg":"RS256","alg":"none","kid":"pool"}',
            b'{"alg":"RS256","kid":"pool","kid":"pool"}',
        )
    ],
    "H09": lambda mould: [mould.cast(header) for header in (b"[]", b'"x"', b"null", b"7", b"", b"{", b"alg=RS256")],
    "H10": lambda mould: [mould.cast(_header_with(b'"deep":' + _nested(depth))) for depth in DEPTHS],
    "H11": lambda mould: [mould.headed(long="x" * length) for length in (20_000, 60_000, 1_000_000)],
    "H12": lambda mould: [mould.headed(cty="JWT")],
    "H13": lambda mould: [
        mould.cast(header)
        for header in (*(WRITTEN_HEADER.decode().encode(code) for code in ("utf-16", "utf-32", "utf-8-sig")), b"\xff")
    ],
}
"""By the number of the mutation."""

SERIALIZATIONS: dict[str, Row] = {
    "F01": lambda mould: [
        ".".join(mould.parts[:2]),
        *(f"{mould.good}{'.x' * more}" for more in (1, 2, 3)),
        *("." * dots for dots in (1, 2, 3, 4, 1_000_000)),
    ],
    "F02": _in_json,
    "F03": lambda mould: [f"{mould.parts[0]}..{mould.parts[2]}"],
    "F04": _encrypted,
    "F05": lambda mould: _spaced(mould.good),
    "F06": lambda mould: [mould.good + mark for mark in ("\u0430", "\uff11", "\0", "\u200b", "\ud800")],
    "F07": lambda mould: [f"Bearer {mould.good}", f'"{mould.good}"', f"{mould.good},{mould.good}"],
    "F08": lambda mould: [mould.claiming(long="x" * length) for length in (16_384, 65_536, 1_000_000)],
    "F09": lambda mould: [mould.person.refresh_token(), ".".join(["x" * 40] * 5)],
}
"""By the number of the mutation."""

PAYLOADS: dict[str, Row] = {
    "E01": lambda mould: [
        mould.cast(payload=part) for part in (b"null", b"[]", b'"x"', b"1", b"", json.dumps(mould.claims).encode()[:-1])
    ],
    "E02": lambda mould: [
        mould.cast(payload=mould.raw(f'"{name}":{json.dumps(mould.claims[name])}'.encode()))
        for name in ("iss", mould.audience, "sub", "exp", "token_use")
    ],
    "E03": lambda mould: [
        mould.cast(payload=json.dumps(mould.claims).encode(code))
        for code in ("utf-16", "utf-16-le", "utf-32", "utf-8-sig")
    ],
    "E04": lambda mould: [
        mould.cast(payload=mould.raw(member))
        for member in (b'"x":"\xff"', b'"x":"\xc0\xaf"', b'"x":"\\ud800"', b'"\\udc00":1', b'"x":"\\udc00\\ud800"')
    ],
    "E05": lambda mould: [mould.claiming(sub="mary\0"), mould.claiming(origin_jti="\0")],
    "E07": lambda mould: [
        mould.cast(payload=mould.raw(b'"deep":' + _nested(depth))) for depth in (40, 900, 3_000, 5_000)
    ],
    "E08": lambda mould: [mould.cast(payload=mould.raw(b'"long":' + b"9" * 5_000))],
    "E09": lambda mould: [
        mould.cast(payload=mould.raw(b'"odd":' + number)) for number in (b"NaN", b"Infinity", b"-Infinity")
    ],
    "E10": lambda mould: [mould.claiming(**{f"claim_{number}": 1 for number in range(10_000)})],
    "E11": lambda mould: [
        mould.cast(payload=json.dumps(mould.claims).encode().replace(b'"exp": ', b'"exp": ' + number + b', "was": '))
        for number in (b"NaN", b"Infinity", b"1e999")
    ],
}
"""By the number of the mutation."""
