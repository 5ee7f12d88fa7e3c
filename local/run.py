"""`make run`: the whole main job on this machine, from sign-in to the last session's end, and out again.

Exit status: 0 when everything that should be dead is dead, 1 when not, 2 when the local system could not work (with one
sentence), 130 after Ctrl-C.
"""

import argparse
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from local import journeys
from local.audit import AuditTrail
from local.errors import LocalError
from local.findings import Chapter
from local.places import REPOSITORY, Places
from local.report import Report
from local.system import LocalSystem


def tell(system: LocalSystem, report: Report, unvisited: str | None) -> list[Chapter]:
    """Tell every story and print each as soon as it is over."""
    audit = AuditTrail(system.clients)
    stories: dict[str, Callable[[], Chapter]] = {
        "Sign out with Cognito alone": lambda: journeys.cognito_alone(system),
        "Sign out of this browser": lambda: journeys.browser_logout(system, audit, unvisited=unvisited),
        "Sign out a native user": lambda: journeys.native_logout(system, audit),
        "Sign out everywhere": lambda: journeys.everywhere(system, audit),
    }
    chapters = []
    for text, story in stories.items():
        with report.step(text):
            chapter = story()
        report.chapter(chapter)
        chapters.append(chapter)
    return chapters


def run(report: Report, places: Places, *, skip_provider: bool) -> int:
    """Start, tell, end; the exit status."""
    began = time.monotonic()
    with LocalSystem(places, report) as system:
        chapters = tell(system, report, f"{system.provider.issuer}/logout" if skip_provider else None)
    return 0 if report.verdict(chapters, time.monotonic() - began) else 1


def end_like_ctrl_c(number: int, frame: FrameType | None) -> None:
    """End in good order on a signal, and only once: the clean-up that follows is not to be interrupted."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    raise KeyboardInterrupt


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="make run", description="Sign a person in and out on a local AWS.")
    parser.add_argument("--skip-provider", action="store_true", help="leave the provider's hop out: must be noticed")
    parser.add_argument("--free-ports", action="store_true", help="use whatever ports are free, not the usual ones")
    parser.add_argument("--folder", type=Path, default=REPOSITORY / ".local", help="where data and logs go")
    arguments = parser.parse_args()
    folder = arguments.folder.resolve()
    places = Places.with_free_ports(folder) if arguments.free_ports else Places(folder)
    report = Report(places)
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, end_like_ctrl_c)
    try:
        return run(report, places, skip_provider=arguments.skip_provider)
    except LocalError as error:
        report.sentence(str(error))
        return 2
    except KeyboardInterrupt:
        report.sentence("Ended before the end; nothing is left running.")
        return 130


if __name__ == "__main__":
    sys.exit(main())
