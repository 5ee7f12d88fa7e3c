"""`make backfill` on the embedded AWS: who was linked before anything was remembered is known by the table after."""

import json
import signal
import subprocess
import time
from collections.abc import Iterator
from typing import Any

import pytest
from coordinator.core.sign_ins import of_link

from local import deployment
from local.system import LocalSystem
from tests.architecture.template import RESOURCES
from tests.e2e.commands import begun

pytestmark = pytest.mark.e2e
TABLE = f"{deployment.STACK}-sign-ins"
USERS, LINKED = 400, 20


class Pool:
    """A pool with users of its own, some of them linked to a provider's, and a stack with the table."""

    def __init__(self, system: LocalSystem) -> None:
        self._system = system
        self.cognito: Any = system.clients.cognito
        self.dynamodb: Any = system.clients.of("dynamodb")
        self.pool_id = self.cognito.create_user_pool(PoolName="people")["UserPool"]["Id"]
        self.cognito.create_identity_provider(
            UserPoolId=self.pool_id,
            ProviderName="Corp",
            ProviderType="OIDC",
            ProviderDetails={"client_id": "-", "authorize_scopes": "openid", "oidc_issuer": "https://corp.example.com"},
        )
        for number in range(USERS):
            self.cognito.admin_create_user(UserPoolId=self.pool_id, Username=f"user-{number}")
        for number in range(LINKED):
            self._link(f"user-{number * 20}", f"{number}-at-corp")
        system.clients.of("cloudformation").create_stack(StackName=deployment.STACK, TemplateBody=self._template())

    def _link(self, username: str, subject: str) -> None:
        there = {"ProviderName": "Corp", "ProviderAttributeName": "Cognito_Subject", "ProviderAttributeValue": subject}
        user = {"ProviderName": "Cognito", "ProviderAttributeValue": username}
        self.cognito.admin_link_provider_for_user(UserPoolId=self.pool_id, DestinationUser=user, SourceUser=there)

    def _template(self) -> str:
        table = RESOURCES["SignInsTable"]["Properties"] | {"TableName": TABLE}
        given = {"UserPoolId": self.pool_id, "Stage": "local"}
        return json.dumps(
            {
                "Parameters": {name: {"Type": "String", "Default": value} for name, value in given.items()},
                "Resources": {"SignInsTable": {"Type": "AWS::DynamoDB::Table", "Properties": table}},
                "Outputs": {"SignInsTableName": {"Value": {"Ref": "SignInsTable"}}},
            }
        )

    def backfill(self, *arguments: str) -> subprocess.Popen[str]:
        """Start the command as a person would."""
        return begun(self._system, "local.backfill", "--stage", "local", *arguments)

    def links(self) -> dict[str, str]:
        """Who is who, by the table."""
        items = self.dynamodb.scan(TableName=TABLE)["Items"]
        return {item["id"]["S"]: item["username"]["S"] for item in items}


@pytest.fixture
def pool(domain_system: LocalSystem) -> Iterator[Pool]:
    """Made for one test."""
    made = Pool(domain_system)
    yield made
    domain_system.clients.of("cloudformation").delete_stack(StackName=deployment.STACK)
    made.cognito.delete_user_pool(UserPoolId=made.pool_id)


def test_a_run_that_was_ended_begins_anew_and_all_who_are_linked_are_known(pool: Pool) -> None:
    everyone = {of_link("Corp", f"{number}-at-corp"): f"user-{number * 20}" for number in range(LINKED)}
    counted = pool.backfill("--count")
    assert counted.communicate(timeout=60) == (
        f"users: {USERS}, from providers: {LINKED}, linked: {LINKED}; would be written: {LINKED}\n",
        "",
    )
    assert (counted.returncode, pool.links()) == (0, {})

    ended = pool.backfill()
    until = time.monotonic() + 30
    while not pool.links() and time.monotonic() < until:
        time.sleep(0.02)
    ended.send_signal(signal.SIGINT)
    assert ended.communicate(timeout=30)[1] == "Ended before the end; nothing is left running.\n"
    assert ended.returncode == 130
    assert 0 < len(pool.links()) < LINKED

    done = pool.backfill()
    assert done.communicate(timeout=60) == (
        f"users: {USERS}, from providers: {LINKED}, linked: {LINKED}; written: {LINKED}\n",
        "",
    )
    assert (done.returncode, pool.links()) == (0, everyone)
