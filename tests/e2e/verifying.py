"""Runs of `make verify-aws` against one embedded AWS, as tests see them: what was reached, told, and is still there."""

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rich.console import Console

from local.places import Places
from verify_aws.account import Account
from verify_aws.embedded import Embedded, embedded_aws
from verify_aws.names import Run
from verify_aws.removal import Remover
from verify_aws.running import Running
from verify_aws.showing import Report
from verify_aws.tagged import tagged

HTTP = {"GetAccount": "GET", "UpdateAccount": "PATCH"}
"""API Gateway's permissions are named by HTTP methods (service authorization reference)."""
ANOTHER_NAME = {"s3": {"DeleteObjects": "DeleteObject", "ListObjectsV2": "ListBucket"}}
FOR_ANYONE = {"GetUser", "GlobalSignOut"}
"""Calls that a token authorises, and no policy."""
SERVICES = {"resourcegroupstaggingapi": "tag"}


@dataclass
class Attempt:
    """One run: its word, its steps as far as they were reached, what was printed, and where its files lie."""

    account: Account
    running: Running
    folder: Path
    steps: list[str]
    printed: io.StringIO

    @property
    def word(self) -> str:
        """The run's word."""
        return self.running.run.word

    def left(self) -> list[str]:
        """Return what is still there of it, by looking for each thing (which removes it)."""
        found: list[str] = []
        problems = Remover(self.account, self.running.run, (), 0.1).everything(found.append)
        return found + problems

    def ledgers(self) -> list[str]:
        """Return the names of the ledgers that are there."""
        return [path.name for path in (self.folder / "ledgers").glob("*")]


@dataclass
class Machine:
    """The embedded AWS, one for all runs of a module."""

    places: Places
    account: Account = field(default_factory=Account)
    calls: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Note each call as the permission that it needs."""
        self.account.session.events.register("before-call", self._note)

    @contextmanager
    def attempt(self, folder: Path, reached: Callable[[str], None] = lambda step: None) -> Iterator[Attempt]:
        """A run on ports of its own, not begun yet. Nothing is excused, and nobody waits between rounds of removal."""
        steps: list[str] = []
        printed = io.StringIO()

        def note(step: str) -> None:
            steps.append(step)
            reached(step)

        with ExitStack() as ends:
            places = replace(Places.with_free_ports(self.places.root), aws_port=self.places.aws_port)
            here = Embedded(places, ends)
            here.lacks = {}
            run = Run.new()
            report = Report(Console(file=printed, width=150))
            remover = Remover(self.account, run, (0.1, 0.1), 0.1)
            output = folder / "verify-aws.json"
            running = Running(self.account, here, run, folder, output, report, remover, note)
            yield Attempt(self.account, running, folder, steps, printed)

    def runs(self) -> list[str]:
        """Return the words of all runs that the account holds something of."""
        return [run.word for run in tagged(self.account)]

    def _note(self, model: Any, **rest: Any) -> None:
        service = SERVICES.get(model.service_model.service_name, model.service_model.service_name)
        name = ANOTHER_NAME.get(service, {}).get(model.name, model.name)
        if name in FOR_ANYONE:
            return
        self.calls.add(f"{service}:{HTTP[name] if service == 'apigateway' else name}")


@contextmanager
def machine(folder: Path) -> Iterator[Machine]:
    """Start the embedded AWS; this process's environment points there meanwhile."""
    with embedded_aws(folder) as places:
        yield Machine(places)
