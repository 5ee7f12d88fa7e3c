"""`make run` fails in one sentence, and leaves nothing running when it is interrupted."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.places import REPOSITORY, Places

pytestmark = pytest.mark.e2e
COMMAND = [sys.executable, "-m", "local.run"]


@pytest.fixture
def run() -> Iterator[subprocess.Popen[str]]:
    """A run that has begun to start its servers, in a folder of its own."""
    folder = REPOSITORY / ".local" / "e2e-run"
    child = subprocess.Popen(  # noqa: S603 - our own command
        [*COMMAND, "--free-ports", "--folder", str(folder)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    yield child
    if child.poll() is None:
        child.kill()
    child.communicate()


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


def test_a_busy_port_is_one_clear_sentence() -> None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        places = Places(REPOSITORY / ".local" / "e2e-run", cognito_port=port)
        with pytest.raises(Exception, match=rf"^Port {port}, which the local Cognito domain needs, is in use: .*\.$"):
            places.require_free_ports()


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc to see other processes")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_nothing_running(run: subprocess.Popen[str], number: signal.Signals) -> None:
    wait_for_line(run, "Create the user pool")
    assert len(alive_with("e2e-run")) > 1
    run.send_signal(number)
    rest, _ = run.communicate(timeout=15)
    assert run.returncode == 130
    assert "Traceback" not in rest
    assert alive_with("e2e-run") == []


def wait_for_line(child: subprocess.Popen[str], text: str, seconds: float = 30.0) -> None:
    """Read what the run prints until a line holds `text`."""
    assert child.stdout is not None
    deadline = time.monotonic() + seconds
    for line in child.stdout:
        if text in line:
            return
        assert time.monotonic() < deadline
    pytest.fail(f"the run ended before it said {text!r}")
