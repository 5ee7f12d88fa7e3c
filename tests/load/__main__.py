"""`make load`: thousands sign out while Cognito throttles half of all calls; exit status 1 when a promise breaks."""

import argparse
import secrets
import sys
from collections import Counter
from statistics import quantiles

from rich.console import Console

from local.endings import in_good_order
from local.errors import LocalError
from local.places import REPOSITORY, Places
from local.report import Report
from local.system import LocalSystem
from tests.load.storm import Storm, blow, drain, gather, wake
from tests.load.throttle import Throttle
from tests.load.verdict import broken_promises

PATIENCE = 1_200.0


def arguments() -> argparse.Namespace:
    """What the command was asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description="Let thousands sign out at once.")
    parser.add_argument("--logouts", type=int, default=10_000)
    parser.add_argument("--longest", type=int, default=6, help="how often in a row one token may be refused at most")
    parser.add_argument("--seed", type=int, default=None, help="of chance; drawn and printed when none is given")
    return parser.parse_args()


def told(storm: Storm, throttle: Throttle) -> list[str]:
    """The numbers, in sentences."""
    count, times = len(storm.logouts), sorted(one.seconds * 1000 for one in storm.logouts)
    cuts = quantiles(times, n=100)
    outcomes = Counter(one.outcomes["tokens"] for one in storm.logouts)
    drained = "not in time" if storm.drained_after is None else f"{storm.drained_after:.1f} s after the last logout"
    pace = count / storm.seconds
    return [
        f"{count} logouts of {len(storm.untouched)} users in {storm.seconds:.1f} s: {pace:.1f} a second",
        f"p50 {cuts[49]:.0f} ms, p99 {cuts[98]:.0f} ms, slowest {times[-1]:.0f} ms",
        f"at once: {', '.join(f'{number} {name}' for name, number in outcomes.most_common())}",
        f"Cognito refused {throttle.refused} of {throttle.calls} revocations ({throttle.refused / throttle.calls:.1%})",
        f"the queue was empty {drained}; it held {storm.deepest} at most then",
        f"{len(storm.newcomers)} signed in again meanwhile",
    ]


def main() -> int:
    """Start a local system, let the storm blow, and look what is left."""
    asked, console = arguments(), Console(highlight=False)
    seed = secrets.randbelow(2**31) if asked.seed is None else asked.seed
    throttle = Throttle(seed, asked.longest)
    places = Places.with_free_ports(REPOSITORY / ".local" / "load")
    console.print(f"seed {seed}")
    try:
        report = Report(places)
        with LocalSystem(places, report) as system:
            with report.step(f"Sign in {asked.logouts} times"):
                storm = gather(system, asked.logouts)
                wake(system, storm)
            with report.step("Sign out"), throttle.at(system.domain):
                blow(system, storm, seed)
            with report.step("Wait until the retry queue is empty"), throttle.at(system.domain):
                drain(system, storm, PATIENCE)
            for line in told(storm, throttle):
                console.print(line)
            with report.step("Ask Cognito for every token, and the audit trail for every outcome"):
                wake(system, storm)
                broken = Counter(broken_promises(system, storm))
    except LocalError as error:
        Console(stderr=True).print(str(error))
        return 2
    for text, number in broken.most_common():
        console.print(f"[bold red]BROKEN[/] {text} ({number} times)")
    if not broken:
        console.print("every token is dead, no effect lost, none done to others")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(in_good_order(main))
