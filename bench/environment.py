"""One execution environment: a fresh process with AWS's runtime client, and what it cost until it had answered."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.cognito import serving
from bench.runtime_api import Answer, FunctionFailed, RuntimeApi

CPU_CLOCK_OF_PROCESS = 2
"""CPUCLOCK_SCHED: the scheduler's own count, in ns, dead threads included (clock_getcpuclockid(3))."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process has used up by now: CPU seconds, and the most memory that it ever had, in MB."""

    cpu: float
    peak: float


@dataclass(frozen=True, slots=True)
class Start:
    """A cold start: seconds until the handler was imported and until it had answered, and what that took."""

    ready: float
    answered: float
    spent: Spent
    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Environment:
    """A running function: `start` is how it came up, `send` asks it once more."""

    start: Start
    _api: RuntimeApi

    def send(self, event: dict[str, Any]) -> Answer:
        """Return the answer to one more event; raises FunctionFailed."""
        return self._api.send(event)


@contextmanager
def started(
    artefact: Path, handler: str, runtime: Path, variables: Mapping[str, str], event: dict[str, Any], *words: str
) -> Iterator[Environment]:
    """A fresh process that has answered its first `event`, while the context lasts; raises FunctionFailed.

    No bytecode is read but what lies in the artefact and the runtime, and none is written: `/var/task` is read-only.
    `words` are options of the interpreter.
    """
    child: subprocess.Popen[bytes] | None = None

    def observe() -> Spent:
        return spent(child.pid) if child else Spent(0, 0)

    api = RuntimeApi(observe)
    with serving(api.handler()) as url:
        environment = {**_clean(artefact, runtime, url.removeprefix("http://")), **variables}
        interpreter: str = getattr(
            sys, "_base_executable", sys.executable
        )  # the virtual environment's is not the function's
        command = [interpreter, *words, "-m", "awslambdaric", handler]
        begun = time.perf_counter()
        child = subprocess.Popen(command, cwd=artefact, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
        try:
            answer = api.send(event)
            ready = (api.ready or answer.arrived) - begun
            yield Environment(Start(ready, answer.arrived - begun, answer.observed, answer.document), api)
        finally:
            child.send_signal(signal.SIGKILL)
            child.wait()


def spent(process: int) -> Spent:
    """Return what a process of this machine has used up (Linux)."""
    cpu = time.clock_gettime((~process << 3) | CPU_CLOCK_OF_PROCESS)
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return Spent(cpu, int(peak.split()[1]) / 1_000)


def _clean(artefact: Path, runtime: Path, api: str) -> dict[str, str]:
    """Return what Lambda sets, as far as anybody reads it here."""
    return {
        "PATH": os.defpath,
        "PYTHONPATH": str(runtime),
        "PYTHONDONTWRITEBYTECODE": "1",
        "AWS_LAMBDA_RUNTIME_API": api,
        "AWS_LAMBDA_FUNCTION_NAME": "bench",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        "LAMBDA_TASK_ROOT": str(artefact),
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "bench",
        "AWS_SECRET_ACCESS_KEY": "bench",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


__all__ = ["Environment", "FunctionFailed", "Spent", "Start", "spent", "started"]
