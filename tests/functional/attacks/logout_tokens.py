"""Builds the logout tokens and requests of logout_token_cases.json, whose words it explains by what it does.

The cases were written after the specification and the tests of other projects, which each names, and are free to copy.
"""

import base64
import json
import re
import secrets
import time
import uuid
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.functional.attacks.logout_keys import DER, jwk, private, signature, text

CASES = Path(__file__).with_name("logout_token_cases.json")
CORPUS: dict[str, Any] = json.loads(CASES.read_text(encoding="utf-8"))
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
JWE_HEADERS = {
    "jwe-rsa-oaep": b'{"alg":"RSA-OAEP","enc":"A256GCM","cty":"JWT"}',
    "jwe-plain-jwt": b'{"alg":"RSA-OAEP","enc":"A256GCM","cty":"JWT"}',
    "jwe-pbes2-bomb": b'{"alg":"PBES2-HS512+A256KW","enc":"A128GCM","p2s":"c2FsdHNhbHQ","p2c":2000000000}',
    "jwe-zip-bomb": b'{"alg":"dir","enc":"A256GCM","zip":"DEF"}',
}

type Case = dict[str, Any]


@dataclass(frozen=True)
class Builder:
    """Builds tokens for one issuer and client, person and session: `names` are those of the corpus' placeholders."""

    names: dict[str, str]
    now: int = field(default_factory=lambda: int(time.time()))
    jti: str = field(default_factory=lambda: str(uuid.uuid4()))

    def token(self, case: Case) -> str:
        """The compact text of a case's token."""
        header = case["header_raw"] if "header_raw" in case else _json(self._filled(case["header"]))
        payload = self._raw(case["claims_raw"]) if "claims_raw" in case else _json(self._filled(case["claims"]))
        mutation, how = case.get("mutate", ""), case["sign_with"]
        body = payload.encode("utf-16" if mutation == "payload-utf16" else "utf-8", "surrogatepass")
        if mutation == "payload-bad-utf8":
            body = body.replace(self.names["sub"].encode(), b"\xff\xfe", 1)
        algorithm = "RS256" if "header_raw" in case else str(case["header"].get("alg"))
        head, text_of_body = text(header.encode()), text(body)
        signed = f"{head}.{payload if how.endswith('-b64false') else text_of_body}".encode()
        signed_by = signature(how, algorithm, signed)
        whole = f"{head}.{text_of_body}.{text(signed_by)}"
        if mutation in JWE_HEADERS:
            return _encrypted(mutation, whole, text_of_body)
        unmutated = not mutation or mutation.startswith("payload")
        return whole if unmutated else self._mutated(mutation, whole, header.encode(), body, signed_by)

    def _filled(self, value: Any) -> Any:
        """The value with its placeholders filled in."""
        if isinstance(value, dict):
            return {self._filled(k) if k.startswith("@") else k: self._filled(one) for k, one in value.items()}
        if isinstance(value, list):
            return [self._filled(one) for one in value]
        if not isinstance(value, str) or not value.startswith("@"):
            return value
        if found := re.fullmatch(r"@(str:)?now([+-][\d.]+)?", value):
            shift = found[2] or "0"
            moment = self.now + (float(shift) if "." in shift else int(shift))
            return str(moment) if found[1] else moment
        if found := re.fullmatch(r"@repeat:(.*?):(\d+)", value, re.DOTALL):
            return found[1] * int(found[2])
        if value.startswith("@jwk:"):
            return jwk(value[5:])
        if value.startswith("@x5c:"):
            return base64.b64encode(private(value[5:]).public_key().public_bytes(*DER)).decode()
        if value.startswith("@upper:"):
            return self.names[value[7:]].upper()
        if value == "@jti":
            return self.jti
        name = next(name for name in ("iss", "aud", "other_sub", "sub", "sid") if value.startswith(f"@{name}"))
        return self.names[name] + value[len(name) + 1 :]

    def _raw(self, written: str) -> str:
        """The JSON text with its placeholders filled in."""
        written = re.sub(r"@nest:(\d+)", lambda found: "[" * int(found[1]) + "]" * int(found[1]), written)
        written = re.sub(r"@now([+-]\d+)?", lambda found: str(self.now + int(found[1] or 0)), written)
        for name, value in {"jti": self.jti, **self.names}.items():
            written = written.replace(f"@{name}", value)
        return written

    def _mutated(self, how: str, whole: str, header: bytes, body: bytes, signed_by: bytes) -> str:
        """The finished token, tampered with."""
        head, middle, end = whole.split(".")
        flattened = {"payload": middle, "protected": head, "signature": end}
        forms: dict[str, Callable[[], str]] = {
            "drop-signature-part": lambda: f"{head}.{middle}",
            "empty-signature": lambda: f"{head}.{middle}.",
            "flip-signature-bit": lambda: f"{head}.{middle}.{text(bytes([signed_by[0] ^ 1]) + signed_by[1:])}",
            "truncate-signature": lambda: f"{head}.{middle}.{text(signed_by[:-1])}",
            "swap-payload": lambda: f"{head}.{text(body.replace(self.names['sub'].encode(), b'user-2'))}.{end}",
            "swap-header-none": lambda: f"{text(header.replace(b'RS256', b'none'))}.{middle}.{end}",
            "append-part": lambda: f"{whole}.{end}",
            "five-dots": lambda: "....",
            "only-dots": lambda: "..",
            "empty": lambda: "",
            "garbage": lambda: "not-a-token",
            "json-general": lambda: _json({"payload": middle, "signatures": [{"protected": head, "signature": end}]}),
            "json-flattened": lambda: _json(flattened),
            "json-empty-signatures": lambda: _json({"payload": middle, "signatures": []}),
            "detached": lambda: f"{head}..{end}",
            "std-base64": lambda: f"{head}.{middle}.{f'+{end[1:]}'.replace('-', '+').replace('_', '/')}",
            "pad-signature": lambda: f"{whole}==",
            "pad-all": lambda: ".".join(part + "=" * (-len(part) % 4 or 4) for part in (head, middle, end)),
            "inner-newline": lambda: f"{whole[:40]}\n{whole[40:]}",
            "append-nul": lambda: f"{whole}\0",
            "non-ascii": lambda: f"{whole[:10]}\uff11{whole[11:]}",
            "bearer": lambda: f"Bearer {whole}",
            "malleable-last-char": lambda: whole[:-1] + LETTERS[LETTERS.index(whole[-1]) ^ 1],
        }
        return forms[how]()


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def _encrypted(how: str, whole: str, payload: str) -> str:
    """Five parts, as of an encrypted token."""
    contents = {
        "jwe-rsa-oaep": whole.encode(),
        "jwe-plain-jwt": f"{text(b'{"alg":"none"}')}.{payload}.".encode(),
        "jwe-pbes2-bomb": b"x",
        "jwe-zip-bomb": zlib.compress(bytes(10_000_000))[2:-4],
    }
    sealed_key = {"jwe-zip-bomb": b"", "jwe-pbes2-bomb": secrets.token_bytes(40)}.get(how, secrets.token_bytes(256))
    vector, tag = secrets.token_bytes(12), secrets.token_bytes(16)
    return ".".join(text(part) for part in (JWE_HEADERS[how], sealed_key, vector, contents[how], tag))


