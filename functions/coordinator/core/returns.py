"""Where may a browser go? Only to what the configuration holds, character by character."""

import ipaddress
import re
from urllib.parse import quote, urlsplit

from coordinator.core.model import App
from coordinator.errors import Refused

PRIVATE_SCHEME = re.compile(r"[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:[!-~]+", re.IGNORECASE)


def registered(app: App | None, asked: str | None) -> str | None:
    """Return `asked` when it equals one of the app's `return_to`, None when nothing was asked.

    The comparison is of strings, as RP-Initiated Logout 1.0 section 3 and RFC 9700 section 4.11 ask: whatever
    parses a URL can be made to read it otherwise than a browser does.
    """
    if asked is None:
        return None
    if app is None:
        raise Refused("return_not_registered", "say client_id: without an app there is no URL to go back to")
    if asked not in app.return_to:
        raise Refused("return_not_registered", "post_logout_redirect_uri is none of the app's return_to")
    return app.return_to[app.return_to.index(asked)]


def with_state(url: str, state: str | None) -> str:
    """Append the caller's `state`, encoded, to a URL of the configuration; nothing else of it changes."""
    if state is None:
        return url
    return f"{url}{'&' if '?' in url else '?'}state={quote(state, safe='')}"


def origin_of(url: str) -> str | None:
    """Return `scheme://host[:port]` as a browser writes it in Origin, None for what has no such origin."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    standard = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + ("" if port in (None, standard) else f":{port}")


def origins(app: App) -> frozenset[str]:
    """Return the web origins of the app's `return_to`."""
    return frozenset(origin for url in app.return_to if (origin := origin_of(url)))


def is_loopback(host: str) -> bool:
    """Tell whether `host` is this very machine: localhost, *.localhost, 127.0.0.0/8 or ::1 (RFC 6761, RFC 8252)."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_web_url(url: str) -> bool:
    """Tell whether `url` is https, or http on loopback: printable ASCII, no credentials, wildcard or fragment."""
    if origin_of(url) is None or not url.isascii() or not url.isprintable() or any(mark in url for mark in ' \\*#"<>'):
        return False
    parts = urlsplit(url)
    if "@" in parts.netloc or not url.startswith(f"{parts.scheme}://"):
        return False
    return parts.scheme == "https" or is_loopback(parts.hostname or "")


def is_app_scheme(url: str) -> bool:
    """Tell whether `url` uses a mobile app's own scheme, a reversed domain name (RFC 8252 section 7.1).

    The dot that it demands keeps `javascript:`, `data:` and their kin out.
    """
    return PRIVATE_SCHEME.fullmatch(url) is not None and not any(mark in url for mark in '\\*#"<>')
