"""A Cognito on loopback that answers in a fixed time, and knows which calls were waited for, and in what order."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

ANSWER_SECONDS = 0.010
"""How long each answer takes, if nothing else is said."""
KEY_ID = "bench"
POOL = "us-east-1_bench"
CLIENT_ID = "shopexample"


@dataclass(frozen=True, slots=True)
class Call:
    """One call: what it asked for, and its first and last moment, in seconds of a monotonic clock."""

    what: str
    begun: float
    ended: float


@dataclass(slots=True)
class Cognito:
    """The pool: its keys, its revocations, and its provider's discovery document, all at one address.

    `answer_seconds` may change while it runs.
    """

    url: str = ""
    answer_seconds: float = ANSWER_SECONDS
    calls: list[Call] = field(default_factory=list)
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65_537, 2_048))

    @property
    def issuer(self) -> str:
        """What the pool's tokens name as their issuer."""
        return f"{self.url}/{POOL}"

    def token(self, use: str, session: str = "one-session") -> str:
        """Return a token of `use` (`id` or `access`) and a `session`, signed now and good for an hour."""
        now = int(time.time())
        claims: dict[str, Any] = {"iss": self.issuer, "sub": "someone", "token_use": use, "origin_jti": session}
        claims |= {"iat": now, "auth_time": now, "exp": now + 3_600}
        if use == "id":
            claims |= {"aud": CLIENT_ID, "cognito:username": "Corp_1", "identities": [_IDENTITY]}
        else:
            claims |= {"client_id": CLIENT_ID, "username": "Corp_1", "scope": "openid"}
        return jwt.encode(claims, self.key, "RS256", {"kid": KEY_ID})

    def answer(self, method: str, path: str) -> tuple[str, bytes]:
        """Return what was asked for, in a word, and the body of the answer."""
        if path.endswith("/jwks.json"):
            jwk = json.loads(jwt.get_algorithm_by_name("RS256").to_jwk(self.key.public_key()))
            entry = {"kid": KEY_ID, "kty": "RSA", "alg": "RS256", "use": "sig", "n": jwk["n"], "e": jwk["e"]}
            return "keys", json.dumps({"keys": [entry]}).encode()
        if path.endswith("/openid-configuration"):
            provider = f"{self.url}/o"
            return "discovery", json.dumps({"issuer": provider, "end_session_endpoint": f"{provider}/logout"}).encode()
        return ("revoke" if (method, path) == ("POST", "/oauth2/revoke") else f"{method} {path}"), b""


_IDENTITY = {"userId": "1", "providerName": "Corp", "providerType": "OIDC", "issuer": None, "primary": "true"}


def awaited(calls: list[Call]) -> int:
    """Return how many calls were waited for one after the other: those that overlap count as one."""
    trips, free_from = 0, 0.0
    for call in sorted(calls, key=lambda one: one.ended):
        if call.begun >= free_from:
            trips, free_from = trips + 1, call.ended
    return trips


@contextmanager
def running() -> Iterator[Cognito]:
    """The pool while it answers on a port of loopback."""
    cognito = Cognito()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            begun = time.monotonic()
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            what, body = cognito.answer(self.command, self.path)
            time.sleep(max(0.0, begun + cognito.answer_seconds - time.monotonic()))
            cognito.calls.append(Call(what, begun, time.monotonic()))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the name that http.server looks for

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with serving(Handler) as url:
        cognito.url = url
        yield cognito


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a function is ended while it waits for its next event."""


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
