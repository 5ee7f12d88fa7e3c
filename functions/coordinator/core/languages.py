"""Which language does a person read? What a request wishes for, looked up among the languages of our pages."""

import re

LANGUAGES = ("en", "de", "es", "ja")
"""The languages of our pages, BCP 47; the first one is for everybody whom no other suits."""
LONGEST_HEADER = 1_024
"""Characters of `Accept-Language` that are read: no browser sends as many."""

_WISH = re.compile(
    r"([a-z]{1,8}(?:-[a-z0-9]{1,8})*)(?:[ \t]*;[ \t]*q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?",
    re.ASCII | re.IGNORECASE,
)
"""One member of the header (RFC 9110 sections 12.4.2 and 12.5.4); a lookup passes over `*` (RFC 4647 section 3.4)."""


def wished(ui_locales: str | None) -> str | None:
    """Return the first language of `ui_locales` that we have, None without any.

    Tags stand in the order of preference, separated by spaces (OpenID Connect RP-Initiated Logout 1.0, section 2).
    """
    return next((found for tag in (ui_locales or "").split(" ") if (found := _lookup(tag))), None)


def accepted(accept_language: str | None) -> str:
    """Return the language of ours that the header likes best; what is no wish, or too long, counts as absent."""
    header = accept_language or ""
    pieces = header.split(",") if len(header) <= LONGEST_HEADER else []
    read = [wish for piece in pieces if (wish := _WISH.fullmatch(piece.strip(" \t")))]
    wishes = [(float(wish[2] or 1), wish[1].lower()) for wish in read]
    refused = {tag for weight, tag in wishes if not weight}
    liked = sorted((wish for wish in wishes if wish[0]), key=lambda wish: -wish[0])
    return next((ours for _, tag in liked if (ours := _lookup(tag)) and ours not in refused), LANGUAGES[0])


def _lookup(tag: str) -> str | None:
    """Return the language of ours that a tag or the start of it names (RFC 4647 section 3.4)."""
    tag = tag.lower()
    while tag and tag not in LANGUAGES:
        tag = tag.rpartition("-")[0]
    return tag or None
