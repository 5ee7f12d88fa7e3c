"""`make run`: the whole main job on this machine, from sign-in to the last session's end.

Exit status: 0 when everything that should be dead is dead, 1 when not, 2 when the local system could not work (with one
sentence), 130 after Ctrl-C.
"""

import argparse
import signal
import sys
from pathlib import Path
from types import FrameType

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
FOLDER = Path(__file__).resolve().parent.parent / ".local"


def end_like_ctrl_c(number: int, frame: FrameType | None) -> None:
    """End in good order on a signal, and only once: the clean-up that follows is not to be interrupted."""
    for name in ENDINGS:
        signal.signal(name, signal.SIG_IGN)
    raise KeyboardInterrupt


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


def main() -> int:
    """The command."""
    for name in ENDINGS:
        signal.signal(name, end_like_ctrl_c)
    try:
        return run(arguments())
    except ModuleNotFoundError as error:
        print(f"The Python module {error.name} is missing: run `make clean install` and try again.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Ended before the end; nothing is left running.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
