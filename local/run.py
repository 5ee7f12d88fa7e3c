"""`make run`: the whole main job on this machine, from sign-in to the last session's end.

Exit status: 0 when everything that should be dead is dead, 1 when not, 2 when the local system could not work (with one
sentence), 130 after Ctrl-C.
"""

import argparse
import sys
from pathlib import Path

from local.endings import in_good_order

FOLDER = Path(__file__).resolve().parent.parent / ".local"


def arguments() -> argparse.Namespace:
    """What the command was asked."""
    parser = argparse.ArgumentParser(prog="python -m local.run", description="Sign people in and out on a local AWS.")
    parser.add_argument("--skip-provider", action="store_true", help="leave the provider's hop out: must be noticed")
    parser.add_argument("--free-ports", action="store_true", help="use whatever ports are free, not the usual ones")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where data and logs go")
    return parser.parse_args()


def run(asked: argparse.Namespace) -> int:
    """Do it; the exit status. Imports take a while and come late, so that Ctrl-C works from the first moment."""
    from local import telling
    from local.errors import LocalError
    from local.places import Places
    from local.report import Report

    folder = asked.folder.resolve()
    places = Places.with_free_ports(folder) if asked.free_ports else Places(folder)
    report = Report(places)
    try:
        return 0 if telling.run(report, places, skip_provider=asked.skip_provider) else 1
    except LocalError as error:
        report.sentence(str(error))
        return 2


if __name__ == "__main__":
    sys.exit(in_good_order(lambda: run(arguments())))
