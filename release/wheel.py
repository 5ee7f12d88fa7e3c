"""The guard for services of one's own, as a wheel."""

import sys
from pathlib import Path

from release.running import run
from release.source import Source


def built(source: Source, into: Path) -> Path:
    """Build the wheel with the setuptools that is installed here. Raises LocalError when that fails."""
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(into)]
    run([sys.executable, "-m", "pip", "wheel", *options, str(source.folder)], into, epoch=source.epoch)
    (file,) = into.glob("*.whl")
    return file
