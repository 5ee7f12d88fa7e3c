"""`make backfill STAGE=dev`: keep who is who at a provider, of users who came in before RememberFunction was there.

Exit status: 0 when all users are done, 1 when an identity could not be read, 2 with a sentence when it could not go on
(run it again: what is written is written), 130 after Ctrl-C.
"""

import argparse
import sys
from typing import TYPE_CHECKING

from local.endings import in_good_order

if TYPE_CHECKING:
    from local.backfill.walk import Counts


def arguments() -> argparse.Namespace:
    """What the command was asked."""
    parser = argparse.ArgumentParser(prog="python -m local.backfill", description="Keep who is who at a provider.")
    parser.add_argument("--stage", default="dev", help="a stage of samconfig.toml (default: dev)")
    parser.add_argument("--count", action="store_true", help="write nothing, and say how many there would be")
    parser.add_argument("--policy", action="store_true", help="print the IAM policy that it needs, and end")
    return parser.parse_args()


def run(asked: argparse.Namespace) -> int:
    """Do it; the exit status. Imports take a while and come late, so that Ctrl-C works from the first moment."""
    from local.errors import LocalError

    try:
        return told_policy(asked.stage) if asked.policy else backfilled(asked.stage, count=asked.count)
    except LocalError as error:
        print(error, file=sys.stderr)
        return 2


def told_policy(stage: str) -> int:
    """Print the policy of a stage, as samconfig.toml knows it."""
    from doctor.stage import read
    from local.backfill.policy import policy
    from local.iam import as_text

    known = read(stage)
    print(as_text(policy(known.pool_id or "*", known.stack or "*", known.config_parameter)))
    return 0


def backfilled(stage: str, *, count: bool) -> int:
    """Walk the pool that the stage's stack serves, and write unless it is only to `count`."""
    from local import stack
    from local.backfill import deployed
    from local.backfill.walk import Walk

    found = stack.of_stage(stage)
    store = deployed.store(found)
    walk = Walk(deployed.cognito(found), deployed.pool_id(found), None if count else store, deployed.expires(found))
    lines = Lines()
    counts = walk.run(lines.show)
    print(f"{lines.said(counts)}; {'would be written' if count else 'written'}: {counts.links}")
    for sub in counts.unreadable:
        print(f"identities that cannot be read, of the user with the sub {sub}", file=sys.stderr)
    return 1 if counts.unreadable else 0


class Lines:
    """How far it has come, in a line now and then."""

    EVERY = 50
    """Pages: ten seconds."""

    def __init__(self) -> None:
        self._pages = 0

    def show(self, counts: "Counts") -> None:
        """Print a line, not too often."""
        self._pages += 1
        if self._pages % self.EVERY == 0:
            print(self.said(counts), flush=True)

    def said(self, counts: "Counts") -> str:
        """Return the counts as text."""
        return f"users: {counts.users}, from providers: {counts.federated}, linked: {counts.linked}"


if __name__ == "__main__":
    sys.exit(in_good_order(lambda: run(arguments())))
