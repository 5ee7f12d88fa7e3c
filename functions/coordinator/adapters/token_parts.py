"""What does a signed token say, and can it be read in one way alone? Nothing of it is believed yet."""

import json
import re
from typing import Any, NoReturn

from jwt.utils import base64url_decode, base64url_encode

from coordinator.errors import TokenInvalid

LONGEST_TOKEN = 16_384
THREE_PARTS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
DEEPEST = 32
"""Levels of objects and lists in a part: 16 KB hold six thousand, and whoever walks through them may fall over."""


def read(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return header and payload of a compact JWS; refuses what is too long, and other forms, before it decodes.

    Raises TokenInvalid.
    """
    if len(token) > LONGEST_TOKEN or not THREE_PARTS.fullmatch(token):
        raise TokenInvalid("form")
    header, payload, signature = token.split(".")
    _decoded(signature)
    return _members(_decoded(header)), _members(_decoded(payload))


def _decoded(part: str) -> bytes:
    """Return what a part holds; refuses every text of it but one.

    The last character may have bits that nobody reads: the same token could be written in several ways (RFC 4648
    section 3.5).
    """
    try:
        content = base64url_decode(part)
    except ValueError as error:
        raise TokenInvalid("form") from error
    if base64url_encode(content) != part.encode():
        raise TokenInvalid("form")
    return content


def _members(content: bytes) -> dict[str, Any]:
    """Return the JSON object of a part; refuses what two readers could take for two things.

    Those are duplicate members, numbers that JSON does not have, and whatever is no UTF-8: `json` would guess at
    UTF-16 and UTF-32, and half of a surrogate pair breaks whoever writes it down (RFC 8725 section 3.7).
    """
    try:
        text = content.decode()
        document = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
        if "\\u" in text:  # half a pair cannot be written down in any other way
            json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise TokenInvalid("form") from error
    opened = text.count("{") + text.count("[")  # no more levels than that
    if not isinstance(document, dict) or (opened > DEEPEST and _is_deeper_than(DEEPEST, document)):
        raise TokenInvalid("form")
    return document


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("duplicate member")
    return members


def _no_number(constant: str) -> NoReturn:
    raise ValueError("no JSON number")


def _is_deeper_than(levels: int, content: object) -> bool:
    if not isinstance(content, dict | list):
        return False
    inner = content.values() if isinstance(content, dict) else content
    return levels == 0 or any(_is_deeper_than(levels - 1, one) for one in inner)
