"""The ledger of a run: a line before each creation, so that after a kill, too, it is known what may be there."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from verify_aws.names import WORD, Run


@dataclass(frozen=True, slots=True)
class Where:
    """An account and a Region: what was made in one cannot be removed from another."""

    account: str
    region: str


class Ledger:
    """One file, held by its run while that runs; it goes when everything that it tells of has gone."""

    def __init__(self, folder: Path, run: Run, where: Where) -> None:
        """Open it, and write down where the run makes things."""
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{run.word}.jsonl"
        self._file: int | None = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        self._write({"account": where.account, "region": where.region})

    def begin(self, kind: str, name: str) -> None:
        """Note that a thing is about to be made; it is on the disk when this returns."""
        self._write({"kind": kind, "name": name, "at": round(time.time())})

    def close(self, *, everything_is_gone: bool) -> None:
        """Let go of the file, and remove it when nothing is left of what it tells."""
        if everything_is_gone:
            self.path.unlink(missing_ok=True)
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _write(self, line: dict[str, object]) -> None:
        if self._file is not None:
            os.write(self._file, (json.dumps(line) + "\n").encode())
            os.fsync(self._file)


def left_over(folder: Path, where: Where) -> list[Run]:
    """Return the runs that ended before everything was removed, of this account and Region, whom nobody runs now."""
    return [Run(path.stem) for path in sorted(folder.glob("*.jsonl")) if _is_left_over(path, where)]


def forget(folder: Path, run: Run) -> None:
    """Remove the ledger of a run of which nothing is left."""
    (folder / f"{run.word}.jsonl").unlink(missing_ok=True)


def _is_left_over(path: Path, where: Where) -> bool:
    if not WORD.fullmatch(path.stem):
        return False
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        first = next(_lines(file.read()), {})
    return Where(str(first.get("account")), str(first.get("region"))) == where


def _lines(text: bytes) -> Iterator[dict[str, object]]:
    for line in text.splitlines():
        try:
            value = json.loads(line)
        except ValueError:
            continue  # cut off by a kill
        if isinstance(value, dict):
            yield value
