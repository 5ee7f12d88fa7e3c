"""Child processes that are started, waited for, and ended together with everything they started themselves."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import requests

from local.errors import LocalError

STOP_SECONDS = 5.0


class Process:
    """One child with a session of its own, so that its children end with it and a Ctrl-C reaches only us."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self.name = name
        self.log = log
        self._command = list(command)
        self._environment = dict(environment)
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        return self._child.pid if self._child and self._child.poll() is None else None

    def start(self, folder: Path | None = None) -> None:
        """Start it; what it prints goes to its log. Raises LocalError when there is no such program."""
        with self.log.open("wb") as log:
            try:
                self._child = subprocess.Popen(  # noqa: S603 - the commands are this project's own
                    self._command,
                    env=self._environment,
                    cwd=folder,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            except FileNotFoundError as error:
                raise LocalError(f"{self._command[0]} is missing: run `make install` and try again.") from error

    def wait_for_answer(self, url: str, seconds: float = 30.0) -> None:
        """Return when `url` answers below 500; raise LocalError when the process ends or `seconds` pass."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.pid is None:
                raise LocalError(f"{self.name} ended while it started: read {self.log}.")
            try:
                if requests.get(url, timeout=2, allow_redirects=False).status_code < 500:
                    return
            except requests.RequestException:
                pass
            time.sleep(0.1)
        raise LocalError(f"{self.name} gave no answer within {seconds:.0f} s: read {self.log}.")

    def finish(self, seconds: float) -> None:
        """Wait until it ends by itself; raise LocalError when it fails or takes longer than `seconds`."""
        if self._child is None:
            raise LocalError(f"{self.name} was not started.")
        try:
            status = self._child.wait(seconds)
        except subprocess.TimeoutExpired as error:
            raise LocalError(f"{self.name} did not end within {seconds:.0f} s: read {self.log}.") from error
        if status != 0:
            raise LocalError(f"{self.name} failed: read {self.log}.\n{self._last_lines()}")

    def stop(self) -> None:
        """End it and its children, at first politely. Does nothing when it never started; never raises for the dead."""
        if self._child is None:
            return
        try:
            self._signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self._child.wait(STOP_SECONDS)
        finally:
            # Also after a polite end: the group may still hold children, such as the functions of the embedded AWS.
            self._signal(signal.SIGKILL)
            self._child.wait()

    def _signal(self, number: signal.Signals) -> None:
        if self._child is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._child.pid, number)

    def _last_lines(self, count: int = 12) -> str:
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join(line for line in lines[-count:] if line.strip())
