"""`make faults`: every dependency of a sign-out, failed in every way we know; exit status 1 when a promise breaks."""

import sys

from rich.console import Console

from local.endings import in_good_order
from local.errors import LocalError
from local.places import REPOSITORY, Places
from local.report import Report
from local.system import LocalSystem
from tests.faults.ground import CELLS, run
from tests.faults.show import show


def main() -> int:
    """Start a local system, run every cell, print the table."""
    places = Places.with_free_ports(REPOSITORY / ".local" / "faults")
    try:
        report = Report(places)
        with LocalSystem(places, report) as system, report.step(f"Sign out {len(CELLS)} times"):
            cells = run(system)
    except LocalError as error:
        Console(stderr=True).print(str(error))
        return 2
    show(cells)
    return 1 if any(cell.broken_promises() for cell in cells) else 0


if __name__ == "__main__":
    sys.exit(in_good_order(main))
