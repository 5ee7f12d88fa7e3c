"""The app's cookies: which tokens they hold, and which of them a browser lets us delete."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coordinator.core.model import App, AppCookie


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


def deletions(app: App, host: str, arrived: Iterable[tuple[str, str]]) -> tuple[Deletion, ...]:
    """Return a deletion for each of the app's cookies within reach of `host`, arrived or not."""
    names = [name for name, _ in arrived]
    found: list[Deletion] = []
    for cookie in app.cookies:
        if not within_reach(cookie, host):
            continue
        chunks = [name for name in names if _number(cookie, name) is not None] if cookie.chunked else []
        wanted = dict.fromkeys((*chunks, f"{cookie.name}.0")) if cookie.chunked else {cookie.name: None}
        found += [Deletion(name, cookie.path, cookie.domain) for name in wanted]
    return tuple(found)


def out_of_reach(app: App, host: str) -> tuple[str, ...]:
    """Return the names of the app's cookies that a page of `host` cannot delete."""
    return tuple(cookie.name for cookie in app.cookies if not within_reach(cookie, host))


def within_reach(cookie: AppCookie, host: str) -> bool:
    """Tell whether a browser lets a page of `host` delete the cookie (rfc6265bis section 5.7, steps 9 and 10)."""
    if cookie.domain is None:
        return True
    domain = cookie.domain.removeprefix(".").lower()
    if domain == host:
        return True
    return host.endswith(f".{domain}") and not cookie.public_domain
