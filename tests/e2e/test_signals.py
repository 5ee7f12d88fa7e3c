"""Real logout tokens of panva's oidc-provider: who signs out there is signed out here, and nobody else is."""

import json
from collections.abc import Iterator

import pytest

from local.deployment import functions_log, resource
from local.remembering import Shape, attach
from local.system import LocalSystem
from tests.e2e.leaving import answered
from tests.e2e.protected_api import REFUSED, Call, protected_api
from tests.e2e.telling import signals, signed_in, told_after

pytestmark = [pytest.mark.e2e, pytest.mark.more]
YES = {"logout": "yes"}
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


@pytest.fixture
def of_user(signals_system: LocalSystem) -> Iterator[LocalSystem]:
    """The system, whose provider means the user whatever it names."""
    functions, name = signals_system.clients.of("lambda"), resource(signals_system.clients, "SignalsFunction")
    variables = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    stage = variables["CONFIG"].replace(f"[providers.{NAME}]", f'[providers.{NAME}]\nbackchannel = "user"')
    functions.update_function_configuration(FunctionName=name, Environment={"Variables": variables | {"CONFIG": stage}})
    yield signals_system
    functions.update_function_configuration(FunctionName=name, Environment={"Variables": variables})


def heard(system: LocalSystem) -> list[str]:
    """What the provider says of its logout tokens."""
    log = system.places.logs("node-oidc-provider").read_text(encoding="utf-8")
    return [line for line in log.splitlines() if line.startswith("logout token")]


def test_who_signs_out_at_the_provider_in_one_browser_is_signed_out_of_that_one(
    system: LocalSystem, call: Call
) -> None:
    first, second = signed_in(system, "studio"), signed_in(system, "studio")
    one, other = first.tokens().access, second.tokens().access
    assert [call(token).status_code for token in (one, other)] == [200, 200]

    known = len(signals(system))
    page = first.browser.open(system.others[NAME].endpoint("end_session_endpoint"))
    answered(system, first, page, YES)

    assert told_after(system, known) == ("done", None)
    assert [call(token).status_code for token in (one, other)] == [REFUSED, 200]
    again = signed_in(system, "studio")
    assert [call(token).status_code for token in (one, other, again.tokens().access)] == [REFUSED, 200, 200]


def test_our_own_hop_ends_exactly_one_session(system: LocalSystem, call: Call) -> None:
    first, second = signed_in(system, "studio"), signed_in(system, "studio")
    one, other = first.tokens().access, second.tokens().access

    known = len(signals(system))
    answered(system, first, first.click_sign_out()[-1], YES)

    assert told_after(system, known) == ("not_attempted", "own_hop")
    assert [call(token).status_code for token in (one, other)] == [REFUSED, 200]
    assert heard(system)[-1] == "logout token heard"


def test_taken_for_the_user_our_own_hop_still_ends_one_session_and_a_sign_out_there_all(
    of_user: LocalSystem, call: Call
) -> None:
    first, second = signed_in(of_user, "studio"), signed_in(of_user, "studio")
    one, other = first.tokens().access, second.tokens().access
    known = len(signals(of_user))

    answered(of_user, first, first.click_sign_out()[-1], YES)
    assert told_after(of_user, known) == ("not_attempted", "own_hop")
    assert [call(token).status_code for token in (one, other)] == [REFUSED, 200]

    answered(of_user, second, second.browser.open(of_user.others[NAME].endpoint("end_session_endpoint")), YES)
    assert told_after(of_user, known + 1)[0] == "done"
    assert call(other).status_code == REFUSED


def test_no_token_is_in_any_line(signals_system: LocalSystem) -> None:
    written = json.dumps(functions_log(signals_system.clients, "SignalsFunction"))

    assert "eyJ" not in written
