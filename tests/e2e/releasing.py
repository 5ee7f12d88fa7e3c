"""A release, as `make release` makes it, for tests of what is in it and of what is done with it."""

import subprocess
import sys
from pathlib import Path


def release(clone: Path, into: Path) -> Path:
    """What `make release` makes out of a clone."""
    command = [sys.executable, "-m", "release", "--into", str(into)]
    done = subprocess.run(command, cwd=clone, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert (done.returncode, done.stderr) == (0, "")
    return into
