"""Real logout tokens of panva's oidc-provider: who signs out there is signed out here, and nobody else is."""

import json
from collections.abc import Iterator

import pytest

from local import journeys
from local.audit import parsed_line
from local.deployment import functions_log
from local.person import Person
from local.remembering import Shape, attach
from local.system import LocalSystem
from tests.e2e.leaving import answered
from tests.e2e.protected_api import REFUSED, Call, protected_api
from tests.e2e.test_retry import wait_until

pytestmark = [pytest.mark.e2e, pytest.mark.more]
YES = {"logout": "yes"}
NO: dict[str, str] = {}
NAME = "NodeOidc"


@pytest.fixture(scope="module")
def call(signals_system: LocalSystem) -> Iterator[Call]:
    """Calls an API of one's own with an access token."""
    with protected_api(signals_system) as orders:
        yield orders


@pytest.fixture(params=list(Shape), ids=lambda shape: shape.name)
def system(request: pytest.FixtureRequest, signals_system: LocalSystem) -> LocalSystem:
    """The system, whose trigger is told of sign-ins in one shape or the other."""
    attach(signals_system.clients, signals_system.pool, signals_system.domain, request.param)
    return signals_system


def signed_in(system: LocalSystem) -> Person:
    """A browser of barbara's, whose sign-in shares no second with the next one's."""
    person = Person(system, "studio")
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
    """What became of the one logout token since there were so many: the provider does not wait for a cold function."""
    wait_until(lambda: len(signals(system)) > known, 15)
    found = signals(system)
    assert len(found) == known + 1
    return found[-1]


def heard(system: LocalSystem) -> list[str]:
    """What the provider says of its logout tokens."""
    log = system.places.logs("node-oidc-provider").read_text(encoding="utf-8")
    return [line for line in log.splitlines() if line.startswith("logout token")]


def test_who_signs_out_at_the_provider_in_one_browser_is_signed_out_of_that_one(
    system: LocalSystem, call: Call
) -> None:
    first, second = signed_in(system), signed_in(system)
    one, other = first.tokens().access, second.tokens().access
    assert [call(token).status_code for token in (one, other)] == [200, 200]

    known = len(signals(system))
    page = first.browser.open(system.others[NAME].endpoint("end_session_endpoint"))
    answered(system, first, page, YES)

    assert told_after(system, known) == ("done", None)
    assert [call(token).status_code for token in (one, other)] == [REFUSED, 200]
    again = signed_in(system)
    assert [call(token).status_code for token in (one, other, again.tokens().access)] == [REFUSED, 200, 200]


def test_our_own_hop_ends_exactly_one_session(system: LocalSystem, call: Call) -> None:
    first, second = signed_in(system), signed_in(system)
    one, other = first.tokens().access, second.tokens().access

    known = len(signals(system))
    answered(system, first, first.click_sign_out()[-1], YES)

    assert told_after(system, known) == ("not_attempted", "own_hop")
    assert [call(token).status_code for token in (one, other)] == [REFUSED, 200]
    assert heard(system)[-1] == "logout token heard"


def test_no_token_is_in_any_line(signals_system: LocalSystem) -> None:
    written = json.dumps(functions_log(signals_system.clients, "SignalsFunction"))

    assert "eyJ" not in written
