"""`make backfill` on a stack in moto: the links of all who are linked, read back as SignalsFunction reads them."""

import argparse
import json
import time
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.client import BaseClient
from coordinator.adapters.sign_ins import SignInStore
from coordinator.core.sign_ins import of_link
from coordinator.errors import EffectFailed
from moto import mock_aws

from local import stack
from local.backfill import deployed, walk
from local.backfill.__main__ import run
from local.backfill.policy import policy
from local.iam import actions
from local.stack import Stack
from tests.adapters.tables import create_table
from tests.unit.backfill.test_users import CORP, SOCIAL

REGION = "eu-central-1"
NAME = "logout-coordinator-dev-sign-ins"
CONFIG = """
[apps.shop]
client_id = "1example23456789"
return_to = ["https://shop.example.com/"]
[apps.desk]
client_id = "2example23456789"
return_to = ["https://desk.example.com/"]
refresh_token_days = 90
"""


class Account:
    """A pool of users, the table, and what the stack says of both: moto's CloudFormation needs more than we install."""

    def __init__(self) -> None:
        make: Any = boto3.client
        self.cognito, self.dynamodb = make("cognito-idp"), create_table("SignInsTable", NAME)
        self.pool = self.cognito.create_user_pool(PoolName="people")["UserPool"]["Id"]
        make("ssm").put_parameter(Name="/logout/dev", Type="String", Value=CONFIG)
        self.outputs = {"SignInsTableName": NAME}
        self.parameters = {"UserPoolId": self.pool, "Stage": "dev", "ConfigParameter": ""}

    @property
    def stack(self) -> Stack:
        """The stack of the stage."""
        return Stack("logout-coordinator-dev", self.outputs, boto3.Session(), self.parameters)

    def add(self, name: str, *identities: dict[str, Any]) -> str:
        """Make a user of the pool, and return its `sub`."""
        text = [{"Name": "identities", "Value": json.dumps(identities)}] if identities else []
        made = self.cognito.admin_create_user(UserPoolId=self.pool, Username=name, UserAttributes=text)["User"]
        return next(str(one["Value"]) for one in made["Attributes"] if one["Name"] == "sub")

    def links(self) -> dict[str, tuple[str, int]]:
        """All that the table holds: username and expiry by key."""
        items = self.dynamodb.scan(TableName=NAME)["Items"]
        assert {item["at"]["N"] for item in items} <= {"0"}
        return {item["id"]["S"]: (item["username"]["S"], int(item["expires"]["N"])) for item in items}


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    """An account of this test; the command waits for nothing."""
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setattr(walk, "PER_SECOND", 1_000_000.0)
    monkeypatch.setattr(walk, "PAUSES", (0.0, 0.0, 0.0))
    with mock_aws():
        made = Account()
        monkeypatch.setattr(stack, "of_stage", lambda stage: made.stack)
        yield made


def asked(**changes: object) -> argparse.Namespace:
    return argparse.Namespace(**{"stage": "dev", "count": False, "policy": False} | changes)


def test_who_is_linked_is_written_and_read_back_by_the_store(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    account.add("mary", CORP, SOCIAL)
    account.add("Corp_00u9", {**CORP, "userId": "00u9"})
    account.add("native")

    assert run(asked()) == 0

    assert capsys.readouterr().out == "users: 3, from providers: 2, linked: 1; written: 2\n"
    assert {key: username for key, (username, _) in account.links().items()} == {
        of_link("Corp", "00u1"): "mary",
        of_link("Google", "1122"): "mary",
    }
    store = deployed.store(account.stack)
    assert store.username("Corp", "00u1") == "mary"
    assert store.username("Corp", "00u9") is None, "its name says it"


@pytest.mark.parametrize(("given", "days"), [({}, 30), ({"ConfigParameter": "/logout/dev"}, 90)])
def test_a_link_outlives_every_session_of_today(account: Account, given: dict[str, str], days: int) -> None:
    account.parameters |= given
    account.add("mary", CORP)
    before = int(time.time())

    assert run(asked()) == 0

    ((_, expires),) = account.links().values()
    assert before <= expires - (days + 1) * 86_400 <= time.time()


def test_a_second_run_changes_nothing_but_how_long_it_is_known(account: Account) -> None:
    account.add("mary", CORP)
    run(asked())
    (first,) = account.links().values()

    assert run(asked()) == 0

    (second,) = account.links().values()
    assert second[0] == first[0] and second[1] >= first[1]


def test_what_is_newer_in_the_table_stays(account: Account) -> None:
    account.add("mary", CORP)
    later = int(time.time()) + 400 * 86_400
    deployed.store(account.stack).link("Corp", "00u1", "mary-since-today", later)

    assert run(asked()) == 0

    assert account.links() == {of_link("Corp", "00u1"): ("mary-since-today", later)}


def test_to_count_writes_nothing(account: Account, capsys: pytest.CaptureFixture[str]) -> None:
    account.add("mary", CORP)

    assert run(asked(count=True)) == 0

    assert capsys.readouterr().out == "users: 1, from providers: 1, linked: 1; would be written: 1\n"
    assert account.links() == {}


def test_what_cannot_be_read_is_told_by_the_sub_and_nobodys_name_is_printed(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    account.add("mary", CORP)
    sub = account.add("grace@example.com", {"providerName": "Corp"})

    assert run(asked()) == 1

    told = capsys.readouterr()
    assert told.err == f"identities that cannot be read, of the user with the sub {sub}\n"
    assert not any(word in told.out + told.err for word in ("mary", "grace", "00u1"))


def test_a_stack_that_remembers_nothing_is_a_sentence(account: Account, capsys: pytest.CaptureFixture[str]) -> None:
    account.outputs.clear()

    assert run(asked()) == 2
    assert capsys.readouterr().err == ("logout-coordinator-dev has no SignInsTableName: deploy it with Remember=on.\n")


def test_a_table_that_takes_nothing_is_a_sentence(
    account: Account, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise EffectFailed("AccessDeniedException", retryable=False)

    account.add("mary", CORP)
    monkeypatch.setattr(SignInStore, "link", refuse)

    assert run(asked()) == 2
    assert capsys.readouterr().err == "The table of sign-ins cannot be written (AccessDeniedException).\n"


def test_the_calls_that_are_made_are_those_of_the_policy(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    account.parameters["ConfigParameter"] = "/logout/dev"
    account.add("mary", CORP)
    base: Any = BaseClient
    called, make_call = set[str](), base._make_api_call

    def note(client: Any, operation: str, arguments: Any) -> Any:
        called.add(f"{client.meta.service_model.endpoint_prefix}:{operation}")
        return make_call(client, operation, arguments)

    monkeypatch.setattr(base, "_make_api_call", note)
    assert run(asked()) == 0

    assert called | {"cloudformation:DescribeStacks"} == actions(policy())


def test_the_policy_is_as_narrow_as_samconfig_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(asked(policy=True)) == 0

    document = json.loads(capsys.readouterr().out)
    resources = {one["Sid"]: one["Resource"] for one in document["Statement"]}
    assert resources["WriteTheLinks"] == "arn:aws:dynamodb:*:*:table/logout-coordinator-dev-sign-ins"
    assert "ReadTheConfiguration" not in resources, "dev has a file"
