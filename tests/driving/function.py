"""A deployed function's code and environment in a process of our own, which a test may point elsewhere, or kill."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from local.aws import account, bare_environment
from local.deployment import resource
from local.places import REPOSITORY
from local.system import LocalSystem

HANDLERS = {"LogoutFunction": "logout.handler", "RetryFunction": "retry.handler"}


class Killed(Exception):
    """Raised when the process ended before it had answered."""


class Function:
    """One instance of a deployed function, cold when its first event comes; use it with `with`.

    `changes` go over the environment that the template gave it. Its calls are made with the embedded AWS's one
    administrator: roles are the template tests' business.
    """

    def __init__(self, system: LocalSystem, name: str, changes: Mapping[str, str] | None = None) -> None:
        built = system.places.root / "build" / name
        environment = bare_environment() | account(system.places) | deployed(system, name) | dict(changes or {})
        self.lines: list[str] = []
        self.milliseconds = 0.0
        self._child = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "tests.driving.child", HANDLERS[name]],
            env=environment | {"PYTHONPATH": str(built), "PYTHONDONTWRITEBYTECODE": "1"},
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        """Wait until the code is imported, as Lambda does before it hands out an event."""
        self._heard()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def handle(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Invoke the handler; raises Killed, and AssertionError when the handler raised."""
        self.begin(event)
        return self.end()

    def begin(self, event: Mapping[str, Any]) -> None:
        """Hand in an event, and wait for nothing."""
        assert self._child.stdin
        self._child.stdin.write(json.dumps(event) + "\n")
        self._child.stdin.flush()

    def end(self) -> dict[str, Any]:
        """Wait for the answer to what was begun; raises as `handle`."""
        while "line" in (said := self._heard()):
            continue
        assert "answer" in said, f"the handler raised {said}"
        self.milliseconds = said["milliseconds"]
        answer: dict[str, Any] = said["answer"]
        return answer

    def kill(self) -> None:
        """End it at once, as Lambda may; what it has printed until then is kept. A second time does nothing."""
        if self._child.returncode is not None:
            return
        if self._child.poll() is None:
            os.killpg(self._child.pid, signal.SIGKILL)
        for line in self._child.stdout or ():
            self._keep(json.loads(line))
        self._child.wait()
        for stream in (self._child.stdin, self._child.stdout):
            if stream and not stream.closed:
                stream.close()

    def _heard(self) -> dict[str, Any]:
        assert self._child.stdout
        line = self._child.stdout.readline()
        if not line:
            raise Killed
        return self._keep(json.loads(line))

    def _keep(self, said: dict[str, Any]) -> dict[str, Any]:
        if said.get("line"):
            self.lines.append(said["line"])
        return said


def deployed(system: LocalSystem, name: str) -> dict[str, str]:
    """The environment that the template gave a function, secrets resolved."""
    found = system.clients.of("lambda").get_function_configuration(FunctionName=resource(system.clients, name))
    variables: dict[str, str] = found["Environment"]["Variables"]
    return variables
