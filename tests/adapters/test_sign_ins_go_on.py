"""Nobody is kept from signing in: a thousand people while the table is down, some while it hangs, or without code."""

import json
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from coordinator.settings import config
from remember import handler, keeping

from tests.adapters.loopback import Loopback, stall, unused_address
from tests.architecture.sources import FUNCTIONS, ROOT

EVENTS = sorted((ROOT / "events" / "remember").glob("*.json"))
POOL = "us-east-1_AbCdEfGhI"
PEOPLE = 1_000
STAGE = '[apps.shop]\nclient_id = "1example23456789"\nreturn_to = ["https://shop.example.com/"]\n'


@pytest.fixture(autouse=True)
def deployed(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The environment of the function, with a table at an address where nobody answers."""
    for name in config.NAMES:
        monkeypatch.delenv(name, raising=False)
    usual = {
        "USER_POOL_ID": POOL,
        "CONFIG": STAGE,
        "SIGNING_KEYS": secrets.token_urlsafe(32),
        "REMEMBER_TABLE": "sign-ins",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": unused_address(),
        **dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"), "testing"),
    }
    for name, value in usual.items():
        monkeypatch.setenv(name, value)
    keeping._built.cache_clear()
    yield monkeypatch
    keeping._built.cache_clear()


def event(number: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(EVENTS[number % len(EVENTS)].read_text(encoding="utf-8"))
    return found | {"userName": f"{found['request']['providerName']}_{number}"}


def goes_on(number: int = 0) -> bool:
    """Whether a sign-in goes on, with all attributes as the provider gave them."""
    asked = event(number)
    return bool(handler.lambda_handler(asked, None) == {**asked, "response": {"userAttributesToMap": {}}})


def test_a_thousand_people_come_in_while_the_table_is_down(capsys: pytest.CaptureFixture[str]) -> None:
    assert sum(goes_on(number) for number in range(PEOPLE)) == PEOPLE

    counted = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert sum(line.get("sign_in_not_kept", 0) for line in counted) == PEOPLE
    assert {line["message"] for line in counted if "message" in line} == {"a sign-in was not kept: unreachable"}


def test_while_the_table_hangs_each_waits_no_longer_than_its_call(
    deployed: pytest.MonkeyPatch, server: Loopback
) -> None:
    deployed.setenv("AWS_ENDPOINT_URL", server.base)
    server.behaviour = stall
    goes_on()  # which imports the SDK, as Lambda does before the first event
    waited = []
    for number in range(6):
        began = time.monotonic()
        assert goes_on(number)
        waited.append(time.monotonic() - began)

    assert max(waited) < keeping.SECONDS + 0.2


@pytest.mark.parametrize(
    "missing", ["coordinator", "coordinator/web", "coordinator/settings/config.py", "remember/keeping.py"]
)
def test_without_a_part_of_our_code_the_event_is_handed_back(missing: str, tmp_path: Path) -> None:
    shutil.copytree(FUNCTIONS, tmp_path / "code", ignore=shutil.ignore_patterns("__pycache__"))
    part = tmp_path / "code" / missing
    shutil.rmtree(part) if part.is_dir() else part.unlink()
    said = (
        "import json, os, sys; os.environ['AWS_LAMBDA_INITIALIZATION_TYPE'] = 'on-demand'; "
        "from remember.handler import lambda_handler; event = json.load(sys.stdin); "
        "print(json.dumps(lambda_handler(event, None) == event))"
    )
    ran = subprocess.run(  # noqa: S603 - our own interpreter and our own words
        [sys.executable, "-c", said],
        input=json.dumps(event()),
        env={"PYTHONPATH": str(tmp_path / "code")},
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    lines = ran.stdout.splitlines()

    assert lines[-1] == "true"
    assert json.loads(lines[0])["sign_in_not_kept"] == 1
    assert ran.stderr == ""
