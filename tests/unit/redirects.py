"""Hostile values for a redirect parameter, from a grammar of the tricks that parsers fall for."""

import json
from pathlib import Path
from urllib.parse import unquote

from hypothesis import strategies as st

GOOD = "shop.example.com"
EVIL = "evil.example"

LEADS = ("", " ", "\t", "\n", "\r", "\v", "\f", "\0", "\u00a0", "\ufeff", "%09", "%0a")
SLASHES = ("/", "\\", "\t", "%2f", "%5c", ".", "..", ";")
SCHEMES = ("", "https:", "http:", "HTTPS:", "javascript:", "data:", "h\tttps:")
HOSTS = (
    GOOD,
    f"{GOOD}.{EVIL}",
    f"evil{GOOD}",
    f"{GOOD}@{EVIL}",
    f"{GOOD}%40{EVIL}",
    f"{GOOD}\\@{EVIL}",
    f"{GOOD}:443@{EVIL}",
    f"{GOOD}[@{EVIL}",
    f"{EVIL}#{GOOD}",
    f"{EVIL}?{GOOD}",
    f"{GOOD}\u3002{EVIL}",
    "sh\u043ep.example.com",  # a Cyrillic letter that looks like an o
    "[::1]",
    "0x7f.1",
    f"{GOOD}.",
)
REGISTERED = "/signed-out"
PATHS = (
    REGISTERED,
    *("/./", "/../", "//", "/%2e%2e/", ";x", "#x", "?x", ""),
    *(f"{dots}signed-out" for dots in ("/./", "/../", "//", "/%2e%2e/")),
    *(f"{REGISTERED}{more}" for more in (";x", "#x", "?x", "/", " ", "\0", "%00")),
)

_LEAD, _SCHEME = st.sampled_from(LEADS), st.sampled_from(SCHEMES)
_SLASHES = st.lists(st.sampled_from(SLASHES), max_size=4).map("".join) | st.just("//")
_REST = st.tuples(st.sampled_from(HOSTS), st.sampled_from(PATHS)).map("".join)
_RAW = (st.tuples(_LEAD, _SCHEME, _SLASHES, _REST) | st.tuples(_LEAD, _SLASHES, _SCHEME, _REST)).map("".join)

HOSTILE = _RAW | _RAW.map(unquote) | st.text(max_size=60)
"""Generated values, raw and decoded once, and any text at all."""

CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "open_redirects.jsonl"
KNOWN = (
    "//evil.example",
    "/\\evil.example",
    "https:evil.example",
    "https:/\\evil.example/signed-out",
    "https://shop.example.com@evil.example/signed-out",
    "https://shop.example.com%2f%2eevil.example/signed-out",
    "javascript:alert(1)//https://shop.example.com/signed-out",
    "/%09/evil.example",
    ".evil.example",
)
"""Tricks that every list of them begins with."""


def listed() -> list[str]:
    """Values that are known to have led browsers astray, raw and decoded: the corpus's, too, where it is at hand."""
    rows = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()] if CORPUS.exists() else []
    payloads = [row[name] for row in rows for name in ("payload", "decoded_once") if name in row]
    return [*KNOWN, *map(unquote, KNOWN), *payloads]
