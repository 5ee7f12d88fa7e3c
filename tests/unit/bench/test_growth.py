"""What the largest requests and configurations cost, in CPU time, which a busy machine changes little."""

import time
from collections.abc import Callable

import pytest

from bench.growth import stage
from tests.unit.deployments import Answer, Deployed

REFUSED = 0.005
"""CPU seconds that refusing what is too large may take."""
LARGEST_HEADERS = 10_240
"""Bytes of request line and headers that API Gateway passes."""


def least(work: Callable[[], object], runs: int = 5) -> float:
    """Return the least CPU seconds of `work` in some runs: the one that nothing got into the way of."""
    spent = []
    for _ in range(runs):
        begun = time.process_time()
        work()
        spent.append(time.process_time() - begun)
    return min(spent)


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        ({"cookie": "; ".join(f"c{number}=v" for number in range(10_000))}, {}),
        ({}, {"id_token_hint": f"a.{'b' * 16_384}.c"}),
        ({}, {"state": "x" * 1_000_000}),
    ],
    ids=["10,000 cookies", "a hint of more than 16 KB", "a state of a megabyte"],
)
def test_what_is_too_large_is_refused_in_a_moment(
    deployed: Deployed, headers: dict[str, str], query: dict[str, str]
) -> None:
    def ask() -> Answer:
        return deployed.get("/logout", headers, **query)

    assert ask().status in (400, 413)
    assert least(ask) < REFUSED


def test_a_hint_of_16_kb_is_judged_in_a_moment(deployed: Deployed) -> None:
    hint = f"a.{'b' * 16_380}.c"

    assert least(lambda: deployed.get("/logout", {}, id_token_hint=hint)) < REFUSED


def test_a_thousand_apps_and_the_largest_request_stay_far_below_what_a_person_notices(deployed: Deployed) -> None:
    deployed.configure(CONFIG=stage(1_000, 1), CONFIG_FILE=None)
    headers = {"cookie": "; ".join(f"c{number}=v" for number in range(1_000))[: LARGEST_HEADERS - 500]}

    assert deployed.get("/logout", headers).status == 200
    assert least(lambda: deployed.get("/logout", headers)) < 0.05


def test_a_request_that_names_its_app_costs_about_the_same_however_many_there_are(deployed: Deployed) -> None:
    def cost(apps: int, providers: int) -> float:
        deployed.configure(CONFIG=stage(apps, providers), CONFIG_FILE=None)
        return least(lambda: deployed.get("/logout", {}, client_id=f"client{apps - 1}"), runs=20)

    assert cost(1_000, 100) < 4 * cost(1, 1)
