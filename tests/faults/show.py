"""The cells as one table, a line for each."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tests.faults.cell import Cell

WIDTH = 190


def table(cells: Iterable[Cell]) -> Table:
    """Dependency, fault, what the browser got, how fast, what the audit said, and the verdict."""
    shown = Table("down", "how", "answer", "sent to", "receipt", "slowest", "audit", "", box=None, pad_edge=False)
    shown.columns[5].justify = "right"
    for cell in cells:
        broken = cell.broken_promises()
        shown.add_row(
            cell.dependency.name,
            cell.way,
            str(cell.status),
            place(cell.sent_to),
            receipt(cell),
            f"{cell.milliseconds:.0f} ms",
            ", ".join(f"{leg} {' → '.join(cell.audited(leg))}" for leg in cell.dependency.promise),
            Text("; ".join(broken) or "ok", "bold red" if broken else "green"),
        )
    return shown


def show(cells: list[Cell], console: Console | None = None) -> None:
    """Print the table, and below it how many cells broke a promise."""
    console = console or Console(highlight=False, width=None if Console().is_terminal else WIDTH)
    console.print(table(cells))
    broken = sum(bool(cell.broken_promises()) for cell in cells)
    slowest = max((cell.milliseconds for cell in cells), default=0.0)
    console.print(f"{len(cells)} cells, {broken} with a broken promise; the slowest answer took {slowest:.0f} ms.")


def receipt(cell: Cell) -> str:
    """What the receipt says of the legs that the fault is about; of the provider's when that did not go well."""
    provider = cell.legs.get("provider")
    told = {leg: cell.legs.get(leg) for leg in cell.dependency.promise} | (
        {} if provider == "done" else {"provider": provider}
    )
    return ", ".join(f"{leg} {outcome}" for leg, outcome in told.items())


def place(url: str) -> str:
    """An address without its query: the next hop has a path that says enough."""
    return url.partition("?")[0].partition("://")[2]
