"""`make stress`: logouts by wrk against the deployed API, with a Cognito that is quick, then with one that is slow.

Exit status: 0, 1 when a promise is broken, 2 when something could not start. Needs wrk (bench/stress/install).
"""

import argparse
import sys

from bench import cognito
from bench.stress import wrk
from bench.stress.deployed import Deployed, deployed
from bench.stress.memory import Course, watched
from bench.stress.verdict import LATEST_MS, SLOW_SECONDS, broken, row, trivial_row
from local.errors import LocalError

GOOD = '"leg": ?"tokens"[^}]*"outcome": ?"done"'
"""What the receipt of a logout holds whose refresh token was revoked (a pattern of Lua's)."""
ANYTHING = "."
WARM_UP, MOST_WARM_UPS, STEP = 4, 15, 4
TRIVIAL_SECONDS = 20


def main() -> int:
    """Measure and print; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.stress", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="how long each of the two runs takes")
    parser.add_argument("--connections", type=int, default=8, help="logouts at once, with a quick Cognito")
    parser.add_argument("--slow-connections", type=int, default=32, help="logouts at once, with a slow one")
    parser.add_argument("--revocation-list", action="store_true", help="deploy with RevocationList=on")
    asked = parser.parse_args()
    options = {"RevocationList": "on"} if asked.revocation_list else {}
    try:
        with cognito.running() as pool:
            # An embedded AWS of its own for each: one that has worked for minutes is slower.
            with deployed(pool, options) as system:
                system.make_trivial()
                wake(system, asked.connections, ANYTHING)
                trivial = wrk.run(system.target, asked.connections, TRIVIAL_SECONDS, ANYTHING)
            with deployed(pool, options) as system:
                quick = measured(system, asked.connections, asked.seconds)
                pool.answer_seconds = SLOW_SECONDS
                slow = measured(system, asked.slow_connections, asked.seconds)
    except LocalError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    print("| what | at once | a second | p50 | p99 | slowest | errors | MB a process | growth |\n|---|" + "---:|" * 8)
    print(row("ours, Cognito 10 ms", asked.connections, *quick))
    print(row("ours, Cognito 1 s", asked.slow_connections, *slow))
    print(trivial_row("a function that does nothing", asked.connections, trivial))
    found = broken(quick, slow, asked.slow_connections)
    for text in found:
        print(f"BROKEN {text}")
    return 1 if found else 0


def measured(system: Deployed, connections: int, seconds: int) -> tuple[wrk.Run, Course]:
    """A run by processes that are awake, and the course of their memory in it."""
    wake(system, connections, GOOD)
    with watched(system.function, system.places.aws_port) as course:
        return wrk.run(system.target, connections, seconds, GOOD), course


def wake(system: Deployed, connections: int, pattern: str) -> None:
    """Send logouts, a few more at once each time, until as many processes are awake; raises LocalError when none are.

    Here all share two processors for their start, and the embedded AWS unpacks the code anew for each: thirty at once
    would take a minute, where at AWS each has a processor of its own.
    """
    for at_once in (*range(STEP, connections, STEP), connections):
        for _ in range(MOST_WARM_UPS):
            run = wrk.run(system.target, at_once, WARM_UP, pattern)
            if run.requests and not run.errors and run.p99 < LATEST_MS:
                break
        else:
            raise LocalError(f"{at_once} logouts at once are not answered in time: is the machine busy?")


if __name__ == "__main__":
    sys.exit(main())
