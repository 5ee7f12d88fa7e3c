"""What all unit tests share: no socket can be opened, and Hypothesis counts on a busy machine."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from pytest_socket import disable_socket, enable_socket

from tests.unit.deployments import Deployed

# A shared machine stalls now and then: an example is judged by its values, never by its time.
settings.register_profile("unit", deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unit")
# A mutant that survives today must survive tomorrow: the same examples in every run, and no time to make them small.
settings.register_profile(
    "mutation",
    settings.get_profile("unit"),
    derandomize=True,
    max_examples=40,
    phases=[Phase.explicit, Phase.generate],
)


@pytest.fixture(autouse=True)
def no_sockets() -> Iterator[None]:
    """Let no unit test reach the network, not even loopback."""
    disable_socket()
    yield
    enable_socket()


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch) -> Deployed:
    """A LogoutFunction for the shop, with fakes around it."""
    function = Deployed(monkeypatch)
    function.configure()
    return function
