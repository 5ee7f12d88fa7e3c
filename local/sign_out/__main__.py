"""`make sign-out USER=mary STAGE=dev`, or `USERS=users.txt`: end a user everywhere, or all of a list.

Exit status: 0 when everything is done (of one user: or pending), 1 when something failed, is unknown or not over, 2
with a sentence when nothing could be done at all, 130 after Ctrl-C.
"""

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from local.endings import in_good_order
from local.places import REPOSITORY

if TYPE_CHECKING:
    from local.sign_out.journal import Journal


def arguments() -> argparse.Namespace:
    """What the command was asked."""
    parser = argparse.ArgumentParser(prog="python -m local.sign_out", description="Sign users out everywhere.")
    parser.add_argument("--stage", default="dev", help="a stage of samconfig.toml (default: dev)")
    parser.add_argument("--folder", type=Path, default=REPOSITORY / ".local" / "sign-out", help="where journals go")
    whom = parser.add_mutually_exclusive_group()
    whom.add_argument("--user", help="a username, an alias, or the sub of a user of the pool's own")
    whom.add_argument("--users", type=Path, help="a file with one of them on each line")
    asked = parser.parse_args()
    if asked.user is None and asked.users is None:
        parser.error("say USER=<a user's name>, or USERS=<a file with one on each line>")
    return asked


def run(asked: argparse.Namespace) -> int:
    """Do it; the exit status. Imports take a while and come late, so that Ctrl-C works from the first moment."""
    from local.errors import LocalError

    try:
        return one(asked) if asked.user is not None else several(asked)
    except LocalError as error:
        print(error, file=sys.stderr)
        return 2


def one(asked: argparse.Namespace) -> int:
    """Sign one user out now, and print the receipt."""
    from rich.console import Console

    from local import stack
    from local.sign_out import showing
    from local.sign_out.calling import Caller

    result = Caller(stack.of_stage(asked.stage)).sign_out(asked.user, "now")
    showing.receipt(Console(highlight=False), result)
    return 0 if result.state in ("done", "pending") else 1


def several(asked: argparse.Namespace) -> int:
    """Take a list through the queue, from where an earlier run stopped."""
    from rich.console import Console

    from local import stack
    from local.sign_out import showing, users
    from local.sign_out.calling import Caller
    from local.sign_out.feeding import Feeding
    from local.sign_out.outcomes import Outcomes

    console, listed = Console(highlight=False), users.read(asked.users)
    found = stack.of_stage(asked.stage)
    journal = opened(asked.folder / f"{asked.stage}-{asked.users.stem}.jsonl")
    known = sum(name in journal.results for name in listed)
    went_on = f": {known} of {len(listed)} users are in it from an earlier run" if known else ""
    console.print(
        f"journal, from which the same command goes on: {journal.path}{went_on}", markup=False, soft_wrap=True
    )
    try:
        with showing.progress(console, len(listed)) as progress:
            results = Feeding(listed, Caller(found), Outcomes(found), journal, progress).run()
        showing.report(console, len(listed), results)
        if not any(one.state in ("failed", "pending") for one in results):
            journal.set_aside()
    finally:
        journal.close()
    return 0 if all(one.state == "done" for one in results) else 1


def opened(path: Path) -> "Journal":
    """Open the journal of a list; one of another day is set aside."""
    from local.sign_out.journal import Journal

    journal = Journal(path)
    if journal.is_stale(time.time()):
        journal.set_aside()
        journal.close()
        return Journal(path)
    return journal


if __name__ == "__main__":
    sys.exit(in_good_order(lambda: run(arguments())))
