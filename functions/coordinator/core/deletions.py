"""Which of the app's cookies does a browser let us delete, and as how many can one answer?"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from urllib.parse import unquote

from coordinator.core.cookies import LAST_USER, TOKENS_BY_USER, last_user, number_of
from coordinator.core.model import App, AppCookie

MOST_NAMES = 16
"""Cookies of one name that are deleted at once: sixteen chunks of 4 KB are more than any server takes."""
LARGEST_DELETIONS = 4_000
"""Characters of all deletions: API Gateway takes 10,240 bytes of headers, and the journey needs its own (Amazon API
Gateway developer guide, "Quotas for REST APIs", read November 2026)."""


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

    @property
    def length(self) -> int:
        """Characters of its header's value, at most."""
        return len(f"{self.name}=; Path={self.path}; Domain={self.domain or ''}; Max-Age=0; Secure")


def deletions(app: App, place: Place, arrived: Sequence[tuple[str, str]]) -> tuple[Deletion, ...]:
    """Return a deletion for each of the app's cookies within reach, arrived or not, as far as one answer holds them.

    Whoever can set cookies on the domain could otherwise bloat our answer until nothing delivers it.
    """
    wanted = _wanted(app, place, arrived)
    few = [found for group in wanted for found in group[:MOST_NAMES]]
    lengths = accumulate(found.length for found in few)
    return tuple(found for found, so_far in zip(few, lengths, strict=True) if so_far <= LARGEST_DELETIONS)


def too_many(app: App, place: Place, arrived: Sequence[tuple[str, str]]) -> bool:
    """Tell whether more of the app's cookies arrived than one answer can delete."""
    return len(deletions(app, place, arrived)) < sum(map(len, _wanted(app, place, arrived)))


def _wanted(app: App, place: Place, arrived: Sequence[tuple[str, str]]) -> list[list[Deletion]]:
    """Return the deletions of each of the app's cookies, those of a fixed name first."""
    reached = sorted((one for one in app.cookies if within_reach(one, place)), key=lambda one: one.several)
    return [[Deletion(name, one.path, one.domain) for name in _names(one, arrived)] for one in reached]


def _rank(cookie: AppCookie, name: str, last: str | None) -> tuple[bool, bool]:
    user, _, what = name.removeprefix(cookie.name).rpartition(".")
    return unquote(user) != last, what not in TOKENS_BY_USER


def _names(cookie: AppCookie, arrived: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return the names to delete: of several those that arrived."""
    if cookie.numbered:
        numbers = {number for name, _ in arrived if (number := number_of(cookie, name)) is not None} | {0}
        return tuple(f"{cookie.name}{cookie.numbered}{number}" for number in sorted(numbers))
    if not cookie.by_user:
        return (cookie.name,)
    there = dict.fromkeys(name for name, _ in arrived if name.startswith(cookie.name))
    # Those of the last user first, and those with a token: where there are too many, they matter most.
    last = last_user(cookie, arrived)
    ordered = sorted(there, key=lambda name: _rank(cookie, name, last))
    return tuple(dict.fromkeys((f"{cookie.name}{LAST_USER}", *ordered)))


def out_of_reach(app: App, place: Place) -> tuple[str, ...]:
    """Return the names of the app's cookies that a page at `place` cannot delete; a star stands for the rest."""
    beyond = [cookie for cookie in app.cookies if not within_reach(cookie, place)]
    return tuple(f"{cookie.name}{cookie.numbered}{'*' * cookie.several}" for cookie in beyond)


def within_reach(cookie: AppCookie, place: Place) -> bool:
    """Tell whether a browser lets a page at `place` delete the cookie (rfc6265bis section 5.7, steps 9 and 10).

    Which of several there are only arriving cookies tell, so those must reach us by their path, too.
    """
    if cookie.several and not _covers(cookie.path, place.path):
        return False
    if cookie.domain is None:
        return not cookie.hosts or place.host in cookie.hosts
    domain = cookie.domain.removeprefix(".").lower()
    if domain == place.host:
        return True
    return place.host.endswith(f".{domain}") and not cookie.public_domain


def _covers(path: str, ours: str) -> bool:
    """Tell whether a cookie of `path` is sent to `ours` (RFC 6265 section 5.1.4)."""
    return ours == path or (ours.startswith(path) and (path.endswith("/") or ours[len(path)] == "/"))
