"""SAM's program, as every command of this project starts it: the one beside this Python, and telling AWS nothing."""

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from local.errors import LocalError


def path() -> str:
    """The search path, this Python's folder first: SAM looks there for the Python that it builds with."""
    return os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)))


def program() -> str:
    """Where SAM is. Raises LocalError without it."""
    found = shutil.which("sam", path=path())
    if found is None:
        raise LocalError("sam is missing: run `make install` and try again.")
    return found


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    """These variables, as SAM needs them."""
    return {**variables, "PATH": path(), "SAM_CLI_TELEMETRY": "0"}
