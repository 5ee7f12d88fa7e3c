"""Hostile values for a redirect parameter, from a grammar of the tricks that parsers fall for."""

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
PATHS = ("/signed-out", "/./signed-out", "/../signed-out", "//signed-out", "/%2e%2e/", "/;x", "/#x", "/?x", "")

_SLASHES = st.lists(st.sampled_from(SLASHES), max_size=4).map("".join) | st.just("//")
_RAW = st.tuples(
    st.sampled_from(LEADS), st.sampled_from(SCHEMES), _SLASHES, st.sampled_from(HOSTS), st.sampled_from(PATHS)
).map("".join)

HOSTILE = _RAW | _RAW.map(unquote) | st.text(max_size=60)
"""Generated values, raw and decoded once, and any text at all."""
