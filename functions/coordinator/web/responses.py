"""The form of every answer: a REST API proxy response, its headers and its cookies."""

from collections.abc import Mapping, Sequence
from typing import Any

from aws_lambda_powertools.shared.cookies import Cookie, SameSite

from coordinator.core.deletions import Deletion
from coordinator.web.request import OwnCookie, Reply, Request

EVERY_ANSWER = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Origin",
}


def cookies_of(reply: Reply) -> list[str]:
    """Return the `Set-Cookie` headers of what the service decided."""
    set_here = [_own(cookie) for cookie in reply.own_cookies]
    return [str(cookie) for cookie in (*set_here, *(_deleted(deletion) for deletion in reply.deletions))]


def response(
    status: int, headers: Mapping[str, str], request: Request, cookies: Sequence[str], body: str
) -> dict[str, Any]:
    """Return a response with what every answer carries: HSTS where we are on https (RFC 6797 section 7.2)."""
    transport = {"Strict-Transport-Security": "max-age=31536000"} if request.base.startswith("https:") else {}
    listed = {name: [value] for name, value in {**EVERY_ANSWER, **transport, **headers}.items()}
    if cookies:
        listed["Set-Cookie"] = list(cookies)
    return {"statusCode": status, "multiValueHeaders": listed, "body": body, "isBase64Encoded": False}


def _own(cookie: OwnCookie) -> Cookie:
    return Cookie(
        cookie.name,
        cookie.value or "",
        path="/",
        secure=True,
        http_only=True,
        same_site=SameSite.LAX_MODE,
        max_age=cookie.seconds if cookie.value else 0,
    )


def _deleted(deletion: Deletion) -> Cookie:
    return Cookie(deletion.name, "", path=deletion.path, domain=deletion.domain or "", secure=True, max_age=0)
