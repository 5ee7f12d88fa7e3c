"""`python -m doctor --stage prod`: is the live user pool set up as this stage's logout needs it?

Exit status: 0 when no row is red, 1 when one is, 2 when AWS could not be asked (with one sentence), 130 after Ctrl-C.
"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from local.endings import in_good_order

if TYPE_CHECKING:
    from doctor.looking import Look


def arguments() -> argparse.Namespace:
    """What the command was asked."""
    parser = argparse.ArgumentParser(
        prog="python -m doctor",
        description="Compare a stage with its live user pool, by read-only calls. Also asks each provider's discovery "
        "document, and Cognito's /logout without a session, which ends nothing.",
    )
    parser.add_argument("--stage", default="dev", help="a stage of samconfig.toml (default: dev)")
    parser.add_argument("--folder", type=Path, help="where samconfig.toml and functions/config lie (default: here)")
    parser.add_argument("--json", action="store_true", help="print one JSON document in place of the table")
    parser.add_argument("--policy", action="store_true", help="print the IAM policy that the doctor needs, and end")
    parser.add_argument("--detach", action="store_true", help="print how RememberFunction leaves the pool, and end")
    parser.add_argument("--explain", metavar="ERROR", help="say what an error of Cognito's means, and end")
    return parser.parse_args()


def run(asked: argparse.Namespace) -> int:
    """Do it; the exit status. Imports take a while and come late, so that Ctrl-C works from the first moment."""
    from doctor import table
    from doctor.finding import CannotLook, is_red
    from doctor.looking import look
    from doctor.policy import policy
    from doctor.reading import Aws
    from doctor.stage import read
    from local.iam import as_text
    from local.places import REPOSITORY

    if asked.explain is not None:
        return explain(asked.explain)
    folder = asked.folder or REPOSITORY
    stage = read(asked.stage, folder)
    allowed = policy(stage.pool_id or "*", stage.stack or "*", stage.config_parameter or "*")
    if asked.policy:
        print(as_text(allowed))
        return 0
    try:
        aws = Aws()
        seen = look(stage, aws, choose, folder.resolve() / ".local" / "doctor")
    except CannotLook as error:
        if asked.json:
            print(table.error_as_json(stage.name, str(error)))
        print(error, file=sys.stderr)
        if error.denied:
            print(f"What the doctor needs: {as_text(allowed, short=True)}", file=sys.stderr)
        return 2
    if asked.detach:
        return detach(seen)
    if asked.json:
        print(table.as_json(stage.name, stage.pool_id, seen.findings))
    else:
        table.show(seen.findings)
    if (told := attach(seen)) and not asked.json:
        print(f"\n{told}")
    if aws.denied:
        print(
            f"Denied: {', '.join(aws.denied)}. What the doctor needs: {as_text(allowed, short=True)}", file=sys.stderr
        )
    return 1 if is_red(seen.findings) else 0


def attach(seen: "Look") -> str | None:
    """Write the requests that attach RememberFunction; return how they are sent, None when there is nothing to do."""
    from doctor import sending

    found = seen.requests
    if found is None or seen.live is None or "attach" not in found.by_act:
        return None
    sending.write(seen.attaching, found)
    return sending.told(seen.attaching, found, seen.live.configuration, seen.stage.name)


def detach(seen: "Look") -> int:
    """Print how RememberFunction is taken from the pool; exit status 1 when the pool does not call it."""
    from doctor import sending

    found = seen.requests
    if found is None or seen.live is None or "attach" in found.by_act:
        print(sending.nothing(seen.attaching, seen.live), file=sys.stderr)
        return 1
    sending.write(seen.attaching, found)
    print(sending.told(seen.attaching, found, seen.live.configuration, seen.stage.name))
    return 0


def choose(kind: str, issuer: str | None) -> str:
    """Return the profile that the catalogue would give a provider of the pool."""
    from coordinator.providers.choosing import profile_for

    return profile_for(kind, issuer)


def explain(text: str) -> int:
    """Print what an error means; exit status 1 for one that is not known to mislead."""
    from doctor.misleading import meaning_of

    error = meaning_of(text)
    if error is None:
        print("This is none of the errors that are known to mislead.")
        return 1
    print(f"It means: {error.means}.\nChange:   {error.change}.\nSource:   {error.source}.")
    return 0


if __name__ == "__main__":
    sys.exit(in_good_order(lambda: run(arguments())))
