"""wrk as a program of this machine: one run of logouts, and what it counted."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from local.errors import LocalError

SCRIPT = Path(__file__).with_name("logouts.lua")
PATIENCE = 10
"""Seconds that wrk waits for one answer; a later one is an error."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run showed. Times are in ms; `errors` are answers that were wrong, late or none, `wrong` is one."""

    requests: int
    seconds: float
    p50: float
    p99: float
    slowest: float
    errors: int
    wrong: str = ""

    @property
    def pace(self) -> float:
        """Answers a second."""
        return self.requests / self.seconds


@dataclass(frozen=True, slots=True)
class Target:
    """Where the logouts go: the URL, the file with a body a line, and the origin of the app that they come from."""

    url: str
    bodies: Path
    origin: str


def run(target: Target, connections: int, seconds: int, pattern: str) -> Run:
    """Let `connections` send logouts for `seconds`; a good answer holds `pattern` (Lua's). Raises LocalError."""
    program = shutil.which("wrk")
    if program is None:
        raise LocalError("wrk is missing: run bench/stress/install and try again.")
    command = [program, "--threads", "1", "--connections", str(connections), "--duration", f"{seconds}s"]
    command += ["--timeout", f"{PATIENCE}s", "--script", str(SCRIPT), target.url, "--"]
    command += [str(target.bodies), target.origin, pattern]
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60)  # noqa: S603
    if done.returncode != 0:
        raise LocalError(f"wrk failed: {done.stderr.strip() or done.stdout.strip()}")
    return read(done.stdout)


def read(report: str) -> Run:
    """Return the run that the last two lines of a report tell of."""
    wrong, numbers = report.strip().splitlines()[-2:]
    found = json.loads(numbers)
    return Run(
        requests=found["requests"],
        seconds=found["microseconds"] / 1e6,
        p50=found["p50"] / 1e3,
        p99=found["p99"] / 1e3,
        slowest=found["slowest"] / 1e3,
        errors=found["wrong"] + found["broken"],
        wrong=wrong.removeprefix("wrong:").strip(),
    )
