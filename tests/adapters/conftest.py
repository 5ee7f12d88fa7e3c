"""Fixtures of the adapter tests: a loopback server that can misbehave, and nothing beyond loopback."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from coordinator.adapters import transport
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


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let our own transport reach moto at AWS's addresses, in a test where moto plays AWS."""
    exchange = transport._exchange

    def exchanged(method: str, url: str, body: bytes | str | None, headers: Mapping[str, str]) -> transport.Answer:
        moto = sys.modules.get("moto.core.models")
        if moto is None or not moto.botocore_stubber.enabled or ".amazonaws.com" not in url:
            return exchange(method, url, body, headers)
        from botocore.awsrequest import AWSRequest

        request = AWSRequest(method, url, dict(headers), body).prepare()
        answered = moto.botocore_stubber("before-send", request)
        return transport.Answer(answered.status_code, "", answered.raw.read(), dict(answered.headers))

    monkeypatch.setattr(transport, "_exchange", exchanged)
