"""A browser as far as a logout sees one: a real cookie jar, fetch metadata, referrers, and no redirects by itself."""

import json
from collections.abc import Callable, Iterable
from email.message import Message
from http.client import HTTPResponse
from http.cookiejar import Cookie, CookieJar
from http.cookies import SimpleCookie
from typing import cast
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import Request

from tests.functional.answers import Answer
from tests.functional.events import Event, rest_api_event
from tests.functional.pages import Form
from tests.functional.secrecy import Secrets

BASE = "https://logout.example.com"
SHOP_PAGE = "https://shop.example.com/account"
ELSEWHERE = "https://evil.test/page"
HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
FORM = "application/x-www-form-urlencoded"

type Overrides = dict[str, str | None]


class Browser:
    """Sends requests to the handler and keeps the cookies that a real jar accepts."""

    def __init__(self, send: Callable[[Event], Answer], remembered: Secrets, base: str = BASE) -> None:
        self.send = send
        self.base = base
        self.remembered = remembered
        self.jar = CookieJar()
        self.where = base

    def receive(self, url: str, set_cookies: Iterable[str]) -> None:
        """Take the cookies of an answer from `url`, as strictly as http.cookiejar and the `__Host-` prefix are."""
        message = Message()
        for header in set_cookies:
            (morsel,) = SimpleCookie(header).values()
            self.remembered.add(morsel.value)
            if morsel.key.startswith("__Host-"):
                assert morsel["secure"] and morsel["path"] == "/" and not morsel["domain"], header
            message["Set-Cookie"] = header
        response = cast(HTTPResponse, _Received(message))
        self.jar.extract_cookies(response, Request(url))  # noqa: S310 - nothing is opened

    @property
    def cookies(self) -> dict[str, str]:
        """Every cookie in the jar."""
        return {cookie.name: cookie.value or "" for cookie in self.jar}

    @property
    def ours(self) -> dict[str, Cookie]:
        """The cookies that the coordinator keeps here: the journey, a hint, a confirmation."""
        return {cookie.name: cookie for cookie in self.jar if cookie.name.startswith("__Host-")}

    def visit(self, path: str, page: str | None = SHOP_PAGE, headers: Overrides | None = None) -> Answer:
        """Navigate by a link on `page`; None: typed, or from a bookmark."""
        return self._navigate("GET", path, page, None, headers)

    def submit(
        self, path: str, fields: dict[str, str], page: str = SHOP_PAGE, headers: Overrides | None = None
    ) -> Answer:
        """Send a form that stands on `page`."""
        return self._navigate("POST", path, page, urlencode(fields), {"content-type": FORM, **(headers or {})})

    def press(self, form: Form, extra: dict[str, str] | None = None, headers: Overrides | None = None) -> Answer:
        """Send a form of the page that was answered last."""
        fields, target = form.fields | (extra or {}), urljoin(self.where, form.action)
        if form.method == "post":
            return self.submit(target, fields, self.where, headers)
        return self.visit(f"{target}?{urlencode(fields)}" if fields else target, self.where, headers)

    def come_back(self, url: str) -> Answer:
        """Follow the redirect of another site."""
        return self.visit(url, "https://elsewhere.test/", {"referer": None})

    def fetch(
        self, path: str, content: object = None, page: str = SHOP_PAGE, headers: Overrides | None = None
    ) -> Answer:
        """Call by `fetch` with credentials and JSON: a POST when there is content."""
        method, body = ("GET", None) if content is None else ("POST", json.dumps(content))
        sent: Overrides = {"accept": "application/json", "origin": _origin(page), "referer": _origin(page) + "/"}
        sent |= self._metadata(path, page, "cors", "empty")
        sent["content-type"] = "application/json" if body else None
        return self.request(method, path, body, sent, headers)

    def _navigate(
        self, method: str, path: str, page: str | None, body: str | None, headers: Overrides | None
    ) -> Answer:
        sent: Overrides = {"accept": HTML, **self._metadata(path, page, "navigate", "document")}
        sent |= {"sec-fetch-user": "?1", "upgrade-insecure-requests": "1"}
        if page:
            sent["referer"] = _origin(page) + "/"
            sent["origin"] = _origin(page) if method == "POST" else None
        return self.request(method, path, body, sent, headers)

    def _metadata(self, path: str, page: str | None, mode: str, destination: str) -> Overrides:
        site = _site(page, urljoin(self.base, path)) if page else "none"
        return {"sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": destination}

    def request(
        self, method: str, path: str, body: str | None, sent: Overrides, overrides: Overrides | None = None
    ) -> Answer:
        """Send a request with exactly these headers and the jar's cookies; an override of None removes a header."""
        url = self.where = path if path.startswith("https:") else self.base + path
        carrier = Request(url)  # noqa: S310 - nothing is opened
        self.jar.add_cookie_header(carrier)
        headers: Overrides = {"user-agent": "Mozilla/5.0", "cookie": carrier.get_header("Cookie")}
        headers |= sent | (overrides or {})
        pairs = [(name, value) for name, value in headers.items() if value is not None]
        answer = self.send(rest_api_event(method, url, pairs, body))
        shown = [token for token in self.remembered.tokens if token in answer.body + str(answer.headers)]
        assert not shown, "an answer shows a token of the user pool"
        self.receive(url, answer.set_cookies)
        return answer


class _Received:
    """What http.cookiejar asks of a response."""

    def __init__(self, message: Message) -> None:
        self.message = message

    def info(self) -> Message:
        """The headers."""
        return self.message


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _site(page: str, target: str) -> str:
    """Sec-Fetch-Site; the registrable domains of the tests have two labels."""
    if _origin(page) == _origin(target):
        return "same-origin"
    registrable = [(urlsplit(url).hostname or "").split(".")[-2:] for url in (page, target)]
    return "same-site" if registrable[0] == registrable[1] else "cross-site"
