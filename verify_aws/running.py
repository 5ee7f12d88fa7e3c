"""A run from the first thing made to the last one removed, whatever ends it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError
from requests import RequestException

from verify_aws.account import Account, code_of
from verify_aws.checks import FACTS, UNCHECKED
from verify_aws.document import as_json, clean
from verify_aws.errors import CannotWork
from verify_aws.facts import Row, checked, not_checked, status
from verify_aws.ledger import Ledger, forget
from verify_aws.making import Maker
from verify_aws.names import Run
from verify_aws.removal import Remover
from verify_aws.scene import Scene
from verify_aws.showing import Report
from verify_aws.surroundings import Surroundings

INTERRUPTED = 130


@dataclass
class Running:
    """One run. `folder` is for ledgers and SAM, `output` for the result; `reached` is told each step, for tests."""

    account: Account
    surroundings: Surroundings
    run: Run
    folder: Path
    output: Path
    report: Report
    remover: Remover
    reached: Callable[[str], None] = lambda step: None

    def all_of_it(self) -> int:
        """Make, check, tell and remove; the exit status, 130 after a signal. Raises CannotWork when all is removed.

        At most one KeyboardInterrupt ever comes (`local.endings`), at whatever moment: in the midst of a removal it
        begins another one, which nothing interrupts.
        """
        ledger = Ledger(self.folder / "ledgers", self.run, self.account.where)
        left: list[str] | None = None
        try:
            try:
                result = self._made_and_checked(ledger)
            finally:
                left = self._removed(ledger)
        except KeyboardInterrupt:
            result, left = INTERRUPTED, self._removed(ledger) if left is None else left
        return 2 if left else result

    def _made_and_checked(self, ledger: Ledger) -> int:
        place, folder = self.surroundings, self.folder / "sam"
        maker = Maker(self.account, self.run, place, ledger, folder, self.report.step, self.reached)
        try:
            scene = maker.make()
        except ClientError as error:
            refused = f"AWS refuses {error.operation_name} ({code_of(error)}): POLICY=1 prints what this needs."
            raise CannotWork(refused) from error
        except (BotoCoreError, RequestException) as error:
            raise CannotWork(f"AWS cannot be asked ({type(error).__name__}).") from error
        rows = clean(self._checked(scene), private(scene, self.run))
        self.report.rows(rows)
        text = as_json(rows, place.name, self.account.where, managed_login=scene.managed)
        self.output.write_text(text, encoding="utf-8")
        self.report.say(f"result: {self.output}")
        return status(rows)

    def _checked(self, scene: Scene) -> list[Row]:
        rows = list[Row]()
        with self.report.step(f"ask {len(FACTS)} questions") as now:
            for fact in FACTS:
                self.reached(fact.name)
                now(f"{len(rows) + 1} of {len(FACTS)}: {fact.asks}")
                rows.append(checked(fact, scene, self.surroundings.lacks))
        return [*rows, *map(not_checked, UNCHECKED)]

    def _removed(self, ledger: Ledger) -> list[str]:
        self.report.say("Removing everything; this takes a few minutes, and is not to be interrupted.")
        self.reached("remove")
        left = removed(self.remover, self.report)
        ledger.close(everything_is_gone=not left)
        return left


def removed(remover: Remover, report: Report) -> list[str]:
    """Remove what a run made, and say what is still there; those sentences again."""
    left = remover.everything(report.say)
    for sentence in left:
        report.say(f"STILL THERE: {sentence}")
    report.say("CLEAN=1 tries again." if left else "Nothing is left of it.")
    return left


def removed_before(account: Account, folder: Path, runs: list[Run], report: Report) -> bool:
    """Remove what earlier runs left; whether it has gone."""
    gone = True
    for run in runs:
        if removed(Remover(account, run), report):
            gone = False
        else:
            forget(folder / "ledgers", run)
    return gone


def private(scene: Scene, run: Run) -> list[str]:
    """Return the words that belong to the caller alone."""
    pools = (scene.pool, scene.upstream)
    words = [run.word, scene.account.where.account, scene.upstream_client, *scene.outputs.values(), scene.logout]
    words += [word for pool in pools for word in (pool.pool_id, pool.domain, pool.person.password)]
    return words + [app.client_id for app in scene.apps.values()]
