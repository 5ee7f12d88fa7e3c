"""How much memory the processes of a function have while they work, and whether that stays the same (Linux)."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

EVERY = 1.0
"""Seconds between two looks."""


@dataclass(frozen=True, slots=True)
class Look:
    """One moment: how many processes there were, and the MB that all had together."""

    processes: int
    megabytes: float


@dataclass(slots=True)
class Course:
    """The looks of one run, in order."""

    looks: list[Look] = field(default_factory=list)

    @property
    def each(self) -> list[float]:
        """MB of a process, on average, at each look that saw any."""
        return [look.megabytes / look.processes for look in self.looks if look.processes]

    @property
    def growth(self) -> float:
        """By what share a process grew in the last two thirds of the run: of their first tenth to their last."""
        return grown(self.each)


def grown(sizes: Sequence[float]) -> float:
    """Return the growth over the last two thirds of `sizes`; raises ValueError when there are too few to tell."""
    counted = sizes[len(sizes) // 3 :]
    if len(counted) < 10:
        raise ValueError("the run was too short")
    tenth = len(counted) // 10
    return sum(counted[-tenth:]) / sum(counted[:tenth]) - 1


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
            sizes = [size for one in processes(function, aws_port) if (size := resident(one))]
            course.looks.append(Look(len(sizes), sum(sizes)))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield course
    finally:
        over.set()
        thread.join()
