"""Runs `make invoke` and `make start-api` as their own processes, without make, which might install something."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local.places import REPOSITORY


def command(module: str, folder: Path, image: str | None, *arguments: str) -> list[str]:
    """The command line of a module, in a folder of its own."""
    options = ["--folder", str(folder), *(("--image", image) if image else ())]
    return [sys.executable, "-m", module, *options, *arguments]


def run(arguments: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    """Run to the end; both outputs are kept."""
    return subprocess.run(  # noqa: S603 - our own command
        arguments,
        cwd=REPOSITORY,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@contextmanager
def started(arguments: list[str]) -> Iterator[subprocess.Popen[str]]:
    """A command under way, its outputs as one stream; it is ended politely if it still runs."""
    child = subprocess.Popen(  # noqa: S603 - our own command
        arguments,
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield child
    finally:
        if child.poll() is None:
            child.send_signal(signal.SIGINT)
        child.communicate(timeout=60)


def wait_for_line(child: subprocess.Popen[str], text: str, seconds: float = 90.0) -> None:
    """Read what it prints until a line holds `text`; raise AssertionError when none does."""
    deadline = time.monotonic() + seconds
    seen = []
    for line in child.stdout or ():
        seen.append(line)
        if text in line:
            return
        assert time.monotonic() < deadline
    raise AssertionError(f"it ended before it said {text!r}:\n{''.join(seen)}")
