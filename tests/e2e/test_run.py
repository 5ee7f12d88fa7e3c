"""`make run` fails in one sentence, and leaves nothing running when it is interrupted."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.errors import LocalError
from local.places import REPOSITORY, Places
from tests.e2e.left_running import alive_with

pytestmark = pytest.mark.e2e
NAME = f"e2e-run-{os.getpid()}"
COMMAND = [sys.executable, "-m", "local.run"]


@pytest.fixture
def run() -> Iterator[subprocess.Popen[str]]:
    """A run that has begun to start its servers, in a folder of its own."""
    folder = REPOSITORY / ".local" / NAME
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
    shutil.rmtree(folder, ignore_errors=True)


def test_a_busy_port_is_one_clear_sentence() -> None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        places = Places(REPOSITORY / ".local" / NAME, cognito_port=port)
        with pytest.raises(LocalError, match=rf"^Port {port}, which the local Cognito domain needs, is in use: .*\.$"):
            places.require_free_ports()


def test_a_folder_serves_one_run_at_a_time(tmp_path: Path) -> None:
    refused = pytest.raises(LocalError, match=r"^Another run uses .*: wait until it has ended\.$")
    with Places(tmp_path).exclusively(), refused, Places(tmp_path).exclusively():
        pytest.fail("two runs share a folder")


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc to see other processes")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_nothing_running(run: subprocess.Popen[str], number: signal.Signals) -> None:
    wait_for_line(run, "Create the user pool")
    assert len(alive_with(NAME)) > 1
    run.send_signal(number)
    rest, _ = run.communicate(timeout=15)
    assert run.returncode == 130
    assert "Traceback" not in rest
    assert alive_with(NAME) == []


def wait_for_line(child: subprocess.Popen[str], text: str, seconds: float = 30.0) -> None:
    """Read what the run prints until a line holds `text`."""
    assert child.stdout is not None
    deadline = time.monotonic() + seconds
    for line in child.stdout:
        if text in line:
            return
        assert time.monotonic() < deadline
    pytest.fail(f"the run ended before it said {text!r}")
