"""A command that nobody reads to its end says nothing of it."""

import subprocess
import sys

PRINTS = """
import sys
from local.endings import in_good_order
sys.exit(in_good_order(lambda: print("x\\n" * 100_000) or 0))
"""


def test_who_reads_the_first_line_alone_gets_no_traceback() -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", PRINTS], stdout=pipe, stderr=pipe) as command:  # noqa: S603
        assert command.stdout and command.stderr
        command.stdout.readline()
        command.stdout.close()
        complaint = command.stderr.read()

    assert (command.returncode, complaint) == (1, b"")
