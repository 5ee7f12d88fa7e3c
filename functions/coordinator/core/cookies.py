"""The app's cookies: which tokens they hold, and which of them a browser lets us delete."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from urllib.parse import unquote

from coordinator.core.model import App, AppCookie

MOST_NAMES = 16
"""Cookies of one name that are deleted at once: sixteen chunks of 4 KB are more than any server takes."""
LARGEST_DELETIONS = 4_000
"""Characters of all deletions: API Gateway takes 10,240 bytes of headers, and the journey needs its own (Amazon API
Gateway developer guide, "Quotas for REST APIs", read November 2026)."""
TOKENS_BY_USER = {"idToken": "id_token", "accessToken": "access_token", "refreshToken": "refresh_token"}
"""Which token a cookie `<name><user>.<what>` holds (aws-amplify/amplify-js, createKeysForAuthStorage; awslabs/
cognito-at-edge, src/util/cookie.ts; read November 2026). User names are percent-encoded in both."""
LAST_USER = "LastAuthUser"


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


def held(app: App, arrived: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the tokens that the app's cookies hold, by kind; chunks are joined in the order of their numbers."""
    found: dict[str, str] = {}
    for cookie in app.cookies:
        if cookie.by_user:
            found = _of_last_user(cookie, arrived) | found
        elif cookie.holds is not None and cookie.holds not in found:
            value = _joined(cookie, arrived) if cookie.numbered else first(arrived, cookie.name)
            if value:
                found[cookie.holds] = value
    return found


def refresh_tokens(app: App, arrived: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return every refresh token that arrived: two cookies may hold one, and one name may have two values.

    Of several users that of the last one comes first.
    """
    found: list[str] = []
    for cookie in app.cookies:
        if cookie.by_user:
            last = _last_user(cookie, arrived)
            tokens = [(user, value) for user, kind, value in _by_user(cookie, arrived) if kind == "refresh_token"]
            found += [value for _, value in sorted(tokens, key=lambda one: one[0] != last)]
        elif cookie.holds == "refresh_token":
            same = [value for name, value in arrived if name == cookie.name]
            found += [_joined(cookie, arrived)] if cookie.numbered else same
    return tuple(dict.fromkeys(token for token in found if token))


def _of_last_user(cookie: AppCookie, arrived: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the tokens of the user who came last; without a word on who that is, of the only one there is."""
    tokens, last = _by_user(cookie, arrived), _last_user(cookie, arrived)
    users = {user for user, _, _ in tokens}
    if not last and len(users) == 1:
        last = users.pop()
    found: dict[str, str] = {}
    for user, kind, value in tokens:
        if user == last and value:
            found.setdefault(kind, value)
    return found


def _last_user(cookie: AppCookie, arrived: Sequence[tuple[str, str]]) -> str:
    return unquote(first(arrived, f"{cookie.name}{LAST_USER}") or "")


def _by_user(cookie: AppCookie, arrived: Iterable[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Return user, kind and value of every token."""
    found = []
    for name, value in arrived:
        user, _, what = name.removeprefix(cookie.name).rpartition(".")
        if name.startswith(cookie.name) and user and what in TOKENS_BY_USER:
            found.append((unquote(user), TOKENS_BY_USER[what], value))
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
    prefix, _, digits = name.rpartition(cookie.numbered)
    return (
        int(digits) if prefix == cookie.name and digits.isdecimal() and digits.isascii() and len(digits) < 4 else None
    )


def _names(cookie: AppCookie, arrived: Iterable[str]) -> tuple[str, ...]:
    """Return the names to delete: of several those that arrived."""
    if cookie.numbered:
        numbers = {number for name in arrived if (number := _number(cookie, name)) is not None} | {0}
        return tuple(f"{cookie.name}{cookie.numbered}{number}" for number in sorted(numbers))
    if not cookie.by_user:
        return (cookie.name,)
    there = dict.fromkeys(name for name in arrived if name.startswith(cookie.name))
    # Those with a token first: where there are too many, they matter most.
    ordered = sorted(there, key=lambda name: name.rpartition(".")[2] not in TOKENS_BY_USER)
    return tuple(dict.fromkeys((f"{cookie.name}{LAST_USER}", *ordered)))


def deletions(app: App, place: Place, arrived: Iterable[tuple[str, str]]) -> tuple[Deletion, ...]:
    """Return a deletion for each of the app's cookies within reach, arrived or not, as far as one answer holds them.

    Whoever can set cookies on the domain could otherwise bloat our answer until nothing delivers it.
    """
    wanted = _wanted(app, place, arrived)
    few = [found for group in wanted for found in group[:MOST_NAMES]]
    lengths = accumulate(found.length for found in few)
    return tuple(found for found, so_far in zip(few, lengths, strict=True) if so_far <= LARGEST_DELETIONS)


def too_many(app: App, place: Place, arrived: Iterable[tuple[str, str]]) -> bool:
    """Tell whether more of the app's cookies arrived than one answer can delete."""
    arrived = list(arrived)
    return len(deletions(app, place, arrived)) < sum(map(len, _wanted(app, place, arrived)))


def _wanted(app: App, place: Place, arrived: Iterable[tuple[str, str]]) -> list[list[Deletion]]:
    """Return the deletions of each of the app's cookies, those of a fixed name first."""
    names = [name for name, _ in arrived]
    reached = sorted((one for one in app.cookies if within_reach(one, place)), key=lambda one: one.several)
    return [[Deletion(name, one.path, one.domain) for name in _names(one, names)] for one in reached]


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
