"""`make serve`: the whole local system, kept running for a browser until Ctrl-C; it follows changes of the code.

Exit status: 0 when a signal ended it while it ran, 130 while it started; 2 when it could not work, with one sentence.
"""

import argparse
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from local.endings import in_good_order

if TYPE_CHECKING:
    from local.changes import Changes
    from local.places import Places
    from local.reload import Reloader
    from local.report import Report

REPOSITORY = Path(__file__).resolve().parent.parent


def arguments() -> argparse.Namespace:
    """What the command was asked."""
    parser = argparse.ArgumentParser(prog="python -m local.serve", description="Keep the local system for a browser.")
    parser.add_argument("--saml", action="store_true", help="start a SAML provider, too (needs SimpleSAMLphp)")
    parser.add_argument("--free-ports", action="store_true", help="use whatever ports are free, not the usual ones")
    parser.add_argument("--folder", type=Path, default=REPOSITORY / ".local", help="where data and logs go")
    parser.add_argument("--functions", type=Path, default=REPOSITORY / "functions", help="the code to follow")
    return parser.parse_args()


def serve(asked: argparse.Namespace) -> int:
    """Do it; the exit status. Imports take a while and come late, so that Ctrl-C works from the first moment."""
    from local.errors import LocalError
    from local.places import Places
    from local.report import Report

    folder = asked.folder.resolve()
    places = Places(folder, names="browser", demo=True)
    if asked.free_ports:
        places = Places.with_free_ports(folder, "browser", demo=True)
    report = Report(places)
    try:
        kept(report, places, asked.functions.resolve(), saml=asked.saml)
    except LocalError as error:
        report.sentence(str(error))
        return 2
    report.line("Ended; nothing is left running.")
    return 0


def kept(report: "Report", places: "Places", functions: Path, *, saml: bool) -> None:
    """Start everything, say where it is, and follow the code until a signal comes."""
    from botocore.exceptions import BotoCoreError, ClientError

    from local.changes import Changes
    from local.deployment import functions_log
    from local.node_oidc_provider import setup as node_oidc_provider
    from local.provider.hub import hub
    from local.reload import Reloader
    from local.system import LocalSystem
    from local.welcome import welcome

    others = [hub, *([node_oidc_provider.provider] if node_oidc_provider.is_there() else [])]
    with Changes(functions) as changes, LocalSystem(places, report, saml=saml, others=others) as system:
        began = time.monotonic()
        reloader = Reloader(system.clients, places.root, functions)
        report.reloaded(reloader.load(), began)
        try:
            for line in welcome(system, functions):
                report.line(line)
            with suppress(KeyboardInterrupt):
                follow(report, changes, reloader)
        finally:
            with suppress(BotoCoreError, ClientError):  # when the embedded AWS itself has died
                places.logs("logout-function").write_text("\n".join(functions_log(system.clients)) + "\n")


def follow(report: "Report", changes: "Changes", reloader: "Reloader") -> None:
    """Load every change, for ever."""
    while True:
        noticed = changes.wait()
        if said := reloader.load():
            report.reloaded(said, noticed)


if __name__ == "__main__":
    sys.exit(in_good_order(lambda: serve(arguments())))
