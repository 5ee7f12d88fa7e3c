"""Commands of ours in processes of their own, as a person types them, with the local AWS as the only one."""

import subprocess
import sys

from local.aws import account, bare_environment
from local.places import REPOSITORY
from local.system import LocalSystem

SECONDS = 60.0


def begun(system: LocalSystem, *arguments: str, **variables: str) -> subprocess.Popen[str]:
    """Start `python -m` with these arguments; what it prints and complains of is to be read."""
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", *arguments],
        cwd=REPOSITORY,
        env=bare_environment() | account(system.places) | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ran(system: LocalSystem, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run it to its end."""
    with begun(system, *arguments, **variables) as child:
        try:
            printed, complaint = child.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            raise
    return subprocess.CompletedProcess(child.args, child.returncode, printed, complaint)