@dataclass(frozen=True)
class Sent:
    """One request of a case."""

    method: str
    headers: list[tuple[str, str]]
    query: list[tuple[str, str]]
    body: str | None
    is_base64: bool
    to_logout: bool


def request(case: Case, token: str) -> Sent:
    """The request that carries a case's token."""
    way = case.get("transport") or CORPUS["transport_default"]
    pairs = [(name, value.replace("@token", token)) for name, value in way.get("params", [])]
    headers = [(name, value.replace("@token", token)) for name, value in way.get("headers", {}).items()]
    headers += [("Content-Type", way["content_type"])] if way.get("content_type") else []
    query = [(name, value.replace("@token", token)) for name, value in way.get("query", [])]
    to_logout = way.get("endpoint") == "/logout"
    if way["method"] == "GET":
        return Sent("GET", headers, [*query, *pairs], None, False, to_logout)
    body: str | None = urlencode(pairs)
    if "raw" in way:
        many = re.sub(r"\{\{(.*?)\*(\d+)\}\}", lambda found: found[1] * int(found[2]), way["raw"] or "")
        body = None if way["raw"] is None else many.replace("@token", token)
    if way.get("base64") and body is not None:
        body = base64.b64encode(body.encode()).decode()
    encoded = bool(way.get("base64") or way.get("base64_flag_only"))
    return Sent(way["method"], headers, query, body, encoded, to_logout)
