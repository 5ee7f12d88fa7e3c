"""A browser as far as servers can tell: cookies, Sec-Fetch headers, Referer, forms; redirects are followed by hand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urljoin, urlsplit

import requests
from requests.cookies import get_cookie_header

from local.addresses import with_query
from local.forms import Form, first_form

SECONDS = 20.0
MOST_HOPS = 20
ACCEPT = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"


@dataclass(frozen=True, slots=True)
class Hop:
    """One request of a walk and its answer. `set_cookies` are names, those of deleted cookies with a minus."""

    method: str
    url: str
    status: int
    location: str | None
    set_cookies: tuple[str, ...]
    headers: Mapping[str, str] = field(repr=False)
    text: str = field(repr=False)

    @property
    def form(self) -> Form | None:
        """The first form on the page, its action made absolute."""
        return first_form(self.text, self.url)


class _Session(requests.Session):
    """Sends cookies by its own jar's policy: requests itself copies the cookies into a jar with the default one."""

    def prepare_request(self, request: requests.Request) -> requests.PreparedRequest:
        prepared = super().prepare_request(request)
        prepared.headers.pop("Cookie", None)
        cookies = get_cookie_header(self.cookies, prepared)  # type: ignore[no-untyped-call]
        if cookies:
            prepared.headers["Cookie"] = cookies
        return prepared


class Browser:
    """One person's browser. Nothing is shared with another one."""

    def __init__(self) -> None:
        self._session = _Session()
        # Browsers take localhost as secure (W3C Secure Contexts, section 3.1): `Secure` cookies work over http there.
        self._session.cookies.set_policy(DefaultCookiePolicy(secure_protocols=("https", "wss", "http")))
        self._session.headers.update({"User-Agent": "Mozilla/5.0 (local test browser)", "Accept-Language": "en"})

    def cookie(self, name: str) -> str | None:
        """The value of a cookie by its name, on whichever host."""
        return next((cookie.value for cookie in self._session.cookies if cookie.name == name), None)

    def open(self, url: str) -> Hop:
        """An address typed by the person: one request, no redirect followed."""
        return self._request("GET", url, None, "none")

    def walk(self, url: str, *, clicked_on: str | None = None, unvisited: str | None = None) -> list[Hop]:
        """Open an address, or click a link on the page `clicked_on`, and go wherever redirects lead.

        A redirect to an address that begins with `unvisited` is taken for granted without a visit: the browser goes
        on to the `post_logout_redirect_uri` in it. That is how a test leaves one hop out.
        """
        return list(self._follow("GET", url, None, clicked_on, unvisited))

    def submit(self, form: Form, filled: Mapping[str, str], page: str) -> list[Hop]:
        """Fill in a form on `page`, submit it, and go wherever redirects lead."""
        return list(self._follow(form.method, form.action, form.fields | dict(filled), page, None))

    def _follow(
        self, method: str, url: str, data: Mapping[str, str] | None, initiator: str | None, unvisited: str | None
    ) -> Iterator[Hop]:
        site = "same-origin" if initiator else "none"
        for _ in range(MOST_HOPS):
            site = worse(site, site_between(initiator, url)) if initiator else site
            hop = self._request(method, url, data, site, initiator)
            yield hop
            if hop.location is None:
                return
            url = hop.location
            if unvisited and url.startswith(unvisited):
                url = left_out(url)
            method, data = ("GET", None) if hop.status not in {307, 308} else (method, data)
        raise RuntimeError(f"more than {MOST_HOPS} redirects")

    def _request(
        self, method: str, url: str, data: Mapping[str, str] | None, site: str, initiator: str | None = None
    ) -> Hop:
        headers = navigation(method, url, site, initiator)
        answer = self._session.request(method, url, data=data, headers=headers, allow_redirects=False, timeout=SECONDS)
        location = answer.headers.get("Location") if answer.is_redirect else None
        return Hop(
            method,
            url,
            answer.status_code,
            urljoin(url, location) if location else None,
            tuple(cookie_names(answer)),
            answer.headers,
            answer.text,
        )


def navigation(method: str, url: str, site: str, initiator: str | None) -> dict[str, str]:
    """What Chromium sends with a navigation that a person started (W3C Fetch Metadata; referrer policy
    strict-origin-when-cross-origin, the default)."""
    headers = {
        "Accept": ACCEPT,
        "Sec-Fetch-Site": site,
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
        "Sec-Fetch-User": "?1",
        "Upgrade-Insecure-Requests": "1",
    }
    if initiator:
        headers["Referer"] = initiator if origin(initiator) == origin(url) else origin(initiator) + "/"
        if method != "GET":
            headers["Origin"] = origin(initiator)
    return headers


def origin(url: str) -> str:
    """Scheme, host and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def site_between(initiator: str, url: str) -> str:
    """Sec-Fetch-Site of one request; hosts here are `localhost` names and addresses, each a site of its own."""
    if origin(initiator) == origin(url):
        return "same-origin"
    return "same-site" if urlsplit(initiator).hostname == urlsplit(url).hostname else "cross-site"


def worse(one: str, other: str) -> str:
    """The farther of two: Sec-Fetch-Site speaks for the whole chain of redirects."""
    order = ("same-origin", "same-site", "cross-site")
    return max(one, other, key=order.index)


def left_out(url: str) -> str:
    """Where a provider would have sent the browser back to, with the `state` that it would have given back."""
    query = dict(parse_qsl(urlsplit(url).query))
    return with_query(query["post_logout_redirect_uri"], {"state": query.get("state", "")})


def cookie_names(answer: requests.Response) -> Iterator[str]:
    """Names of the cookies that an answer sets, deleted ones with a minus in front."""
    for value in answer.raw.headers.getlist("Set-Cookie"):
        for name, morsel in SimpleCookie(value).items():
            gone = morsel["max-age"] == "0" or "1970" in morsel["expires"]
            yield f"-{name}" if gone else name
