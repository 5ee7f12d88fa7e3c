"""A `make serve` in a process of its own, as a test sees it: what it prints, and the addresses and people in that."""

import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from local.forms import Form
from local.places import REPOSITORY

READY = "Ctrl-C ends everything."


class Serving:
    """A running command on free ports, with its files below `root`, that follows the code in `functions`."""

    def __init__(self, root: Path, functions: Path) -> None:
        command = [sys.executable, "-m", "local.serve", "--free-ports", "--folder", str(root)]
        self._child = subprocess.Popen(  # noqa: S603 - our own command
            [*command, "--functions", str(functions)],
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def said(self) -> str:
        """All that it has printed so far."""
        return "".join(self._lines)

    def wait_for(self, text: str, seconds: float, *, after: int = 0) -> str:
        """What it has printed from the character `after` on, once that holds `text`."""
        deadline = time.monotonic() + seconds
        while text not in (said := self.said[after:]):
            assert time.monotonic() < deadline, f"{text!r} was not said within {seconds:.0f} s:\n{self.said}"
            assert self._reader.is_alive(), f"it ended before it said {text!r}:\n{self.said}"
            time.sleep(0.05)
        return said

    def address(self, path: str) -> str:
        """The printed address that ends so."""
        found = re.search(rf"^  (http://\S+{re.escape(path)})\s", self.said, re.MULTILINE)
        assert found, f"no address ends with {path}:\n{self.said}"
        return found.group(1)

    def password(self, username: str) -> str:
        """The printed password of a person."""
        found = re.search(rf"  {username}  (\S+)$", self.said, re.MULTILINE)
        assert found, f"{username} is not named:\n{self.said}"
        return found.group(1)

    def ports(self) -> set[int]:
        """The ports of all printed addresses."""
        return {int(port) for port in re.findall(r"http://[\w.]+:(\d+)", self.said)}

    def end(self, number: signal.Signals, seconds: float = 20.0) -> int:
        """Send a signal and return the exit status."""
        self._child.send_signal(number)
        status = self._child.wait(seconds)
        self._reader.join(5)
        return status

    def kill(self) -> None:
        """For a test that failed: end it in whatever state."""
        if self._child.poll() is None:
            self._child.terminate()
            try:
                self._child.wait(20)
            except subprocess.TimeoutExpired:
                self._child.kill()
        self._child.wait()
        self._reader.join(5)
        if self._child.stdout:
            self._child.stdout.close()

    def _read(self) -> None:
        for line in self._child.stdout or ():
            self._lines.append(line)


def is_sign_in(form: Form | None) -> bool:
    """Whether a page's form asks for a password."""
    return form is not None and "password" in form.fields
