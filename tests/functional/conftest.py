"""Fixtures of the functional tests: a deployment on loopback, a browser, people, and a search of every output."""

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import botocore.session
import pytest

from tests.functional.audit_log import Output
from tests.functional.browser import Browser
from tests.functional.cognito import Cognito, CognitoServer
from tests.functional.deployment import Deployment
from tests.functional.secrecy import Secrets
from tests.functional.stages import USUAL
from tests.functional.tokens import Person
from tests.left_out import leave_out

HERE = Path(__file__).parent
SESSION = cache(botocore.session.Session)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let no functional test reach beyond loopback; leave FastAPI's out where it is not installed."""
    lacking = [item for item in items if HERE in item.path.parents and "fastapi" in item.name]
    if lacking and find_spec("fastapi") is None:
        leave_out(config, items, lacking, "tests of a service in FastAPI left out: it is not installed")
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))


@pytest.fixture(autouse=True)
def one_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let botocore read its models once: every instance of a test makes a client of its own, which costs 0.1 s else."""
    monkeypatch.setattr(botocore.session, "Session", SESSION)


@pytest.fixture(scope="session")
def cognito_server() -> Iterator[CognitoServer]:
    """One server for the whole run."""
    server = CognitoServer()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def cognito(cognito_server: CognitoServer) -> Cognito:
    """A double that was asked nothing yet."""
    return cognito_server.fresh()


@pytest.fixture
def remembered() -> Secrets:
    """The secrets of this test."""
    return Secrets()


@pytest.fixture
def output(capfd: pytest.CaptureFixture[str]) -> Output:
    """What this test's invocations write."""
    return Output(capfd)


@pytest.fixture(autouse=True)
def no_secret_in_any_output(output: Output, remembered: Secrets, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Search everything that every test wrote for every token, cookie, ticket and key that it met."""
    yield
    written = output.read() + caplog.text
    assert not remembered.found_in(written), "a secret was written"
    assert "Traceback (most recent call last)" not in written, written


@pytest.fixture
def deployment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cognito: Cognito, remembered: Secrets, output: Output
) -> Deployment:
    """The app `shop` and the provider `Corp`; a test may configure it anew."""
    deployed = Deployment(monkeypatch, tmp_path, cognito, remembered)
    deployed.configure(USUAL)
    return deployed


@pytest.fixture
def queue(deployment: Deployment, cognito: Cognito) -> str:
    """The URL of the retry queue, which is switched on."""
    url = f"{cognito.base}/123456789012/retry"
    deployment.set(RETRY_QUEUE_URL=url)
    return url


@pytest.fixture
def table(deployment: Deployment) -> str:
    """The revocation list, which is switched on."""
    deployment.set(REVOCATION_TABLE="revocations")
    return "revocations"


@pytest.fixture
def browser(deployment: Deployment) -> Browser:
    """A browser without any cookie."""
    return deployment.browser()


@pytest.fixture
def mary(remembered: Secrets) -> Person:
    """A person who came in through the provider `Corp`."""
    return Person(remembered)


@pytest.fixture
def nate(remembered: Secrets) -> Person:
    """A native user of the pool: no `identities` in the tokens."""
    return Person(remembered, identities=())


@pytest.fixture
def eve(remembered: Secrets) -> Person:
    """Somebody else."""
    return Person(remembered)
