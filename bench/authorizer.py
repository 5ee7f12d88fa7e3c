"""How long the authorizer takes with so many ended sessions in its table: `python -m bench.authorizer`.

The table is the embedded AWS's, on loopback: its own time is in the wall times, and none of it in the CPU times.
"""

import argparse
import json
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import batched
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench import cognito, contenders, requests_made
from bench.cognito import Cognito
from bench.environment import FunctionFailed, started
from local.aws import Clients, account, aws_process
from local.places import REPOSITORY, Places

TABLE = "revocations"
HANDLER = "authorizer.handler.lambda_handler"
ENDED = (0, 10_000, 1_000_000)
WARM_UP, CALLS = 50, 500
AT_ONCE = 25
"""Items that one BatchWriteItem takes (DynamoDB API, "BatchWriteItem")."""
WRITERS = 2
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Case:
    """One row: whose token is shown, and how long the authorizer believes what it has read."""

    name: str
    session: str
    cache_seconds: int
    effect: str


CASES = (
    Case("not ended, asked every time", "alive", 0, "Allow"),
    Case("not ended, with a cache", "alive", 300, "Allow"),
    Case("ended", "ended-0", 0, "Deny"),
)


def main() -> int:
    """Print the table; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.authorizer", description=__doc__)
    parser.add_argument("--ended", type=int, nargs="+", default=ENDED, help="how many sessions the table has")
    asked = parser.parse_args()
    folder = REPOSITORY / ".local" / "bench"
    runtime, artefact = contenders.runtime(folder), contenders.built_by_us(folder) / "AuthorizerFunction"
    places = Places.with_free_ports(REPOSITORY / ".local" / "authorizer")
    print("| ended sessions | token | p50 | p99 | CPU |\n|---:|---|---:|---:|---:|")
    with places.exclusively(), cognito.running() as pool:
        aws, filled = aws_process(places), 0
        try:
            aws.start()
            aws.wait_for_answer(f"{places.aws}/_ministack/health")
            table = Table(places)
            for count in sorted(asked.ended):
                table.fill(range(filled, count))
                filled = count
                for case in CASES if count else CASES[:2]:
                    print(
                        f"| {count:,} | {case.name} | {measured(case, artefact, runtime, pool, places)} |", flush=True
                    )
        finally:
            aws.stop()
    return 0


class Table:
    """The revocation list in the embedded AWS."""

    def __init__(self, places: Places) -> None:
        """Make it."""
        self._dynamodb = Clients(places).of("dynamodb")
        self._dynamodb.create_table(
            TableName=TABLE,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )

    def fill(self, numbers: range) -> None:
        """Write an ended session for each number."""
        expires = str(int(time.time()) + DAY)

        def write(batch: tuple[int, ...]) -> None:
            items = [{"id": {"S": f"session/ended-{number}"}, "expires": {"N": expires}} for number in batch]
            wanted = {TABLE: [{"PutRequest": {"Item": item}} for item in items]}
            if self._dynamodb.batch_write_item(RequestItems=wanted)["UnprocessedItems"]:
                raise RuntimeError("the embedded AWS did not write all")

        with ThreadPoolExecutor(WRITERS) as pool:
            for _ in pool.map(write, batched(numbers, AT_ONCE, strict=False)):
                pass


def measured(case: Case, artefact: Path, runtime: Path, pool: Cognito, places: Places) -> str:
    """Return p50, p99 and CPU of a call in ms, by a process that is warm; raises FunctionFailed."""
    event, times = call(pool.token("access", case.session)), list[float]()
    with started(artefact, HANDLER, runtime, variables(case, pool, places), event) as running:
        for _ in range(WARM_UP):
            answer = running.send(event)
        if answer.document["policyDocument"]["Statement"][0]["Effect"] != case.effect:
            raise FunctionFailed(json.dumps(answer.document)[:200])
        before = answer.observed.cpu
        for _ in range(CALLS):
            answer = running.send(event)
            times.append((answer.arrived - answer.handed_out) * 1_000)
        cpu = (answer.observed.cpu - before) / CALLS * 1_000
    return f"{median(times):.1f} | {quantiles(times, n=100)[98]:.1f} | {cpu:.1f}"


def variables(case: Case, pool: Cognito, places: Places) -> Mapping[str, str]:
    """Return the environment of the authorizer."""
    return {
        **requests_made.variables(pool),
        **account(places),
        "REVOCATION_TABLE": TABLE,
        "AUTHORIZER_CACHE_SECONDS": str(case.cache_seconds),
    }


def call(token: str) -> dict[str, Any]:
    """Return the event of a call with an access token, as a REST API passes it."""
    text = (REPOSITORY / "events" / "authorizer" / "request.json").read_text(encoding="utf-8")
    event: dict[str, Any] = json.loads(text.replace("ACCESS_TOKEN_OF_A_SIGNED_IN_PERSON", token))
    return event


if __name__ == "__main__":
    sys.exit(main())
