"""How much memory the processes of a function have while they work, and whether that stays the same (Linux)."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

EVERY = 1.0
"""Seconds between two looks."""


@dataclass(slots=True)
class Course:
    """The looks of one run, in order: at each the MB of every process by its id."""

    looks: list[dict[int, float]] = field(default_factory=list)

    @property
    def last(self) -> float:
        """MB of a process, on average, at the end."""
        return fmean(self.looks[-1].values())

    @property
    def growth(self) -> float:
        """By what share processes grew over the last two thirds of the run: of their first tenth to their last.

        Those count that were there all the time. Raises ValueError when the run was too short to tell.
        """
        counted = self.looks[len(self.looks) // 3 :]
        if len(counted) < 10:
            raise ValueError("the run was too short")
        stayed = set.intersection(*map(set, counted))
        sizes = [fmean(look[one] for one in stayed) for look in counted]
        tenth = len(counted) // 10
        return sum(sizes[-tenth:]) / sum(sizes[:tenth]) - 1


def processes(function: str, aws_port: int) -> list[int]:
    """Return the ids of the processes that serve a function of the embedded AWS at a port."""
    marks = {f"AWS_LAMBDA_FUNCTION_NAME={function}".encode(), f"GATEWAY_PORT={aws_port}".encode()}
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if marks <= set((folder / "environ").read_bytes().split(b"\0")):
                found.append(int(folder.name))
    return found


def resident(process: int) -> float:
    """Return the MB that a process has in memory, 0 when it has ended."""
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace").splitlines()
        return int(next(line for line in lines if line.startswith("VmRSS:")).split()[1]) / 1_000
    return 0.0


@contextmanager
def watched(function: str, aws_port: int) -> Iterator[Course]:
    """Look every second until the context ends."""
    course, over = Course(), threading.Event()

    def watch() -> None:
        begun = time.monotonic()
        while not over.wait(max(0.0, begun + len(course.looks) * EVERY - time.monotonic())):
            course.looks.append({one: size for one in processes(function, aws_port) if (size := resident(one))})

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield course
    finally:
        over.set()
        thread.join()
