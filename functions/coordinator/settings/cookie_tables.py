"""The cookies of an app in the stage file: one by one, or a whole family that a well-known library sets."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from coordinator.core.model import AppCookie
from coordinator.core.returns import origin_of
from coordinator.settings.public_suffixes import is_public
from coordinator.settings.tables import Table

KINDS_OF_TOKEN = frozenset({"refresh_token", "access_token", "id_token"})
FORBIDDEN = frozenset('()<>@,;:\\"/[]?={} \t')

AUTH_JS = ("__Secure-authjs.session-token", "authjs.session-token")
NEXT_AUTH = ("__Secure-next-auth.session-token", "next-auth.session-token")
ALB = "AWSELBAuthSessionCookie"
FAMILIES = frozenset({"amplify", "cognito-at-edge", "alb", "next-auth"})
"""The families that an entry may name.

- `amplify`: aws-amplify with cookies as its storage, or its adapter for Next.js (aws-amplify/amplify-js,
  createKeysForAuthStorage and createTokenCookies); `cognito-at-edge` sets the same (awslabs/cognito-at-edge, src).
- `alb`: an Application Load Balancer that authenticates users (Elastic Load Balancing user guide,
  "listener-authenticate-users": the name, SessionCookieName, is a setting; what is larger than a cookie is split).
- `next-auth`: NextAuth.js 4 and Auth.js 5, over https and in development (nextauthjs/next-auth, defaultCookies and
  SessionStore). What it holds is encrypted: there is no token in it for us.
Read November 2026.
"""


def read(
    place: str, entries: Sequence[Any], client_id: str, return_to: Sequence[str], problems: list[str]
) -> tuple[AppCookie, ...]:
    """Return the cookies of the app at `place`, and add every mistake to `problems`.

    A family without a domain lies on the app's own hosts, those of its `return_to`, and nowhere else.
    """
    found: list[AppCookie] = []
    hosts = tuple(dict.fromkeys(urlsplit(origin).hostname or "" for url in return_to if (origin := origin_of(url))))
    for position, entry in enumerate(entries):
        where = f"{place}.cookies[{position}]"
        if isinstance(entry, Mapping) and "family" in entry:
            found += _family(where, entry, client_id, hosts, problems)
        else:
            found.append(_cookie(where, entry, problems))
    return tuple(found)


def _cookie(place: str, content: Any, problems: list[str]) -> AppCookie:
    table = Table(place, content, problems)
    name = table.text("name", required=True) or ""
    domain, path, public = _scope(table)
    cookie = AppCookie(
        name=name.removesuffix(".*"),
        domain=domain,
        path=path,
        holds=table.word("holds", KINDS_OF_TOKEN, None),
        numbered="." if name.endswith(".*") else "",
        public_domain=public,
    )
    if name and not cookie.name:
        table.problem("name", "must have a name before .*")
    _check_name(table, cookie.name)
    if name.startswith("__Host-") and (domain is not None or path != "/"):
        table.problem("name", "a __Host- cookie has the path / and no domain")
    table.finish()
    return cookie


def _family(
    place: str, content: Mapping[str, Any], client_id: str, hosts: tuple[str, ...], problems: list[str]
) -> list[AppCookie]:
    table = Table(place, content, problems)
    family = table.word("family", FAMILIES, None)
    domain, path, public = _scope(table)
    name = table.text("name")
    _check_name(table, name or "")
    if family == "cognito-at-edge" and domain is None:
        table.problem("domain", "is missing: the library sets one, by default the distribution's own host")
    if name and family and family != "alb":
        table.problem("name", f"is fixed in the family {family}; only alb has a setting for it")
    table.finish()
    members = _members(family, name, client_id)
    hosts = hosts if domain is None else ()
    return [
        AppCookie(
            member, domain, path, numbered=numbered, by_user=member.endswith("."), hosts=hosts, public_domain=public
        )
        for member, numbered in members
    ]


def _members(family: str | None, name: str | None, client_id: str) -> list[tuple[str, str]]:
    """Return the names of a family's cookies, and what stands before the numbers of those that are chunks."""
    match family:
        case "amplify" | "cognito-at-edge":
            return [(f"CognitoIdentityServiceProvider.{client_id}.", "")]
        case "alb":
            return [(name or ALB, ""), (name or ALB, "-")]
        case "next-auth":
            return [(member, numbered) for member in (*AUTH_JS, *NEXT_AUTH) for numbered in ("", ".")]
        case _:
            return []


def _scope(table: Table) -> tuple[str | None, str, bool]:
    """Return domain and path, and whether the domain is a public suffix."""
    domain, path = table.text("domain"), table.text("path") or "/"
    if not path.startswith("/") or ";" in path or not path.isascii():
        table.problem("path", "must start with / and hold no ;")
    if domain is not None and (not domain.isascii() or any(mark in FORBIDDEN for mark in domain)):
        table.problem("domain", "must be a host name")
    return domain, path, domain is not None and is_public(domain.removeprefix(".").lower())


def _check_name(table: Table, name: str) -> None:
    if not name.isascii() or any(mark in FORBIDDEN for mark in name):
        table.problem("name", "holds a character that no cookie's name may have")
