"""The only way out: `requests` with short timeouts, no redirects, a size limit, and sockets that a deadline closes."""

import json
from dataclasses import dataclass, field
from socket import socket
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, ReadTimeoutError

from coordinator.deadline import CALL_SECONDS, CONNECT_SECONDS, adopt
from coordinator.errors import EffectFailed, Unavailable

LARGEST_ANSWER = 262_144
"""Bytes of an answer that we read at most: a JWKS or discovery document has a few thousand."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: status, media type in lower case without parameters, headers, and the whole body."""

    status: int
    media_type: str
    body: bytes = field(repr=False)
    headers: dict[str, str] = field(default_factory=dict, repr=False)


# urllib3 offers no public hook between "connected" and "TLS begins"; `_new_conn` is where its own subclasses hook in.
class _Connection(HTTPConnection):
    def _new_conn(self) -> socket:
        connected = super()._new_conn()
        adopt(connected)
        return connected


class _SecureConnection(HTTPSConnection):
    def _new_conn(self) -> socket:
        connected = super()._new_conn()
        adopt(connected)
        return connected


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}


def send(method: str, url: str, **options: Any) -> Answer:
    """Send one request and return the whole answer; `options` are those of `requests.Session.request`.

    Raises EffectFailed: `timeout`, `unreachable` (refused, reset, unresolvable, TLS) or `answer_too_large`.
    """
    timeouts = (CONNECT_SECONDS, CALL_SECONDS)
    try:
        with (
            _session() as session,
            session.request(method, url, timeout=timeouts, allow_redirects=False, stream=True, **options) as response,
        ):
            body = response.raw.read(LARGEST_ANSWER + 1, decode_content=True)
    except (requests.Timeout, ReadTimeoutError, TimeoutError) as error:
        raise EffectFailed("timeout", retryable=True) from error
    except (requests.RequestException, HTTPError, OSError, ValueError) as error:
        raise EffectFailed("unreachable", retryable=True) from error
    if len(body) > LARGEST_ANSWER:
        raise EffectFailed("answer_too_large", retryable=True)
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Answer(response.status_code, media_type, body, dict(response.headers))


def get_object(url: str) -> dict[str, Any]:
    """Return the JSON object at `url`; raises Unavailable for whatever else is there."""
    try:
        answer = send("GET", url, headers={"Accept": "application/json"})
    except EffectFailed as error:
        raise Unavailable(error.kind) from error
    if answer.status != 200:
        raise Unavailable(f"http_{answer.status}")
    try:
        document = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise Unavailable("not_json") from error
    if not isinstance(document, dict):
        raise Unavailable("not_an_object")
    return document


def _session() -> requests.Session:
    """Return a session for one call: what one answer set as a cookie must not travel with the next person's request.

    The environment's proxies and .netrc are not read.
    """
    session = requests.Session()
    session.trust_env = False
    session.mount("http://", _Adapter())
    session.mount("https://", _Adapter())
    return session
