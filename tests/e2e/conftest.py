"""A whole local system for these tests, on ports of its own, so that a `make run` beside them is not disturbed."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from local.audit import AuditTrail
from local.places import REPOSITORY, Places
from local.system import LocalSystem


def pytest_configure(config: pytest.Config) -> None:
    """Name the mark of the tests in this folder."""
    config.addinivalue_line("markers", "e2e: starts a local AWS, a Cognito domain and an OpenID provider")


class Silent:
    """Shows nothing: pytest has its own progress."""

    @contextmanager
    def step(self, text: str) -> Iterator[None]:
        """Nothing."""
        yield


@pytest.fixture(scope="session")
def domain_system() -> Iterator[LocalSystem]:
    """Everything but the product: enough to see how the Cognito domain and the provider behave."""
    with LocalSystem(Places.with_free_ports(REPOSITORY / ".local/e2e-domain"), Silent(), deployed=False) as system:
        yield system


@pytest.fixture(scope="session")
def system() -> Iterator[LocalSystem]:
    """Everything, the template deployed."""
    with LocalSystem(Places.with_free_ports(REPOSITORY / ".local/e2e"), Silent()) as system:
        yield system


@pytest.fixture(scope="session")
def audit(system: LocalSystem) -> AuditTrail:
    """The audit events of the deployed function."""
    return AuditTrail(system.clients)
