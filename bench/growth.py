"""What a start and a request cost with more and more apps and providers: `python -m bench.growth`.

All figures are CPU of a fresh process with AWS's runtime client, which has a share in each.
"""

import json
import sys
import tempfile
from itertools import product
from pathlib import Path
from statistics import median
from typing import Any

from bench import cognito, contenders, requests_made
from bench.environment import Environment, FunctionFailed, started
from local.places import REPOSITORY

APPS, PROVIDERS = (1, 100, 1_000), (1, 10, 100)
ROUNDS, WARM_UP, CALLS = 5, 20, 200
APP = """
[apps.app{number}]
client_id = "client{number}"
return_to = ["https://app{number}.example.com/signed-out"]
cookies = [
  {{ name = "app{number}_session", domain = "example.com" }},
  {{ name = "app{number}_rt", domain = "example.com", holds = "refresh_token" }},
  {{ name = "app{number}_id", domain = "example.com", holds = "id_token" }},
]
"""
PROVIDER = """
[providers.P{number}]
profile = "oidc"
issuer = "https://p{number}.example.com"
"""


def stage(apps: int, providers: int) -> str:
    """Return a stage file with so many of each."""
    tables = [APP.format(number=number) for number in range(apps)]
    return "".join([*tables, *(PROVIDER.format(number=number) for number in range(providers))])


def main() -> int:
    """Print the table; the exit status."""
    folder = REPOSITORY / ".local" / "bench"
    runtime, artefact = contenders.runtime(folder), contenders.built_by_us(folder) / "LogoutFunction"
    print("| apps | providers | cold start | request, app named | request, app not named |\n|" + "---:|" * 5)
    for apps, providers in product(APPS, PROVIDERS):
        rounds = [measured(apps, providers, artefact, runtime) for _ in range(ROUNDS)]
        cold, named, unnamed = (median(values) * 1_000 for values in zip(*rounds, strict=True))
        print(f"| {apps:,} | {providers} | {cold:.0f} | {named:.2f} | {unnamed:.2f} |", flush=True)
    return 0


def measured(apps: int, providers: int, artefact: Path, runtime: Path) -> tuple[float, float, float]:
    """Return the CPU seconds of a start with its first answer, and of a request that names its app, and that does not.

    The configuration comes from a file: one of a thousand apps is larger than the system lets a variable be.
    """
    with cognito.running() as pool, tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
        file.write(stage(apps, providers))
        file.flush()
        variables = {**requests_made.variables(pool), "CONFIG": "", "CONFIG_FILE": file.name}
        named, unnamed = click(f"client{apps - 1}"), click(None)
        with started(artefact, contenders.LOGOUT, runtime, variables, named) as running:
            if running.start.document.get("statusCode") != 200:
                raise FunctionFailed(json.dumps(running.start.document)[:200])
            return running.start.spent.cpu, each(running, named), each(running, unnamed)


def each(running: Environment, event: dict[str, Any]) -> float:
    """Return the CPU seconds of one of many requests."""
    for _ in range(WARM_UP):
        before = running.send(event).observed.cpu
    for _ in range(CALLS):
        after = running.send(event).observed.cpu
    return float(after - before) / CALLS


def click(client_id: str | None) -> dict[str, Any]:
    """Return the event of a click from elsewhere, which is asked first: no effect, and no call, is in its time."""
    event: dict[str, Any] = json.loads((REPOSITORY / "events" / "no_session.json").read_text(encoding="utf-8"))
    query = {"client_id": client_id} if client_id else None
    event["queryStringParameters"] = query
    event["multiValueQueryStringParameters"] = {name: [value] for name, value in query.items()} if query else None
    return event


if __name__ == "__main__":
    sys.exit(main())
