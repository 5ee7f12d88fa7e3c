"""What becomes of a sign-out after its answer, for tests that wait for it."""

import time
from collections.abc import Callable

from local.audit import parsed_line
from local.deployment import functions_log
from local.system import LocalSystem


def wait_until(holds: Callable[[], bool], seconds: float) -> None:
    """Ask twice a second."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s"
        time.sleep(0.5)


def outcomes(system: LocalSystem, function: str, leg: str = "tokens") -> dict[str, list[str]]:
    """The audited outcomes of a leg in a function's log, by logout."""
    found: dict[str, list[str]] = {}
    for line in functions_log(system.clients, function):
        ours = parsed_line(line).get("unmapped", {}).get("logout", {})
        if ours.get("step") == "effect" and ours.get("leg") == leg:
            found.setdefault(ours["logout_id"], []).append(ours["outcome"])
    return found
