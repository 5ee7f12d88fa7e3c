"""SnapStart: what is loaded before the snapshot, what grows old in it, and what two restored from it do not share."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.functional.audit_log import Output
from tests.functional.browser import BASE, Browser
from tests.functional.cognito import DISCOVERY, GET_USER, KEYS, REVOKE, Cognito
from tests.functional.deployment import Deployment
from tests.functional.events import rest_api_event
from tests.functional.instances import Instance
from tests.functional.sessions import sign_in
from tests.functional.snapshots import Hooks
from tests.functional.tokens import Person

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
HOUR = 3_600


class Version:
    """A published version of the function: imported, with the hooks that Lambda calls."""

    def __init__(self, instance: Instance, hooks: Hooks) -> None:
        self._instance = instance
        self._hooks = hooks

    def take_snapshot(self) -> None:
        """Do what Lambda does before it stops the process."""
        for hook in self._hooks.before:
            self._instance.run(hook)

    def restore(self) -> None:
        """Do what Lambda does in a process that was restored."""
        for hook in self._hooks.after:
            self._instance.run(hook)


@pytest.fixture
def version(deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> Version:
    """The version that answers from now on."""
    hooks = Hooks()
    monkeypatch.setitem(sys.modules, hooks.__name__, hooks)
    deployment.set(AWS_LAMBDA_INITIALIZATION_TYPE="snap-start")
    deployment.instance = Instance()
    deployment.instance.start()
    return Version(deployment.instance, hooks)


def test_what_a_first_request_would_wait_for_is_in_the_snapshot(
    version: Version, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    sign_in(browser, mary)
    cognito.calls.clear()
    version.take_snapshot()
    loaded = sorted(call.name for call in cognito.calls)
    cognito.calls.clear()

    version.restore()
    browser.visit("/logout")

    assert loaded == sorted([KEYS, DISCOVERY])
    assert {call.name for call in cognito.calls} == {GET_USER, REVOKE}


def test_the_aws_sdk_is_in_the_snapshot_where_a_sign_out_needs_it(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch, browser: Browser, mary: Person
) -> None:
    hooks = Hooks()
    made: list[object] = []
    monkeypatch.setitem(sys.modules, hooks.__name__, hooks)
    deployment.set(AWS_LAMBDA_INITIALIZATION_TYPE="snap-start", REVOCATION_TABLE="revocations")
    instance = deployment.instance = Instance()
    instance.start()
    aws = instance.modules["coordinator.adapters.aws"].AwsApi
    new_client = aws._new_client

    def counted(api: object) -> object:
        made.append(api)
        return new_client(api)

    monkeypatch.setattr(aws, "_new_client", counted)

    Version(instance, hooks).take_snapshot()

    assert len(made) == 2, "the user pool's and the list's"
    sign_in(browser, mary)
    browser.visit("/logout")
    assert len(made) == 2


def test_a_pool_that_is_down_does_not_keep_a_version_from_being_published(
    version: Version, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    session = sign_in(browser, mary)
    cognito.misbehaving |= {KEYS: "500", DISCOVERY: "500"}
    version.take_snapshot()
    cognito.misbehaving.clear()

    version.restore()
    browser.visit("/logout")

    assert cognito.revoked == [session.refresh_token]


def test_a_configuration_that_is_wrong_does(version: Version, deployment: Deployment) -> None:
    deployment.patch.setenv("SIGNING_KEYS", "")

    with pytest.raises(Exception, match="SIGNING_KEYS"):
        version.take_snapshot()


def test_keys_and_documents_are_as_old_as_the_wall_clock_says(
    version: Version, deployment: Deployment, cognito: Cognito, mary: Person
) -> None:
    version.take_snapshot()
    instance = deployment.instance
    deployment.later(2 * HOUR)
    deployment.instance = instance
    version.restore()
    browser = deployment.browser()
    sign_in(browser, mary)
    cognito.calls.clear()

    browser.visit("/logout")

    assert {KEYS, DISCOVERY} < {call.name for call in cognito.calls}


def test_no_outage_makes_a_snapshots_old_keys_good(
    version: Version, deployment: Deployment, cognito: Cognito, mary: Person, output: Output
) -> None:
    version.take_snapshot()
    instance = deployment.instance
    deployment.later(2 * HOUR)
    deployment.instance = instance
    version.restore()
    cognito.misbehaving[KEYS] = "500"
    browser = deployment.browser()
    sign_in(browser, mary)

    browser.visit("/logout")

    (requested,) = output.steps("requested")
    assert requested["unmapped"]["logout"]["verified"] is False


def test_two_processes_from_one_snapshot_share_no_id_and_no_seal(deployment: Deployment) -> None:
    event = rest_api_event("GET", f"{BASE}/logout", [("sec-fetch-dest", "document")])
    command = [sys.executable, "-m", "tests.functional.snapshots"]
    environment = {**os.environ, "AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start", "PYTHONPATH": f"{ROOT / 'functions'}"}

    done = subprocess.run(  # noqa: S603 - our own interpreter and our own words
        command, cwd=ROOT, env=environment, input=json.dumps(event), capture_output=True, text=True, check=True
    )
    answers = [json.loads(line) for line in done.stdout.splitlines() if "multiValueHeaders" in line]
    events = [json.loads(line) for line in done.stdout.splitlines() if "class_uid" in line]

    assert [answer["statusCode"] for answer in answers] == [200, 200]
    for drawn in (
        [answer["multiValueHeaders"]["Set-Cookie"] for answer in answers],
        [answer["body"] for answer in answers],
        [one["metadata"]["correlation_uid"] for one in events],
    ):
        assert len(drawn) == 2
        assert drawn[0] != drawn[1]
