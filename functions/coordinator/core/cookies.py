"""Which tokens do the app's cookies hold?"""

from collections.abc import Iterable, Sequence
from itertools import count, takewhile
from urllib.parse import unquote

from coordinator.core.model import App, AppCookie

TOKENS_BY_USER = {"idToken": "id_token", "accessToken": "access_token", "refreshToken": "refresh_token"}
"""Which token a cookie `<name><user>.<what>` holds (aws-amplify/amplify-js, createKeysForAuthStorage; awslabs/
cognito-at-edge, src/util/cookie.ts; read November 2026). User names are percent-encoded in both."""
LAST_USER = "LastAuthUser"
DOTS_OF_JWE = 4
"""An encrypted token has five parts (RFC 7516 section 3.1), and none of them is for us."""


def of_any(apps: Iterable[App], arrived: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the cookies that may be one of the apps': a thousand of neighbours are not looked at for each app."""
    all_of_them = [cookie for app in apps for cookie in app.cookies]
    whole = {cookie.name for cookie in all_of_them if not cookie.several}
    begun = tuple(cookie.name for cookie in all_of_them if cookie.several)
    return tuple(one for one in arrived if one[0] in whole or one[0].startswith(begun))


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
            last = last_user(cookie, arrived)
            tokens = [(user, value) for user, kind, value in _by_user(cookie, arrived) if kind == "refresh_token"]
            # Cognito's are encrypted: they come before those that are none.
            tokens.sort(key=lambda one: (one[0] != last, one[1].count(".") != DOTS_OF_JWE))
            found += [value for _, value in tokens]
        elif cookie.holds == "refresh_token":
            same = [value for name, value in arrived if name == cookie.name]
            found += [_joined(cookie, arrived)] if cookie.numbered else same
    return tuple(dict.fromkeys(token for token in found if token))


def bearers(app: App, arrived: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return kind and text of every ID and access token that arrived, whoever put it there."""
    found: list[tuple[str, str]] = []
    for cookie in app.cookies:
        if cookie.by_user:
            found += [(kind, value) for _, kind, value in _by_user(cookie, arrived)]
        elif cookie.holds is not None:
            same = [value for name, value in arrived if name == cookie.name]
            found += [(cookie.holds, value) for value in ([_joined(cookie, arrived)] if cookie.numbered else same)]
    return tuple(one for one in dict.fromkeys(found) if one[1] and one[0] != "refresh_token")


def _of_last_user(cookie: AppCookie, arrived: Sequence[tuple[str, str]]) -> dict[str, str]:
    last = last_user(cookie, arrived)
    found: dict[str, str] = {}
    for user, kind, value in _by_user(cookie, arrived):
        if user == last and value:
            found.setdefault(kind, value)
    return found


def last_user(cookie: AppCookie, arrived: Sequence[tuple[str, str]]) -> str | None:
    """Return the user who came last, if there are tokens of that one; else the only one there is, or None."""
    users = {user for user, _, _ in _by_user(cookie, arrived)}
    last = unquote(first(arrived, f"{cookie.name}{LAST_USER}") or "")
    return last if last in users else (users.pop() if len(users) == 1 else None)


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
    """Return the chunks from the first on, up to one that is missing: what lies beyond is of another value."""
    chunks: dict[int, str] = {}
    for name, value in arrived:
        number = number_of(cookie, name)
        if number is not None:
            chunks.setdefault(number, value)
    return "".join(chunks[number] for number in takewhile(chunks.__contains__, count()))


def number_of(cookie: AppCookie, name: str) -> int | None:
    """Return the number of a chunk, None for what is none."""
    prefix, _, digits = name.rpartition(cookie.numbered)
    return (
        int(digits) if prefix == cookie.name and digits.isdecimal() and digits.isascii() and len(digits) < 4 else None
    )
