"""Pages as proxy responses: in whose language and look, and under which policy each one is shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from coordinator.core import languages
from coordinator.core.model import App
from coordinator.errors import Refused
from coordinator.settings.config import Settings
from coordinator.web import pages, style
from coordinator.web.request import AskFirst, Astray, Ended, Go, Reply, Request
from coordinator.web.responses import response
from coordinator.web.words import Words, words


def shown(
    what: Go | Ended | AskFirst | Astray, request: Request, reply: Reply, settings: Settings, cookies: Sequence[str]
) -> dict[str, Any]:
    """Return a page; one with a form to ourselves needs a referrer: without any even that would post `Origin: null`."""
    read, headers = _reader(request, reply.ui_locales)
    ours = headers | {"Referrer-Policy": "same-origin"}
    app = reply.app
    match what:
        case Go(visit):
            return _page(200, pages.onward(read, visit, app), request, settings, app, headers, cookies)
        case Ended(_, back, _, legs):
            names = {one.name: one.display_name for one in settings.providers.values() if one.display_name}
            receipt = pages.receipt(read, legs, back, app, reply.logout_id, names)
            return _page(200, receipt, request, settings, app, headers, cookies)
        case AskFirst():
            asked = pages.confirmation(read, f"{request.base}/logout", what, reply.ui_locales)
            return _page(200, asked, request, settings, app, ours, cookies)
        case Astray():
            lost = pages.astray(read, f"{request.base}/logout/return", app)
            return _page(400, lost, request, settings, app, ours, cookies)


def refusal(
    request: Request,
    body: Sequence[tuple[str, str]],
    refused: Refused,
    settings: Settings,
    headers: Mapping[str, str],
) -> dict[str, Any]:
    """Return the page of a refusal, in the look of the app that the request names, or of the only one."""
    fields = dict(reversed((*request.query, *body)))
    read, chosen_by = _reader(request, fields.get("ui_locales"))
    app = settings.app_of_client(fields.get("client_id")) or settings.only_app
    page = pages.refusal(read, refused, request.logout_id, app)
    return _page(refused.status, page, request, settings, app, {**headers, **chosen_by}, [])


def _reader(request: Request, ui_locales: str | None) -> tuple[Words, dict[str, str]]:
    """Return the words for who reads the page, and the headers that say what they were chosen by."""
    wished = languages.wished(ui_locales)
    tag = wished or languages.accepted(request.headers.get("accept-language"))
    return words(tag), {} if wished else {"Vary": "Origin, Accept-Language"}


def _page(
    status: int,
    page: str,
    request: Request,
    settings: Settings,
    app: App | None,
    headers: Mapping[str, str],
    cookies: Sequence[str],
) -> dict[str, Any]:
    every = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": style.policy(settings.plain_origins, app),
        "X-Frame-Options": "DENY",
    }
    return response(status, {**every, **headers}, request, cookies, page)
