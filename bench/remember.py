"""How long a person who signs in waits for RememberFunction, cold and warm: `python -m bench.remember`.

The table is a server on loopback that takes 5 ms, about what DynamoDB takes; TLS, which adds some to each call, is left
out. Run it in a control group with a quota of 0.58 to see what 1,024 MB buy at Lambda.
"""

import json
import secrets
import sys
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench import contenders
from bench.cognito import serving
from bench.environment import FunctionFailed, started
from local.places import REPOSITORY

HANDLER = "remember.handler.lambda_handler"
STARTS, WARM_UP, CALLS = 20, 50, 1_000
TABLE_SECONDS = 0.005
TOKEN = 3_000
"""Characters of a provider's ID token that names some groups."""
POOL = "us-east-1_AbCdEfGhI"
STAGE = '[apps.shop]\nclient_id = "1example23456789"\nreturn_to = ["https://shop.example.com/"]\n'


class _Table(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(TABLE_SECONDS)
        body = b'{"UnprocessedItems": {}}'
        self.send_response(200)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name that it has there
        """Keep quiet."""


def main() -> int:
    """Print the table; the exit status."""
    folder = REPOSITORY / ".local" / "bench"
    runtime, artefact = contenders.runtime(folder), contenders.built_by_us(folder) / "RememberFunction"
    with serving(_Table) as url:
        answered, cpu = cold(artefact, runtime, variables(url))
        print("| | p50 | p99 | CPU |\n|---|---:|---:|---:|")
        print(f"| cold | {_both(answered)} | {cpu:.0f} |")
        answered, cpu = warm(artefact, runtime, variables(url))
        print(f"| warm | {_both(answered)} | {cpu:.1f} |")
    return 0


def cold(artefact: Path, runtime: Path, environment: Mapping[str, str]) -> tuple[list[float], float]:
    """Return the times to the first answer of new processes, and the median of their CPU time, in ms."""
    answered, cpu = [], []
    for _ in range(STARTS):
        with started(artefact, HANDLER, runtime, environment, event()) as running:
            _insist(running.start.document)
            answered.append(running.start.answered * 1_000)
            cpu.append(running.start.spent.cpu * 1_000)
    return answered, median(cpu)


def warm(artefact: Path, runtime: Path, environment: Mapping[str, str]) -> tuple[list[float], float]:
    """Return the times of calls to a process that is warm, and the CPU time of one, in ms."""
    answered, asked = [], event()
    with started(artefact, HANDLER, runtime, environment, asked) as running:
        for _ in range(WARM_UP):
            answer = running.send(asked)
        before = answer.observed.cpu
        for _ in range(CALLS):
            answer = running.send(asked)
            _insist(answer.document)
            answered.append((answer.arrived - answer.handed_out) * 1_000)
        return answered, (answer.observed.cpu - before) / CALLS * 1_000


def _insist(answer: dict[str, Any]) -> None:
    if answer.get("response") != {"userAttributesToMap": {}}:
        raise FunctionFailed(json.dumps(answer)[:200])


def _both(times: list[float]) -> str:
    return f"{median(times):.0f} | {quantiles(times, n=100)[98]:.0f}"


def variables(url: str) -> Mapping[str, str]:
    """Return the environment of the function."""
    return {
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_ENDPOINT_URL": url,
        "USER_POOL_ID": POOL,
        "CONFIG": STAGE,
        "SIGNING_KEYS": secrets.token_urlsafe(48),
        "REMEMBER_TABLE": "sign-ins",
    }


def event() -> dict[str, Any]:
    """Return the event of a sign-in, with a token of the usual length."""
    text = (REPOSITORY / "events" / "remember" / "raw_id_token.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text.replace("ID_TOKEN_OF_THE_PROVIDER", secrets.token_urlsafe(TOKEN)[:TOKEN]))
    return found


if __name__ == "__main__":
    sys.exit(main())
