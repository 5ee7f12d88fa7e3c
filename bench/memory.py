"""How long a cold start takes with the share of a processor that comes with a memory size: `python -m bench.memory`.

Lambda gives a processor per 1,769 MB ("Configure Lambda function memory", read November 2026). While a function is
imported it gives more, so that these figures are an upper bound. Needs Docker, and the image that IMAGE names.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

from bench import cognito, contenders, requests_made
from bench.cognito import serving
from bench.contenders import Contender
from bench.environment import FunctionFailed
from bench.runtime_api import RuntimeApi
from local.places import REPOSITORY

SIZES = (512, 1_024, 1_769)
MB_OF_A_PROCESSOR = 1_769
PERIOD = 20_000
"""Microseconds over which the share is handed out."""
COMPARED = ("ours", "bare", "usual", "usual, tuned")
ROUNDS = 5
SECONDS = 60.0


def main() -> int:
    """Print the table; the exit status."""
    image = os.environ.get("IMAGE", "public.ecr.aws/lambda/python:3.13")
    folder = REPOSITORY / ".local" / "bench"
    runtime = contenders.runtime(folder)
    chosen = [one for one in contenders.built(folder) if one.name in COMPARED]
    found: dict[tuple[str, int], list[float]] = {}
    with cognito.running() as pool:
        event, variables = requests_made.logout(pool), requests_made.variables(pool)
        for _ in range(ROUNDS):
            for one in chosen:
                for size in SIZES:
                    took = cold_start(one, image, runtime, size, variables, event)
                    found.setdefault((one.name, size), []).append(took)
    heads = ["contender", *(f"{size} MB" for size in SIZES)]
    print("| " + " | ".join(heads) + " |\n|---|" + "---:|" * len(SIZES))
    for one in chosen:
        cells = [f"{median(found[one.name, size]) * 1_000:.0f}" for size in SIZES]
        print("| " + " | ".join([one.name, *cells]) + " |")
    return 0


def cold_start(
    one: Contender, image: str, runtime: Path, size: int, variables: Mapping[str, str], event: dict[str, Any]
) -> float:
    """Return the seconds from the start of the interpreter in the container to the first answer."""
    api = RuntimeApi(time.time)
    with serving(api.handler()) as url:
        given = {
            **variables,
            "AWS_LAMBDA_RUNTIME_API": url.removeprefix("http://"),
            "PYTHONPATH": "/var/bench",
            "PYTHONDONTWRITEBYTECODE": "1",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "bench",
            "AWS_SECRET_ACCESS_KEY": "bench",
        }
        name = f"bench-{os.getpid()}-{time.monotonic_ns()}"
        command = [
            *("docker", "run", "--rm", "--name", name, "--network", "host", "--memory", f"{size}m"),
            *("--cpu-period", str(PERIOD), "--cpu-quota", str(PERIOD * size // MB_OF_A_PROCESSOR)),
            *("--volume", f"{one.artefact}:/var/task:ro", "--volume", f"{runtime}:/var/bench:ro"),
            *(word for key, value in given.items() for word in ("--env", f"{key}={value}")),
            *("--entrypoint", "sh", image, "-c", f"date +%s.%N; exec python3.13 -m awslambdaric {one.handler}"),
        ]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # noqa: S603
        try:
            answer = api.send(event)
            if answer.document.get("statusCode") != 303:
                raise FunctionFailed(json.dumps(answer.document)[:200])
            begun = float(child.stdout.readline()) if child.stdout else 0.0
            return float(answer.observed) - begun
        finally:
            subprocess.run(["docker", "kill", name], capture_output=True, timeout=SECONDS)  # noqa: S603, S607
            child.communicate(timeout=SECONDS)


if __name__ == "__main__":
    sys.exit(main())
