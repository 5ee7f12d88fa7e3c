"""`python -m doctor.configure --pool eu-central-1_X`: writes a stage file from a live pool.

Exit status: 0 when the file can be deployed as it is, 1 when it was written and has mistakes to mend, 2 when it was not
written (with one sentence), 130 after Ctrl-C.
"""

import argparse
import sys
import tomllib
from pathlib import Path

from coordinator.settings import stage_file

from doctor import outside
from doctor.finding import CannotLook, CouldNotLook
from doctor.guessing import Chooser, Guess, guess, issuer_of, stands_for
from doctor.policy import policy
from doctor.pool import LiveProvider
from doctor.reading import Aws, PoolReader
from doctor.stage import POOL_ID
from doctor.stage_text import Source, write
from local.endings import in_good_order
from local.iam import as_text
from local.places import REPOSITORY
from local.stage import AnySecret

NOBODYS_CLIENT = "1example23456789"


def source(aws: Aws, pool_id: str, stage: str, choose: Chooser) -> Source:
    """Read everything that a stage file is written from; raises CannotLook when the pool cannot be read."""
    reader = PoolReader(aws, pool_id)
    pool = reader.pool((), (), "")
    if pool is None:
        advice = "look at the Region in its id, and at the account of your credentials (AWS_PROFILE)"
        raise CannotLook(f"There is no pool {pool_id}: {advice}.")
    clients = [_seen(reader.client(one)) for one in _seen(reader.client_ids())]
    providers = [_seen(reader.provider(name)) for name in _seen(pool.kinds)]
    guesses = {provider.name: _guess(provider, choose) for provider in providers}
    return Source(stage, pool_id, pool.own_domain, clients, providers, guesses)


def _seen[T](answer: T | CouldNotLook | None) -> T:
    if isinstance(answer, CouldNotLook):
        raise CannotLook(f"The pool cannot be read as a whole: {answer.reason}.", denied=answer.denied)
    if answer is None:
        raise CannotLook("The pool changed while it was read: try again.")
    return answer


def _guess(provider: LiveProvider, choose: Chooser) -> Guess:
    facts = outside.metadata_of(provider) if provider.kind == "SAML" else None
    profile = choose(provider.kind, issuer_of(provider, facts))
    discovered = outside.discover([stands_for(provider, profile)]).get(provider.name)
    return guess(provider, profile, discovered, facts)


def mistakes(text: str) -> list[str]:
    """Read a stage file's text back as the product does; return what is wrong with it."""
    found: list[str] = []
    stage_file.read(tomllib.loads(text), AnySecret(), found)
    return found


def is_example(text: str) -> bool:
    """Tell whether a stage file is still the example of this project, which nobody loses: its client is nobody's."""
    return f'client_id = "{NOBODYS_CLIENT}"' in text


def arguments() -> argparse.Namespace:
    """What the command was asked."""
    parser = argparse.ArgumentParser(
        prog="python -m doctor.configure", description="Write a stage file from a live user pool, by read-only calls."
    )
    parser.add_argument("--pool", required=True, help="the user pool's id, such as eu-central-1_AbCdEfGhI")
    parser.add_argument("--stage", default="dev", help="the stage (default: dev)")
    parser.add_argument("--output", type=Path, help="the file (default: functions/config/<stage>.toml)")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    return parser.parse_args()


def run(asked: argparse.Namespace, choose: Chooser) -> int:
    """Do it; the exit status."""
    if not POOL_ID.fullmatch(asked.pool):
        example = "such as POOL=eu-central-1_AbCdEfGhI (--pool)"
        print(f"“{asked.pool}” is no user pool's id: say which pool, {example}.", file=sys.stderr)
        return 2
    path = asked.output or REPOSITORY / "functions" / "config" / f"{asked.stage}.toml"
    if path.exists() and not asked.force and not is_example(path.read_text(encoding="utf-8")):
        print(f"{path} is there: say FORCE=1 (--force) to write over it, or another stage.", file=sys.stderr)
        return 2
    try:
        found = source(Aws(), asked.pool, asked.stage, choose)
    except CannotLook as error:
        print(error, file=sys.stderr)
        if error.denied:
            print(f"What it needs: {as_text(policy(asked.pool), short=True)}", file=sys.stderr)
        return 2
    text = write(found)
    path.write_text(text, encoding="utf-8")
    print(f"{path}: {len(found.clients)} app clients and {len(found.providers)} providers of {asked.pool}.")
    wrong = mistakes(text)
    for mistake in wrong:
        print(f"to mend: {mistake}", file=sys.stderr)
    print(f"Read it, fill in samconfig.toml as its head says, then: make doctor STAGE={asked.stage}")
    return 1 if wrong else 0


def main() -> int:
    """The command."""
    from coordinator.providers.choosing import profile_for

    return run(arguments(), profile_for)


if __name__ == "__main__":
    sys.exit(in_good_order(main))
