"""`make release`: what a release consists of, made from the last commit alone: the same commit gives the same bytes.

Exit status: 0 when it is made, 2 with a sentence when it cannot be.
"""

import argparse
import hashlib
import os
import sys
import tempfile
from pathlib import Path

from local.errors import LocalError
from local.places import REPOSITORY
from release import bill, bundle, wheel
from release.source import Source


def made(repository: Path, into: Path) -> list[Path]:
    """Make all files of a release in a folder, in place of an earlier one's. Raises LocalError when a step fails."""
    os.umask(0o022)  # modes of files are part of their archives
    clear(into)
    with tempfile.TemporaryDirectory() as folder:
        source = Source.of_last_commit(repository, Path(folder) / "source")
        bundles = [bundle.built(source, processor, Path(folder) / processor) for processor in bundle.PROCESSORS]
        files = [one.archived(into) for one in bundles]
        files.append(wheel.built(source, into))
        files.append(bill.written(bundles[0], into))
    sums = into / "SHA256SUMS"
    lines = sorted(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)
    sums.write_text("".join(lines), encoding="utf-8")
    return [*files, sums]


def clear(into: Path) -> None:
    """Remove the files of an earlier release from a folder, and nothing else, or make the folder."""
    into.mkdir(parents=True, exist_ok=True)
    for pattern in ("logout-coordinator-*", "logout_guard-*.whl", "SHA256SUMS"):
        for file in into.glob(pattern):
            file.unlink()


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="release", description="Make what a release consists of.")
    parser.add_argument("--into", type=Path, default=REPOSITORY / "dist", help="the folder for it (dist)")
    try:
        files = made(REPOSITORY, parser.parse_args().into.resolve())
    except LocalError as error:
        print(error, file=sys.stderr)
        return 2
    print(*files, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
