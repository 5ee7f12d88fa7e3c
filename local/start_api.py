"""`make start-api`: `/logout` on a port of this machine, answered by the function in a container, until Ctrl-C.

Exit status: 0 after Ctrl-C, 2 with one sentence when nothing could be served.
"""

import argparse
import json
import secrets
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from local.container.sentences import or_a_sentence, say
from local.endings import in_good_order

if TYPE_CHECKING:
    from local.places import Places

ROOT = Path(__file__).resolve().parent.parent


def arguments() -> argparse.Namespace:
    """What the command was asked."""
    parser = argparse.ArgumentParser(prog="python -m local.start_api", description="Serve /logout from a container.")
    parser.add_argument("--port", type=int, default=3000, help="where to listen on this machine")
    parser.add_argument("--image", help="an image of one's own, where AWS's cannot be pulled")
    parser.add_argument("--folder", type=Path, default=ROOT / ".local" / "start-api", help="where data and logs go")
    return parser.parse_args()


def start_api(asked: argparse.Namespace) -> int:
    """Do it; the exit status. Imports take a while and come late, so that Ctrl-C works from the first moment."""
    from local.container import function, runtime
    from local.places import Places
    from local.report import Report

    runtime.require_docker("make start-api")
    runtime.require_image(asked.image)
    require_free(asked.port)
    places = Places(asked.folder.resolve())
    with places.exclusively():
        with Report(places).step("Build the functions (sam build)"):
            template = function.built(places)
        return serve(asked, places, template)


def serve(asked: argparse.Namespace, places: "Places", template: Path) -> int:
    """Let SAM serve until it is ended."""
    from local.container import child, function, runtime

    variables = places.root / "environment.json"
    variables.touch(mode=0o600)
    # Without a key of its own each container makes one, and a journey could not go on when SAM starts another.
    given = {"PUBLIC_URL": f"http://localhost:{asked.port}", "SIGNING_KEYS": secrets.token_urlsafe(48)}
    variables.write_text(json.dumps({"Parameters": given}))
    options = ("--port", str(asked.port), "--env-vars", str(variables), *runtime.image_options(asked.image))
    try:
        with (
            runtime.none_left_of(function.code(template)),
            child.running(child.command("start-api", template, *options), child.without_account()) as sam,
        ):
            sam.wait()
    except KeyboardInterrupt:
        say("Ended; nothing is left running.")
        return 0
    raise runtime.no_image_or("SAM could not serve the API; its own words are above.", asked.image)


def require_free(port: int) -> None:
    """Raise LocalError with one sentence when the port is in use."""
    import socket

    from local.errors import LocalError

    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise LocalError(
                f"Port {port} is in use: end the program that listens there, or say PORT=<another>."
            ) from error


if __name__ == "__main__":
    sys.exit(in_good_order(lambda: or_a_sentence(lambda: start_api(arguments()))))
