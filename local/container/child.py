"""`sam local …` as a child process that takes its containers with it, however it ends."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from local import sam
from local.places import REPOSITORY

STOP_SECONDS = 15.0


def command(name: str, template: Path, *options: str) -> list[str]:
    """`sam local <name>` for a built template, with this project's settings. Raises LocalError without SAM."""
    settings = ("--template-file", str(template), "--config-file", str(REPOSITORY / "samconfig.toml"))
    return [sam.program(), "local", name, *settings, *options]


def without_account() -> dict[str, str]:
    """An environment in which SAM finds no AWS account: it hands credentials that it finds to the function."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    nothing = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    return sam.environment(kept | nothing | {"AWS_EC2_METADATA_DISABLED": "true"})


@contextmanager
def running(
    arguments: Sequence[str], environment: Mapping[str, str], *, piped: bool = False
) -> Iterator[subprocess.Popen[str]]:
    """The child while it runs; it is ended when the context is. `piped` gives its three streams to the caller.

    It has a session of its own, so that a Ctrl-C reaches it once, from here.
    """
    stream = subprocess.PIPE if piped else None
    child = subprocess.Popen(  # noqa: S603 - the commands are this project's own
        list(arguments),
        env=dict(environment),
        stdin=stream or subprocess.DEVNULL,
        stdout=stream,
        stderr=stream,
        text=True,
        start_new_session=True,
    )
    try:
        yield child
    finally:
        end(child)


def end(child: subprocess.Popen[str]) -> None:
    """End it as Ctrl-C would, on which SAM removes its containers; harder only if that does not help."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        if child.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, number)
            with suppress(subprocess.TimeoutExpired):
                child.wait(STOP_SECONDS)
    for opened in (child.stdin, child.stdout, child.stderr):
        if opened:
            with suppress(BrokenPipeError):
                opened.close()
