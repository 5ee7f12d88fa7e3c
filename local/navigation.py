"""What a browser tells a server about a request: W3C Fetch Metadata, Origin, and Referer by the default policy."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import urlsplit

from local.addresses import with_query
from local.forms import Form

PAGE = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"
SITES = ("same-origin", "same-site", "cross-site")


@dataclass(frozen=True, slots=True)
class Step:
    """One request of a navigation. `page` is where it began, None for a typed address; `site` speaks for the whole
    chain of redirects, as Sec-Fetch-Site does. `clicked` is false for what a page's script started."""

    method: str
    url: str
    page: str | None
    data: Mapping[str, str] | None = field(default=None, repr=False)
    site: str = SITES[0]
    clicked: bool = True

    @classmethod
    def submitting(cls, form: Form, page: str, *, filled: Mapping[str, str], clicked: bool = True) -> Self:
        """The first step after a form on `page` is submitted."""
        fields = form.fields | dict(filled)
        if form.method == "GET":
            return cls("GET", with_query(form.action, fields), page, clicked=clicked)
        return cls(form.method, form.action, page, fields, clicked=clicked)

    def redirected(self, url: str, status: int) -> Self:
        """The step that a redirect leads to: GET, but for the two codes that keep the method (RFC 9110, 15.4)."""
        kept = (self.method, self.data) if status in {307, 308} else ("GET", None)
        return replace(self, method=kept[0], data=kept[1], url=url, site=self.site_now())

    def site_now(self) -> str:
        """Sec-Fetch-Site of this step: the farthest that the chain has been."""
        if self.page is None:
            return "none"
        return max(self.site, site_between(self.page, self.url), key=SITES.index)

    def headers(self) -> dict[str, str]:
        """The headers of a navigation (referrer policy strict-origin-when-cross-origin)."""
        sent = {"Accept": PAGE, "Sec-Fetch-Site": self.site_now(), "Upgrade-Insecure-Requests": "1"}
        sent |= {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
        if self.clicked:
            sent["Sec-Fetch-User"] = "?1"
        return sent | self._where_from()

    def _where_from(self) -> dict[str, str]:
        if self.page is None:
            return {}
        sent = {"Referer": self.page if origin(self.page) == origin(self.url) else f"{origin(self.page)}/"}
        return sent | ({"Origin": origin(self.page)} if self.method != "GET" else {})


def fetch_headers(url: str, page: str) -> dict[str, str]:
    """The headers of a script's `fetch` from `page`, with credentials and across origins."""
    return {
        "Accept": "application/json",
        "Origin": origin(page),
        "Referer": f"{origin(page)}/",
        "Sec-Fetch-Site": site_between(page, url),
        "Sec-Fetch-Mode": "cors",
        "Sec-Fetch-Dest": "empty",
    }


def origin(url: str) -> str:
    """Scheme, host and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def site_between(page: str, url: str) -> str:
    """How far `url` is from `page`. Hosts here are `localhost` and addresses, each a site of its own."""
    if origin(page) == origin(url):
        return "same-origin"
    return "same-site" if urlsplit(page).hostname == urlsplit(url).hostname else "cross-site"
