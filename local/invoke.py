"""`make invoke`: one event in a container, as it is, or against the local system with a real person's tokens.

Exit status: 0 when there is an answer (and, live, when the tokens are as the audit says), 1 when they are not, 2 with
one sentence when nothing could be run, 130 after Ctrl-C.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from local.container.sentences import or_a_sentence
from local.endings import in_good_order

if TYPE_CHECKING:
    from rich.console import Console

ROOT = Path(__file__).resolve().parent.parent
EVENTS = ROOT / "events"


def arguments() -> argparse.Namespace:
    """What the command was asked."""
    parser = argparse.ArgumentParser(prog="python -m local.invoke", description="Run one event in a container.")
    parser.add_argument("event", nargs="?", default="", help="a file such as events/logout.json")
    parser.add_argument("--live", action="store_true", help="sign a person in at a local system, and use the tokens")
    parser.add_argument("--image", help="an image of one's own, where AWS's cannot be pulled")
    parser.add_argument("--folder", type=Path, default=ROOT / ".local" / "invoke", help="where data and logs go")
    return parser.parse_args()


def read_event(path: Path) -> dict[str, Any]:
    """The event in a file. Raises LocalError with one sentence when there is none."""
    from local.errors import LocalError

    known = ", ".join(sorted(file.stem for file in EVENTS.glob("*.json")))
    if not path.is_file():
        asked = f"There is no event {path}" if path.name else "Say which event to run"
        raise LocalError(f"{asked}: EVENT=events/<name>.json, where name is one of {known}.")
    try:
        event = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise LocalError(f"{path} is no JSON: {error}.") from error
    if not isinstance(event, dict):
        raise LocalError(f"{path} is no event: it must be a JSON object.")
    return event


def invoke(asked: argparse.Namespace) -> int:
    """Do it; the exit status. Imports take a while and come late, so that Ctrl-C works from the first moment."""
    from rich.console import Console

    from local.container import runtime

    event = read_event(Path(asked.event))
    runtime.require_docker("make invoke")
    runtime.require_image(asked.image)
    # As `make run` does it: a file or a pipe has no width of its own.
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 130)
    return live(asked, event, console) if asked.live else alone(asked, event, console)


def alone(asked: argparse.Namespace, event: dict[str, Any], console: "Console") -> int:
    """Run the event as it is, with nothing around the container."""
    from local.container import function
    from local.container.child import without_account
    from local.container.showing import show
    from local.places import Places
    from local.report import Report

    places = Places(asked.folder.resolve())
    with places.exclusively():
        with Report(places, console).step("Build the functions (sam build)"):
            template = function.built(places)
        show(console, function.Function(template, asked.image, without_account()).invoke(event))
    return 0


def live(asked: argparse.Namespace, event: dict[str, Any], console: "Console") -> int:
    """Run the event against a local system, and ask whether the tokens are what the audit says."""
    from local.container import function
    from local.container.bridge import Bridge
    from local.container.live import Scene
    from local.container.showing import show
    from local.places import Places
    from local.report import Report, findings_table
    from local.system import LocalSystem

    places = Places.with_free_ports(asked.folder.resolve())
    report = Report(places, console)
    with (
        LocalSystem(places, report, deployed=False) as system,
        Bridge((places.aws_port, places.cognito_port)),
    ):
        with report.step("Build the functions (sam build)"):
            template = function.built(places)
        scene = Scene(system, template, asked.image, event)
        invocation, findings = scene.play(lambda name: read_event(EVENTS / f"{name}.json"), console.print)
    show(console, invocation)
    console.print(findings_table(findings))
    return 0 if all(finding.right for finding in findings) else 1


if __name__ == "__main__":
    sys.exit(in_good_order(lambda: or_a_sentence(lambda: invoke(arguments()))))
