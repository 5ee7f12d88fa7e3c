"""What a person sees: the plan before anything is made, what goes on, and the table of expected and seen."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table
from rich.text import Text

from verify_aws.facts import Row, Verdict, count
from verify_aws.ledger import Where
from verify_aws.names import TAG, Run

MARKS = {
    Verdict.AS_EXPECTED: ("✓", "green"),
    Verdict.DIFFERENT: ("DIFFERENT", "bold red"),
    Verdict.COULD_NOT: ("?", "yellow"),
    Verdict.NOT_CHECKED: ("-", "dim"),
}
LEGEND = "✓ as expected   DIFFERENT: please send it back   ? could not be checked, for the reason seen   - not checked"
WIDTH_WITHOUT_TERMINAL = 150


class Report:
    """Writes to the terminal; plain lines where there is none."""

    def __init__(self, console: Console | None = None) -> None:
        """Write to `console`, or to standard output."""
        # A file or a pipe has no width of its own: take one in which most rows need one line or two.
        width = None if sys.stdout.isatty() else WIDTH_WITHOUT_TERMINAL
        self._console = console or Console(highlight=False, width=width)

    def say(self, text: str) -> None:
        """Print one line as it is."""
        self._console.print(Text(text), soft_wrap=True)

    @contextmanager
    def step(self, text: str) -> Iterator[Callable[[str], None]]:
        """Show that something goes on, and how long it took when it is done; what is yielded shows its present part."""
        began = time.monotonic()
        with self._console.status(Text(f"{text} …")) as status:
            yield lambda part: status.update(Text(part))
        self._console.print(Text(f"✓ {text} {time.monotonic() - began:.1f} s"))

    def plan(
        self, place: str, where: Where, things: Sequence[str], left: Sequence[Run], sentences: Sequence[str]
    ) -> None:
        """Print what will happen and where, and `sentences` about how long it takes and what it costs."""
        self.say(f"In {place}, account {where.account}, Region {where.region}, this creates, each tagged {TAG}:")
        for thing in things:
            self.say(f"  - {thing}")
        self.say("The pools hold a few app clients and two users with passwords made for this run, and send no mail.")
        for one in left:
            self.say(f"An earlier run was killed: what is left of {one.name} is removed first.")
        for sentence in sentences:
            self.say(sentence)
        self.say("Everything is removed at the end, and when you end it before, by Ctrl-C for instance.")

    def rows(self, rows: Sequence[Row]) -> None:
        """Print the table, and how many rows are what."""
        table = Table("", "fact", "expected", "seen", "who says so")
        for column in table.columns[1:]:
            column.overflow, column.ratio = "fold", 1
        for row in rows:
            mark, style = MARKS[row.verdict]
            cells = (row.asks, row.expected, row.seen, row.source)
            table.add_row(Text(mark, style), *(Text(cell) for cell in cells))
        self._console.print(table)
        self.say(LEGEND)
        self.say(summary(rows))


def summary(rows: Sequence[Row]) -> str:
    """Return how many rows have which verdict."""
    return ", ".join(f"{number} {verdict.value}" for verdict, number in count(rows).items()) + "."
