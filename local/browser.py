"""A browser as far as servers can tell: cookies, Sec-Fetch headers, forms; redirects are followed by hand."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from http.cookiejar import DefaultCookiePolicy
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Self
from urllib.parse import parse_qsl, urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.cookies import get_cookie_header

from local.addresses import with_query
from local.forms import Form, first_form
from local.navigation import Step, fetch_headers

if TYPE_CHECKING:
    from requests.adapters import _HostParams, _PoolKwargs

SECONDS = 20.0
MOST_HOPS = 20
USER_AGENT = "Mozilla/5.0 (local test browser)"
# How pages of this system submit their form by themselves; the second is SimpleSAMLphp's script, in a file of its own.
SUBMITTING = (".submit()", "/resources/post.js")


@dataclass(frozen=True, slots=True)
class Hop:
    """One request of a walk and its answer. `set_cookies` are names, those of deleted cookies with a minus."""

    method: str
    url: str
    status: int
    location: str | None
    set_cookies: tuple[str, ...]
    seconds: float
    text: str = field(repr=False)

    @property
    def form(self) -> Form | None:
        """The first form on the page, its action made absolute."""
        return first_form(self.text, self.url)

    @property
    def submits_itself(self) -> bool:
        """Whether the page has a script that submits its form without a click."""
        scripted = any(script in self.text for script in SUBMITTING)
        return self.location is None and scripted and self.form is not None


class _Loopback(HTTPAdapter):
    """Takes every `*.localhost` for this machine, as browsers do (RFC 6761, section 6.3) and resolvers often do not."""

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: bool | str, cert: str | tuple[str, str] | None = None
    ) -> "tuple[_HostParams, _PoolKwargs]":
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        if host["host"].endswith(".localhost"):
            request.headers["Host"] = urlsplit(request.url or "").netloc
            host["host"] = "127.0.0.1"
        return host, pool


class _Session(requests.Session):
    """Sends cookies by its own jar's policy: requests itself copies the cookies into a jar with the default one."""

    def __init__(self) -> None:
        super().__init__()
        self.mount("http://", _Loopback())

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
        self._session.headers.update({"User-Agent": USER_AGENT, "Accept-Language": "en"})

    @classmethod
    def holding(cls, cookies: Mapping[str, Mapping[str, str]]) -> Self:
        """A browser that holds these cookies, by host and name."""
        browser = cls()
        for host, held in cookies.items():
            # The jar knows a host without a dot by another name (http.cookiejar, "eff_request_host").
            domain = host if "." in host else f"{host}.local"
            for name, value in held.items():
                browser._session.cookies.set(name, value, domain=domain)
        return browser

    def cookie(self, name: str) -> str | None:
        """The value of a cookie by its name, on whichever host."""
        return next((cookie.value for cookie in self._session.cookies if cookie.name == name), None)

    def lifetime(self, name: str) -> float | None:
        """How many seconds a cookie has left; None for one that goes with the browser, or is not there."""
        ends = next((cookie.expires for cookie in self._session.cookies if cookie.name == name), None)
        return None if ends is None else ends - time.time()

    def lose(self, name: str) -> None:
        """Forget every cookie of this name, as when it expires before its session does."""
        for cookie in [cookie for cookie in self._session.cookies if cookie.name == name]:
            self._session.cookies.clear(cookie.domain, cookie.path, cookie.name)

    def twin(self) -> "Browser":
        """Another browser with the same cookies: what it does leaves no trace in this one."""
        twin = Browser()
        twin._session.cookies.update(self._session.cookies)
        return twin

    def open(self, url: str) -> Hop:
        """An address typed by the person: one request, no redirect followed."""
        return self._take(Step("GET", url, None))

    def walk(
        self, url: str, *, clicked_on: str | None = None, unvisited: str | None = None, until: str | None = None
    ) -> list[Hop]:
        """Open an address, or click a link on the page `clicked_on`, and go wherever redirects and scripts lead.

        A redirect to an address that begins with `unvisited` is taken for granted without a visit: the browser goes
        on to the `post_logout_redirect_uri` in it. That is how a test leaves one hop out. One to an address that begins
        with `until` is the end: nobody needs to serve it.
        """
        return list(self._follow(Step("GET", url, clicked_on), unvisited, until))

    def submit(self, form: Form, filled: Mapping[str, str], page: str, *, until: str | None = None) -> list[Hop]:
        """Fill in a form on `page`, submit it, and go wherever redirects and scripts lead, as `walk` does."""
        return list(self._follow(Step.submitting(form, page, filled=filled), None, until))

    def fetch(self, url: str, page: str, data: Mapping[str, str]) -> requests.Response:
        """What a script on `page` gets for a POST of `data` with credentials, asking for JSON."""
        return self._session.post(
            url, data=data, headers=fetch_headers(url, page), allow_redirects=False, timeout=SECONDS
        )

    def _follow(self, step: Step, unvisited: str | None, until: str | None) -> Iterator[Hop]:
        for _ in range(MOST_HOPS):
            hop = self._take(step)
            yield hop
            if hop.location is not None:
                if until and hop.location.startswith(until):
                    return
                step = step.redirected(hop.location, hop.status)
            elif hop.submits_itself and hop.form is not None:
                step = Step.submitting(hop.form, hop.url, filled={}, clicked=False)
            else:
                return
            if unvisited and step.url.startswith(unvisited):
                step = replace(step, method="GET", url=left_out(step), data=None)
        raise RuntimeError(f"more than {MOST_HOPS} hops")

    def _take(self, step: Step) -> Hop:
        began = time.monotonic()
        answer = self._session.request(
            step.method, step.url, data=step.data, headers=step.headers(), allow_redirects=False, timeout=SECONDS
        )
        seconds = time.monotonic() - began
        location = urljoin(step.url, answer.headers["Location"]) if answer.is_redirect else None
        cookies = tuple(cookie_names(answer))
        return Hop(step.method, step.url, answer.status_code, location, cookies, seconds, answer.text)


def left_out(step: Step) -> str:
    """Where a provider would have sent the browser back to, with the `state` that it would have given back."""
    sent = dict(parse_qsl(urlsplit(step.url).query)) | dict(step.data or {})
    return with_query(sent["post_logout_redirect_uri"], {"state": sent.get("state", "")})


def cookie_names(answer: requests.Response) -> Iterator[str]:
    """Names of the cookies that an answer sets, deleted ones with a minus in front."""
    for value in answer.raw.headers.getlist("Set-Cookie"):
        for name, morsel in SimpleCookie(value).items():
            gone = morsel["max-age"] == "0" or "1970" in morsel["expires"]
            yield f"-{name}" if gone else name
