"""How our pages look: one style for all of them, and the colours of an app on top of it."""

from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from coordinator.core.model import App
from coordinator.core.returns import origin_of

SUBMIT = "document.forms[0].submit()"
"""The only script: it submits a form that leads to the next hop."""
DARK, LIGHT = "#000000", "#ffffff"


@cache
def shared() -> str:
    """Return the style of every page, on one line; the pages of API Gateway in template.yaml repeat it."""
    css = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    return " ".join(line.strip() for line in css.splitlines())


def of_app(app: App | None) -> str:
    """Return what an app's colour adds to the style, empty where it has none.

    The color is six hexadecimal digits since the stage file was read, so nothing else can get into the style.
    """
    if app is None or app.color is None:
        return ""
    colors = f"--brand:{app.color};--on-brand:{readable_on(app.color)}"
    return f":root:root{{{colors}}}"


def readable_on(color: str) -> str:
    """Return black or white, whichever is read more easily on a color.

    One of them always reaches 4.58 to 1, and WCAG 2.2, success criterion 1.4.3, asks for 4.5.
    """
    return max((DARK, LIGHT), key=lambda text: contrast(text, color))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colors, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def policy(plain_origins: Sequence[str], app: App | None) -> str:
    """Return the Content-Security-Policy of our pages.

    Chrome applies `form-action` to the redirects after a submission, Firefox does not: a policy of `'self'` alone
    would end the journey at the first hop, and nobody knows all hops, since Cognito makes some of its own for SAML.
    So every https target is allowed, and `plain_origins`: those of the configuration that are http, on loopback.
    """
    targets = " ".join(("https:", *plain_origins))
    styles = " ".join(f"'{digest(style)}'" for style in (shared(), of_app(app)) if style)
    logo = app.logo if app else None
    images = f"img-src {_origin_of_logo(logo)}; " if logo else ""
    return (
        f"default-src 'none'; style-src {styles}; {images}script-src '{digest(SUBMIT)}'; "
        f"form-action 'self' {targets}; base-uri 'none'; frame-ancestors 'none'"
    )


def digest(content: str) -> str:
    """Return the hash by which a policy names a style or a script (CSP Level 3, section 2.3.1)."""
    return "sha256-" + b64encode(sha256(content.encode()).digest()).decode()


def _origin_of_logo(logo: str) -> str:
    return "data:" if logo.startswith("data:") else origin_of(logo) or "'none'"


def _luminance(color: str) -> float:
    """Return the relative luminance of `#rrggbb`, from 0 to 1 (WCAG 2.2, "relative luminance")."""
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
