"""The journal of a list: a line for each thing learned of a user, from which a run goes on where the last was ended."""

import fcntl
import json
import os
import threading
import time
from collections.abc import Iterable
from pathlib import Path

from local.errors import LocalError
from local.sign_out import answers
from local.sign_out.answers import Result

FRESH_SECONDS = 86_400
"""After a day a list is another one: whom it signed out has long signed in again."""


class Journal:
    """One file below .local, kept for one run at a time. Of a user the last line counts. Raises LocalError."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._lock = threading.Lock()
        self._file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._file)
            raise LocalError(f"Another run works on this list: {path} is in use.") from error
        self.results = {one.user: one for one in _read(path)}
        self._begin_on_a_new_line()

    def note(self, result: Result) -> None:
        """Keep what became of a user, at once: what has been written outlives a kill."""
        line = json.dumps(answers.pack(result), ensure_ascii=False) + "\n"
        with self._lock:
            os.write(self._file, line.encode())
            self.results[result.user] = result

    def pending(self) -> list[Result]:
        """Those whose end is not known yet."""
        with self._lock:
            return [one for one in self.results.values() if one.state == "pending"]

    def is_stale(self, now: float) -> bool:
        """Whether it is of another day."""
        newest = max((one.at for one in self.results.values()), default=now)
        return now - newest > FRESH_SECONDS

    def set_aside(self) -> Path:
        """Rename it, so that the same list begins anew the next time; return where it is."""
        aside = self.path.with_suffix(f".{time.strftime('%Y%m%d-%H%M%S')}{self.path.suffix}")
        return self.path.rename(aside)

    def close(self) -> None:
        """Let others have it."""
        os.close(self._file)

    def _begin_on_a_new_line(self) -> None:
        if self.path.stat().st_size and not self.path.read_bytes().endswith(b"\n"):
            os.write(self._file, b"\n")  # the last one was cut off by a kill


def _read(path: Path) -> Iterable[Result]:
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            yield answers.unpack(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError):
            continue  # cut off by a kill
