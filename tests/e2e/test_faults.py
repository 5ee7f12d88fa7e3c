"""Each dependency failed in each way: people are signed out in time, nothing is falsely done, and all is done later."""

import pytest

from local.system import LocalSystem
from tests.faults.cell import Cell
from tests.faults.dependencies import Dependency
from tests.faults.ground import CELLS, run

pytestmark = [pytest.mark.e2e, pytest.mark.more]


@pytest.fixture(scope="module")
def cells(system: LocalSystem) -> dict[tuple[str, str], Cell]:
    """All of them, run one after the other; what was pending has had its time by then."""
    return {(one.dependency.name, one.way): one for one in run(system)}


@pytest.mark.parametrize(("dependency", "way"), CELLS, ids=[f"{one.name}: {way}" for one, way in CELLS])
def test_a_dependency_that_fails_keeps_nobody_signed_in_and_what_failed_is_not_called_done(
    dependency: Dependency, way: str, cells: dict[tuple[str, str], Cell]
) -> None:
    assert cells[dependency.name, way].broken_promises() == []


def test_what_was_pending_is_done_whichever_dependency_failed(cells: dict[tuple[str, str], Cell]) -> None:
    pending = {name for (name, _), cell in cells.items() if "pending" in cell.legs.values()}
    healed = {name for (name, _), cell in cells.items() if {"pending", "done"} <= _said(cell) and not cell.waiting}

    assert {"Cognito, RevokeToken", "Cognito, GlobalSignOut", "keys, and Cognito", "discovery, and Cognito"} <= pending
    assert pending <= healed


def _said(cell: Cell) -> set[str]:
    """All that the audit says of what was promised."""
    return {outcome for leg in cell.dependency.promise for outcome in cell.audited(leg)}
