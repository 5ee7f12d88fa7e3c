"""How an app looks on our pages: its name, its logo and its color; and what people call a provider."""

import re

from coordinator.core.returns import is_web_url, origin_of
from coordinator.settings.tables import Table

LONGEST_NAME = 60
LONGEST_LOGO = 16_384
"""Characters: a logo of more is better kept at an address of its own."""
_COLOR = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+")
"""What can stand in a Content-Security-Policy without ending it (CSP Level 3, section 2.3.1)."""


def display_name(table: Table) -> str | None:
    """Return what people call an app or a provider, None where nothing is said."""
    name = table.text("display_name")
    if name is not None and (len(name) > LONGEST_NAME or not name.strip()):
        table.problem("display_name", f"must be a name of {LONGEST_NAME} characters at most")
    return name


def logo(table: Table) -> str | None:
    """Return the address or the `data:` URI of the app's logo, None where nothing is said.

    An SVG is safe there: in an `img` it runs no script and loads nothing (SVG Integration, "secure static mode").
    """
    address = table.text("logo")
    if address is None:
        return None
    by_address = is_web_url(address) and _ORIGIN.fullmatch(origin_of(address) or "")
    if len(address) > LONGEST_LOGO or not (by_address or _IMAGE.fullmatch(address)):
        table.problem(
            "logo",
            f"must be an https URL (http on loopback only), or data:image/png;base64,… (or jpeg, gif, webp, svg+xml), "
            f"of {LONGEST_LOGO:,} characters at most",
        )
        return None
    return address


def color(table: Table) -> str | None:
    """Return a color as `#rrggbb` in lower case, None where nothing is said."""
    code = table.text("color")
    if code is None:
        return None
    if not _COLOR.fullmatch(code):
        table.problem("color", "must be a color as #rrggbb or #rgb, such as #0b6e4f")
        return None
    digits = code[1:].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))
