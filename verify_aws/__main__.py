"""`make verify-aws`: ask a throw-away pool in one's own account whether the facts are so that this project relies on.

Exit status: 0 when all that could be checked is as expected, 1 when something differs, 2 when it could not work or
something is left (with a sentence), 130 after Ctrl-C or another signal, when everything has been removed.
"""

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from local.endings import in_good_order

if TYPE_CHECKING:
    from verify_aws.account import Account
    from verify_aws.showing import Report
    from verify_aws.surroundings import Surroundings

ROOT = Path(__file__).resolve().parent.parent


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    """What the command was asked."""
    parser = argparse.ArgumentParser(
        prog="python -m verify_aws",
        description="Create throw-away user pools and a stack in your AWS account, check facts about Cognito and the "
        "whole sign-out there, write the result, and remove everything. Asks before it creates anything.",
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--clean", action="store_true", help="find by tag what runs have left, and remove it; no more")
    parser.add_argument("--policy", action="store_true", help="print the IAM policy that it needs, and end")
    parser.add_argument("--local", action="store_true", help="run against the AWS on this machine, without an account")
    parser.add_argument("--output", type=Path, help="where the result goes (verify-aws.json, or -local.json)")
    parser.add_argument("--folder", type=Path, default=ROOT / ".local" / "verify-aws", help="where ledgers and logs go")
    asked = parser.parse_args(given)
    # A try on this machine must not take the place of what AWS said.
    asked.output = asked.output or ROOT / ("verify-aws-local.json" if asked.local else "verify-aws.json")
    return asked


def run(asked: argparse.Namespace) -> int:
    """Do it; the exit status. Imports take a while and come late, so that Ctrl-C works from the first moment."""
    from local.errors import LocalError
    from local.iam import as_text
    from verify_aws.account import Account
    from verify_aws.errors import CannotWork
    from verify_aws.policy import policy
    from verify_aws.showing import Report
    from verify_aws.surroundings import AtAws

    if asked.policy:
        print(as_text(policy()))
        return 0
    try:
        with ExitStack() as ends:
            if asked.local:
                from verify_aws.embedded import embedded

                place: Surroundings = ends.enter_context(embedded(asked.folder.resolve() / "local"))
                account = Account()
            else:
                account = Account()
                place = AtAws(account.region)
            return _clean(asked, account, Report()) if asked.clean else _verify(asked, account, place, Report())
    except (CannotWork, LocalError) as error:
        print(error, file=sys.stderr)
        return 2


def _verify(asked: argparse.Namespace, account: "Account", place: "Surroundings", report: "Report") -> int:
    from verify_aws.cost import cost
    from verify_aws.ledger import left_over
    from verify_aws.names import Run
    from verify_aws.removal import Remover
    from verify_aws.running import Running, removed_before

    wanted, folder = Run.new(), asked.folder.resolve()
    remover = Remover(account, wanted)
    left = left_over(folder / "ledgers", account.where)
    sentences = ["On this machine that takes a minute, and costs nothing."] if asked.local else cost().sentences
    report.plan(place.name, account.where, [thing.told for thing in remover.things()], left, sentences)
    if not _agreed(asked):
        report.say("Nothing was created.")
        return 2
    if not removed_before(account, folder, left, report):
        return 2
    return Running(account, place, wanted, folder, asked.output.resolve(), report, remover).all_of_it()


def _clean(asked: argparse.Namespace, account: "Account", report: "Report") -> int:
    from verify_aws.ledger import left_over
    from verify_aws.running import removed_before
    from verify_aws.tagged import tagged

    folder = asked.folder.resolve()
    runs = {run.word: run for run in (*tagged(account), *left_over(folder / "ledgers", account.where))}
    if not runs:
        report.say(f"Account {account.where.account} holds nothing of any run in {account.region}.")
        return 0
    report.say(
        f"Account {account.where.account} holds in {account.region} what these runs made, perhaps somebody else's:"
    )
    for run in runs.values():
        report.say(f"  - {run.name}")
    if not _agreed(asked):
        report.say("Nothing was removed.")
        return 2
    return 0 if removed_before(account, folder, list(runs.values()), report) else 2


def _agreed(asked: argparse.Namespace) -> bool:
    if asked.yes:
        return True
    try:
        return input("Go on? Only `yes` does: ").strip() == "yes"
    except EOFError:
        print()
        return False


if __name__ == "__main__":
    sys.exit(in_good_order(lambda: run(arguments())))
