"""The app's cookies: which tokens they hold, and which of them a browser lets us delete."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coordinator.core.model import App, AppCookie

MOST_CHUNKS = 16
"""Chunks of one cookie: sixteen of 4 KB are more than any server takes."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where our `/logout` lies: host name and path."""

    host: str
    path: str = "/logout"


@dataclass(frozen=True, slots=True)
class Deletion:
    """An expired Set-Cookie to be; deletion repeats path, domain and Secure (rfc6265bis section 5.7)."""

    name: str
    path: str
    domain: str | None


def held(app: App, arrived: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the tokens that the app's cookies hold, by kind; chunks are joined in the order of their numbers."""
    found: dict[str, str] = {}
    for cookie in app.cookies:
        if cookie.holds is None or cookie.holds in found:
            continue
        value = _joined(cookie, arrived) if cookie.chunked else first(arrived, cookie.name)
        if value:
            found[cookie.holds] = value
    return found


def refresh_tokens(app: App, arrived: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return every refresh token that arrived: two cookies may hold one, and one name may have two values."""
    found: list[str] = []
    for cookie in app.cookies:
        if cookie.holds == "refresh_token":
            found += [_joined(cookie, arrived)] if cookie.chunked else [v for name, v in arrived if name == cookie.name]
    return tuple(dict.fromkeys(token for token in found if token))


def first(arrived: Sequence[tuple[str, str]], name: str) -> str | None:
    """Return the first value of a cookie: browsers send the one of the longest path first (RFC 6265 section 5.4)."""
    return next((value for other, value in arrived if other == name), None)


def _joined(cookie: AppCookie, arrived: Sequence[tuple[str, str]]) -> str:
    chunks: dict[int, str] = {}
    for name, value in arrived:
        number = _number(cookie, name)
        if number is not None:
            chunks.setdefault(number, value)
    return "".join(chunks[number] for number in sorted(chunks))


def _number(cookie: AppCookie, name: str) -> int | None:
    prefix, _, digits = name.rpartition(".")
    return (
        int(digits) if prefix == cookie.name and digits.isdecimal() and digits.isascii() and len(digits) < 4 else None
    )


def _chunks(cookie: AppCookie, names: Iterable[str]) -> tuple[str, ...]:
    """Return the chunks to delete: those that arrived, at most MOST_CHUNKS, so that nobody can bloat our answer."""
    numbers = {number for name in names if (number := _number(cookie, name)) is not None} | {0}
    return tuple(f"{cookie.name}.{number}" for number in sorted(numbers)[:MOST_CHUNKS])


def deletions(app: App, place: Place, arrived: Iterable[tuple[str, str]]) -> tuple[Deletion, ...]:
    """Return a deletion for each of the app's cookies within reach, arrived or not."""
    names = [name for name, _ in arrived]
    found: list[Deletion] = []
    for cookie in app.cookies:
        if not within_reach(cookie, place):
            continue
        wanted = _chunks(cookie, names) if cookie.chunked else (cookie.name,)
        found += [Deletion(name, cookie.path, cookie.domain) for name in wanted]
    return tuple(found)


def out_of_reach(app: App, place: Place) -> tuple[str, ...]:
    """Return the names of the app's cookies that a page at `place` cannot delete."""
    return tuple(cookie.name for cookie in app.cookies if not within_reach(cookie, place))


def within_reach(cookie: AppCookie, place: Place) -> bool:
    """Tell whether a browser lets a page at `place` delete the cookie (rfc6265bis section 5.7, steps 9 and 10).

    Which chunks there are only arriving cookies tell, so those must reach us by their path, too.
    """
    if cookie.chunked and not _covers(cookie.path, place.path):
        return False
    if cookie.domain is None:
        return True
    domain = cookie.domain.removeprefix(".").lower()
    if domain == place.host:
        return True
    return place.host.endswith(f".{domain}") and not cookie.public_domain


def _covers(path: str, ours: str) -> bool:
    """Tell whether a cookie of `path` is sent to `ours` (RFC 6265 section 5.1.4)."""
    return ours == path or (ours.startswith(path) and (path.endswith("/") or ours[len(path)] == "/"))
