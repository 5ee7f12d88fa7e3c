"""Programs that only releases and checks of .github need, in a virtual environment beside the one of all else."""

import hashlib
import sys
import venv
from pathlib import Path

from local.places import REPOSITORY
from release.running import run

REQUIREMENTS = REPOSITORY / "requirements" / "publishing.txt"


def program(name: str) -> Path:
    """Return the path of a program, installed if need be. Raises LocalError when it cannot be."""
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    folder = REPOSITORY / ".local" / "publishing"
    stamp = folder / "installed"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        venv.create(folder, clear=True)
        target = ["--python", str(folder / "bin" / "python"), "install", "--quiet", "--require-hashes"]
        run([sys.executable, "-m", "pip", *target, "-r", str(REQUIREMENTS)], REPOSITORY)
        stamp.write_text(wanted, encoding="utf-8")
    return folder / "bin" / name
