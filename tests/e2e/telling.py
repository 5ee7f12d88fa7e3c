"""What providers told a local system of sign-outs, and what became of it."""

from local import journeys
from local.audit import parsed_line
from local.deployment import functions_log
from local.person import Person
from local.system import LocalSystem
from tests.e2e.later import wait_until


def signed_in(system: LocalSystem, app: str) -> Person:
    """A browser of the one person whom the app's provider knows; its sign-in shares no second with the next one's."""
    person = Person(system, app)
    person.sign_in()
    for _ in range(2):
        journeys.wait_for_next_second()
    return person


def signals(system: LocalSystem) -> list[tuple[str, str | None]]:
    """Outcome and reason of every logout token that was believed so far."""
    events = [parsed_line(line) for line in functions_log(system.clients, "SignalsFunction")]
    told = [one for one in events if one.get("unmapped", {}).get("logout", {}).get("step") == "signal"]
    return [(one["unmapped"]["logout"]["outcome"], one.get("status_detail")) for one in told]


def told_after(system: LocalSystem, known: int) -> tuple[str, str | None]:
    """What became of the one logout token since there were so many: no provider waits for a cold function."""
    wait_until(lambda: len(signals(system)) > known, 15)
    found = signals(system)
    assert len(found) == known + 1
    return found[-1]
