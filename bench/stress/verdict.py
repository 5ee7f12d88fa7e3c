"""What must hold under load, and a row of the table."""

from bench.stress.memory import Course
from bench.stress.wrk import Run

SLOW_SECONDS = 1.0
"""What the slow Cognito takes for an answer."""
LATEST_MS = 3_500
"""A browser is answered by then, whatever is down."""
MOST_GROWTH = 0.05
"""By what share a process may grow in the last two thirds of a run."""
LEAST_PACE = 0.8
"""Of as many logouts a second as there are at once, with a Cognito of a second, this share must be done."""


def broken(quick: tuple[Run, Course], slow: tuple[Run, Course], connections: int) -> list[str]:
    """Return each promise that does not hold, in words; `connections` are the slow run's."""
    found = []
    for name, (run, course) in (("quick", quick), ("slow", slow)):
        if run.errors:
            found.append(f"{run.errors} errors with a {name} Cognito, such as: {run.wrong or 'no answer'}")
        if run.p99 > LATEST_MS:
            found.append(f"p99 of {run.p99:.0f} ms with a {name} Cognito")
        if course.growth > MOST_GROWTH:
            found.append(f"a process grew by {course.growth:.1%} with a {name} Cognito")
    if slow[0].pace < LEAST_PACE * connections / SLOW_SECONDS:
        found.append(f"{slow[0].pace:.1f} logouts a second of {connections} at once: they wait for each other")
    return found


def row(name: str, connections: int, run: Run, course: Course) -> str:
    """A row of the table, with what the function's processes had in memory at the end."""
    return f"{_cells(name, connections, run)} {course.last:.0f} | {course.growth:+.1%} |"


def trivial_row(name: str, connections: int, run: Run) -> str:
    """The same without memory."""
    return f"{_cells(name, connections, run)} | |"


def _cells(name: str, connections: int, run: Run) -> str:
    times = f"{run.p50:.0f} ms | {run.p99:.0f} ms | {run.slowest:.0f} ms"
    return f"| {name} | {connections} | {run.pace:.0f} | {times} | {run.errors} |"
