"""Prints receipts, progress and the report: a bar on a terminal, plain lines elsewhere."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from local.sign_out.answers import Result

STATES = ("done", "pending", "failed", "unknown")
LINE_SECONDS = 5.0
REPORTED = {
    "failed": "failed, to be sent again by the next run",
    "unknown": "unknown to the pool",
    "pending": "still pending",
}


def receipt(console: Console, result: Result) -> None:
    """Print what became of one user."""
    if result.error:
        console.print(f"{result.user}: {result.error}", markup=False)
        return
    console.print(f"{result.user}: {result.state} (logout_id {result.logout_id})", markup=False)
    table = Table("leg", "outcome", "reason", "alive until")
    for name, leg in result.legs.items():
        table.add_row(name, leg.outcome, leg.reason or "", leg.alive_until or "")
    console.print(table)


def report(console: Console, users: int, results: Sequence[Result]) -> None:
    """Print how a list has ended."""
    counts = Counter(one.state for one in results)
    not_sent = f", not sent: {users - len(results)}" if len(results) < users else ""
    console.print(f"{users} users: {counted(counts)}{not_sent}", markup=False)
    for state, heading in REPORTED.items():
        found = [one for one in results if one.state == state]
        if found:
            console.print(f"\n{heading}:", markup=False)
        for one in found:
            why = "" if state == "unknown" else f"  {one.reasons}"
            console.print(f"  {one.user}{why}", markup=False, soft_wrap=True)


def counted(counts: Counter[str]) -> str:
    """Return the counts of all states as text."""
    return ", ".join(f"{state}: {counts[state]}" for state in STATES)


class Lines:
    """Progress where there is no terminal: a line now and then."""

    def __init__(self, console: Console, users: int) -> None:
        self._console, self._users = console, users
        self._shown = time.monotonic()

    def show(self, results: Sequence[Result]) -> None:
        """Print a line, not too often."""
        if time.monotonic() - self._shown >= LINE_SECONDS:
            self._shown = time.monotonic()
            counts = Counter(one.state for one in results)
            self._console.print(f"asked for {len(results)} of {self._users} ({counted(counts)})", markup=False)


class Bar:
    """Progress on a terminal."""

    def __init__(self, progress: Progress, users: int) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=users, counts="")

    def show(self, results: Sequence[Result]) -> None:
        """Move it."""
        counts = Counter(one.state for one in results)
        over = len(results) - counts["pending"]
        self._progress.update(self._task, completed=over, counts=counted(counts))


@contextmanager
def progress(console: Console, users: int) -> Iterator[Bar | Lines]:
    """Show progress until the context ends."""
    if not console.is_terminal:
        yield Lines(console, users)
        return
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[counts]}"), TimeElapsedColumn())
    with Progress(*columns, console=console) as shown:
        yield Bar(shown, users)
