"""From what the service decided to a REST API proxy response: status, headers, cookies, page or JSON."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from aws_lambda_powertools.shared.cookies import Cookie, SameSite

from coordinator.core import receipt, returns
from coordinator.core.cookies import Deletion
from coordinator.errors import Refused
from coordinator.providers import choosing
from coordinator.settings.config import Settings
from coordinator.web import pages
from coordinator.web.request import ROUTES, AskFirst, Astray, Called, Ended, Go, OwnCookie, Reply, Request

EVERY_ANSWER = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Origin",
}


def answer(request: Request, reply: Reply, settings: Settings) -> dict[str, Any]:
    """Return the proxy response for what the service decided."""
    cookies = [_own(cookie) for cookie in reply.own_cookies] + [_deleted(deletion) for deletion in reply.deletions]
    match reply.what:
        case Called(location, reach, legs):
            document = {
                "logout_id": reply.logout_id,
                "location": location,
                "receipt": receipt.as_json(reach, legs, choosing.prompts(settings.providers)),
            }
            return _json(200, document, request, settings, cookies)
        case Go(visit) if visit.method == "GET":
            return _redirect(visit.url, request, cookies)
        case Go(visit):
            form = pages.form(visit.url, "post", visit.fields, "Continue signing out", submits=True)
            return _page(200, "Signing out", request, settings, cookies, form)
        case Ended(url) if url is not None:
            return _redirect(url, request, cookies)
        case Ended(_, button, _, legs):
            back = pages.link(button, "Back to the app") if button else ""
            return _page(200, pages.receipt_title(legs), request, settings, cookies, pages.receipt(legs), back)
        case AskFirst(sealed, app):
            asks = f"Do you want to sign out of {app.name}?" if app else "Do you want to sign out?"
            form = pages.form(f"{request.base}/logout", "post", [("confirm", sealed)], "Sign out")
            return _own_form("Sign out?", 200, request, settings, cookies, pages.paragraph(asks), form)
        case Astray():
            text = "This browser came back from another sign-out than the one under way."
            onward = pages.form(f"{request.base}/logout/return", "get", [], "Go on signing out")
            return _own_form("Go on signing out?", 400, request, settings, cookies, pages.paragraph(text), onward)


def refusal(request: Request, refused: Refused, settings: Settings) -> dict[str, Any]:
    """Return the answer to a refused request: a page or JSON, by `Accept`; never a redirect."""
    if request.wants_json:
        document = {
            "error": refused.code,
            "error_description": refused.description,
            "logout_id": request.logout_id,
        }
        response = _json(refused.status, document, request, settings, [])
    else:
        told = pages.paragraph(f"{refused.description[:1].upper()}{refused.description[1:]}.")
        reference = pages.paragraph(f"Reference: {refused.code} {request.logout_id}")
        response = _page(refused.status, "This sign-out cannot go on", request, settings, [], told, reference)
    if refused.code == "method_not_allowed":
        response["multiValueHeaders"]["Allow"] = [", ".join(ROUTES.get(request.route, ()))]
    if refused.status == 503:
        response["multiValueHeaders"]["Retry-After"] = ["1"]
    return response


def preflight(request: Request, settings: Settings) -> dict[str, Any]:
    """Return the answer to a CORS preflight of a registered origin; raises Refused for every other."""
    if request.evidence.origin not in settings.origins:
        raise Refused("not_a_navigation", "this origin is none of a configured app's return_to")
    headers = {
        "Access-Control-Allow-Methods": ", ".join(ROUTES[request.route]),
        "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type",
        "Access-Control-Max-Age": "600",
    }
    return _response(204, headers | _cors(request, settings), [], "")


def document(content: Mapping[str, Any], request: Request) -> dict[str, Any]:
    """Return a public document: any page may read it, and keep it for an hour."""
    headers = {
        "Content-Type": "application/json",
        "Cache-Control": "public, max-age=3600",
        "Access-Control-Allow-Origin": "*",
    }
    return _response(200, headers | _transport(request), [], json.dumps(content))


def to_itself(request: Request, state: str | None) -> dict[str, Any]:
    """Return the 303 that turns a POST on the return URL into a GET, with which our Lax cookie arrives."""
    return _redirect(returns.with_state(f"{request.base}/logout/return", state), request, [])


def _cors(request: Request, settings: Settings) -> dict[str, str]:
    origin = request.evidence.origin
    if origin is None or origin not in settings.origins:
        return {}
    return {"Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true"}


def _json(
    status: int, document: object, request: Request, settings: Settings, cookies: Sequence[Cookie]
) -> dict[str, Any]:
    headers = {"Content-Type": "application/json"} | _cors(request, settings)
    return _response(status, headers | _transport(request), cookies, json.dumps(document))


def _redirect(location: str, request: Request, cookies: Sequence[Cookie]) -> dict[str, Any]:
    return _response(303, {"Location": location} | _transport(request), cookies, "")


def _own_form(
    title: str, status: int, request: Request, settings: Settings, cookies: Sequence[Cookie], *parts: str
) -> dict[str, Any]:
    """Return a page with a form to ourselves: without a referrer even that would post `Origin: null`."""
    response = _page(status, title, request, settings, cookies, *parts)
    response["multiValueHeaders"]["Referrer-Policy"] = ["same-origin"]
    return response


def _page(
    status: int, title: str, request: Request, settings: Settings, cookies: Sequence[Cookie], *parts: str
) -> dict[str, Any]:
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": pages.policy(settings.plain_origins),
        "X-Frame-Options": "DENY",
    }
    return _response(status, headers | _transport(request), cookies, pages.page(title, *parts))


def _transport(request: Request) -> dict[str, str]:
    """Return HSTS, where we are on https."""
    return {"Strict-Transport-Security": "max-age=31536000"} if request.base.startswith("https:") else {}


def _response(status: int, headers: Mapping[str, str], cookies: Sequence[Cookie], body: str) -> dict[str, Any]:
    listed = {name: [value] for name, value in {**EVERY_ANSWER, **headers}.items()}
    if cookies:
        listed["Set-Cookie"] = [str(cookie) for cookie in cookies]
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
