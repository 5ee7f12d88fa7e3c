"""Fixtures of the adapter tests: a loopback server that can misbehave, and nothing beyond loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from coordinator.adapters.audit import Audit

from tests.adapters.clock import Clock
from tests.adapters.loopback import Loopback
from tests.adapters.output import Written

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let no adapter test reach beyond loopback."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))


@pytest.fixture
def server() -> Iterator[Loopback]:
    """A server that was asked nothing yet."""
    served = Loopback()
    yield served
    served.close()


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str]) -> Written:
    """This test's output."""
    return Written(capsys)


@pytest.fixture
def audit() -> Audit:
    """The audit of this product."""
    return Audit("1.2.3", Clock())
