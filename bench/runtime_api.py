"""Lambda's runtime API on loopback, for one function: hands out events, and notes when it is ready and has answered.

AWS Lambda developer guide, "Using the Lambda runtime API for custom runtimes" (read November 2026).
"""

import json
import queue
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

PREFIX = "/2018-06-01/runtime"
SECONDS = 30.0


class FunctionFailed(Exception):
    """The function raised, or never came up; the text is what it said."""


@dataclass(slots=True)
class Answer:
    """One answer: its document, the moment of its event and its own, and what `observe` saw when it came."""

    document: dict[str, Any]
    handed_out: float
    arrived: float
    observed: Any


@dataclass(slots=True)
class RuntimeApi:
    """The API of one execution environment. `observe` is asked at the very moment at which an answer arrives."""

    observe: Callable[[], Any]
    ready: float | None = None
    _events: "queue.Queue[dict[str, Any]]" = field(default_factory=queue.Queue)
    _answers: "queue.Queue[Answer | str]" = field(default_factory=queue.Queue)
    _handed_out: float = 0.0

    def send(self, event: dict[str, Any]) -> Answer:
        """Hand out one event and return its answer; raises FunctionFailed."""
        self._events.put(event)
        try:
            answer = self._answers.get(timeout=SECONDS)
        except queue.Empty:
            raise FunctionFailed("no answer") from None
        if isinstance(answer, str):
            raise FunctionFailed(answer)
        return answer

    def handler(self) -> type[BaseHTTPRequestHandler]:
        """Return the handler of a server that speaks for this environment."""
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Else the answer's head and body wait for each other, 40 ms long (Nagle's algorithm and delayed ACK).
            wbufsize = -1
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                if api.ready is None:
                    api.ready = time.perf_counter()
                event = json.dumps(api._events.get()).encode()
                self.send_response(200)
                for name, value in _HEADERS.items():
                    self.send_header(name, value)
                self.send_header("Lambda-Runtime-Deadline-Ms", str(int(time.time() * 1_000) + 15_000))
                self._end(event)

            def do_POST(self) -> None:
                arrived, observed = time.perf_counter(), api.observe()
                text = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                failed = not self.path.endswith("/response")
                api._answers.put(text if failed else Answer(json.loads(text), api._handed_out, arrived, observed))
                self.send_response(202)
                self._end(b"{}")

            def _end(self, body: bytes) -> None:
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                api._handed_out = time.perf_counter()
                self.wfile.write(body)
                self.wfile.flush()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler


_HEADERS = {
    "Lambda-Runtime-Aws-Request-Id": "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
    "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:000000000000:function:bench",
    "Lambda-Runtime-Trace-Id": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0",
}
