"""The only way out: `http.client` with short timeouts, no redirects, a size limit, and sockets a deadline closes."""

import json
import ssl
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection, IncompleteRead
from typing import Any
from urllib.parse import urlencode, urlsplit

from coordinator.deadline import CALL_SECONDS, CONNECT_SECONDS, adopt
from coordinator.errors import EffectFailed, Redirected, Unavailable

LARGEST_ANSWER = 262_144
"""Bytes of an answer that we read at most: a JWKS or discovery document has a few thousand."""
NAME = "logout-coordinator"
"""What we call ourselves: firewalls of AWS refuse who has no name (AWS WAF, `NoUserAgent_HEADER`)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: status, media type in lower case without parameters, headers, and the whole body."""

    status: int
    media_type: str
    body: bytes = field(repr=False)
    headers: dict[str, str] = field(default_factory=dict, repr=False)


class _Connection(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        adopt(self.sock)


class _SecureConnection(HTTPSConnection, _Connection):
    """TLS begins when the plain connection, which is next in the order of the classes, is there and adopted."""


def send(
    method: str,
    url: str,
    *,
    data: Mapping[str, str] | bytes | str | None = None,
    headers: Mapping[str, str] | None = None,
    auth: tuple[str, str] | None = None,
) -> Answer:
    """Send one request and return the whole answer. `data` is a body, or a form; `auth` a name and password for Basic.

    Each call has a connection of its own, without cookies; the environment's proxies and .netrc are not read.
    Raises EffectFailed: `timeout`, `unreachable` (refused, reset, unresolvable, TLS) or `answer_too_large`.
    """
    sent = {"User-Agent": NAME, **(headers or {})}
    if isinstance(data, Mapping):
        data, sent["Content-Type"] = urlencode(data), "application/x-www-form-urlencoded"
    if auth:
        sent["Authorization"] = f"Basic {b64encode(':'.join(auth).encode()).decode()}"
    try:
        answer = _exchange(method, url, data, sent)
    except TimeoutError as error:
        raise EffectFailed("timeout", retryable=True) from error
    except (HTTPException, OSError, ValueError) as error:
        raise EffectFailed("unreachable", retryable=True) from error
    if len(answer.body) > LARGEST_ANSWER:
        raise EffectFailed("answer_too_large", retryable=True)
    return answer


def _exchange(method: str, url: str, body: bytes | str | None, headers: Mapping[str, str]) -> Answer:
    parts = urlsplit(url)
    connection = _connection(parts.scheme, parts.netloc)
    try:
        connection.connect()
        connection.sock.settimeout(CALL_SECONDS)
        connection.request(method, f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}", body, headers)
        with connection.getresponse() as response:
            content = response.read(LARGEST_ANSWER + 1)
            left = response.length
        if left and len(content) <= LARGEST_ANSWER:
            raise IncompleteRead(b"", left)  # which reading a part does not raise by itself
    finally:
        connection.close()
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Answer(response.status, media_type, content, dict(response.getheaders()))


def _connection(scheme: str, host: str) -> HTTPConnection:
    if scheme == "https":
        return _SecureConnection(host, timeout=CONNECT_SECONDS, context=_trust())
    if scheme == "http":
        return _Connection(host, timeout=CONNECT_SECONDS)
    raise ValueError("no web address")


@cache
def _trust() -> ssl.SSLContext:
    """Return the system's own authorities: reading them takes longer than all else of a call, so it is done once."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


def get_object(url: str) -> dict[str, Any]:
    """Return the JSON object at `url`; raises Unavailable for whatever else is there."""
    try:
        answer = send("GET", url, headers={"Accept": "application/json"})
    except EffectFailed as error:
        raise Unavailable(error.kind) from error
    if 300 <= answer.status < 400:
        raise Redirected(f"http_{answer.status}")
    if answer.status != 200:
        raise Unavailable(f"http_{answer.status}")
    try:
        document = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise Unavailable("not_json") from error
    if not isinstance(document, dict):
        raise Unavailable("not_an_object")
    return document
