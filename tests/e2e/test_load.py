"""Hundreds sign out while Cognito throttles half of all calls; `make load` does it with ten thousand."""

import secrets

import pytest

from local.system import LocalSystem
from tests.load.storm import blow, drain, gather, wake
from tests.load.throttle import Throttle
from tests.load.verdict import broken_promises

LOGOUTS = 200
PATIENCE = 100.0


@pytest.mark.e2e
@pytest.mark.more
def test_of_hundreds_whom_a_half_throttles_every_token_dies_and_nothing_is_lost_or_done_to_others(
    system: LocalSystem,
) -> None:
    seed, storm = secrets.randbelow(2**31), gather(system, LOGOUTS)
    wake(system, storm)

    with Throttle(seed, longest=4).at(system.domain):
        blow(system, storm, seed)
        drain(system, storm, PATIENCE)
    wake(system, storm)

    assert {one.outcomes["tokens"] for one in storm.logouts} == {"done", "pending"}
    assert storm.newcomers
    assert broken_promises(system, storm) == [], f"seed {seed}"
