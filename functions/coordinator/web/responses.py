"""The form of every answer: a REST API proxy response, its headers and its cookies."""

from collections.abc import Mapping, Sequence
from typing import Any

from coordinator.core.deletions import Deletion
from coordinator.web.request import OwnCookie, Reply, Request

EVERY_ANSWER = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Origin",
}


def cookies_of(reply: Reply) -> list[str]:
    """Return the `Set-Cookie` headers of what the service decided (RFC 6265 section 4.1).

    `http.cookies` would refuse to name what it reads, such as the cookies of users whose name has an `@`.
    """
    return [*map(_own, reply.own_cookies), *map(_deleted, reply.deletions)]


def response(
    status: int, headers: Mapping[str, str], request: Request, cookies: Sequence[str], body: str
) -> dict[str, Any]:
    """Return a response with what every answer carries: HSTS where we are on https (RFC 6797 section 7.2)."""
    transport = {"Strict-Transport-Security": "max-age=31536000"} if request.base.startswith("https:") else {}
    listed = {name: [value] for name, value in {**EVERY_ANSWER, **transport, **headers}.items()}
    if cookies:
        listed["Set-Cookie"] = list(cookies)
    return {"statusCode": status, "multiValueHeaders": listed, "body": body, "isBase64Encoded": False}


def _own(cookie: OwnCookie) -> str:
    value, seconds = (cookie.value, cookie.seconds) if cookie.value else ("", 0)
    return f"{cookie.name}={value}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite=Lax"


def _deleted(deletion: Deletion) -> str:
    domain = f"; Domain={deletion.domain}" if deletion.domain else ""
    return f"{deletion.name}=; Path={deletion.path}{domain}; Max-Age=0; Secure"
