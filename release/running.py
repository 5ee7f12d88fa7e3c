"""Runs one step of a release, so that nothing of this machine, of today or of chance gets into what it makes."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from local.errors import LocalError
from local.sam import path

KEPT = ("HOME", "PATH", "TMPDIR")
# How this machine reaches its package index is its own affair, and is told by variables with these names.
INDEX = ("PIP_", "SSL_", "HTTP_", "HTTPS_", "NO_PROXY", "REQUESTS_")


def run(command: Sequence[str], folder: Path, *, epoch: int = 0) -> bytes:
    """Return what a command prints. Raises LocalError with the end of what it complained about.

    `epoch` is the time in seconds that archives made by the command shall name.
    """
    kept = {name: value for name, value in os.environ.items() if name in KEPT or name.upper().startswith(INDEX)}
    environment = kept | {
        "PATH": path(),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": str(epoch),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }
    try:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)  # noqa: S603 - ours
    except FileNotFoundError as error:
        raise LocalError(f"{command[0]} is missing: install it and try again.") from error
    if done.returncode:
        raise LocalError(f"{' '.join(command[:3])} failed:\n{done.stderr.decode(errors='replace')[-2_000:]}")
    return done.stdout
