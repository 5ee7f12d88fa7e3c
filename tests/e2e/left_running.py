"""What a command that has ended left running, for tests that say nothing may be."""

import os
from pathlib import Path


def alive_with(word: str) -> list[int]:
    """Processes whose command or environment speaks of `word`."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            text = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
        except OSError:
            continue
        if word.encode() in text and int(folder.name) != os.getpid():
            found.append(int(folder.name))
    return found
