"""What is released: the files of the last commit, without whatever else lies in the folders of this machine."""

import io
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from release.running import run


@dataclass(frozen=True, slots=True)
class Source:
    """The files of a commit in a folder of their own; `epoch` is its time in seconds, `version` the product's."""

    folder: Path
    epoch: int
    version: str

    @classmethod
    def of_last_commit(cls, repository: Path, folder: Path) -> Self:
        """Lay the files of the last commit out in a folder. Raises LocalError without git, or outside of a clone."""
        archive = run(["git", "archive", "--format=tar", "HEAD"], repository)
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            files.extractall(folder, filter="data")
        epoch = int(run(["git", "log", "-1", "--format=%ct"], repository))
        said = (folder / "functions/coordinator/version.py").read_text(encoding="utf-8")
        return cls(folder, epoch, said.partition('VERSION = "')[2].partition('"')[0])
