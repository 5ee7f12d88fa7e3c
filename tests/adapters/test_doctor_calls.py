"""Whole looks at moto: exactly the calls of the policy are made, and a stage file is written from what is found."""

import argparse
import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import botocore.session
import pytest
from moto import mock_aws

from doctor import configure
from doctor.finding import CannotLook
from doctor.looking import look
from doctor.policy import policy
from doctor.reading import Aws
from doctor.stage import Stage
from doctor.stage_text import write
from local.iam import actions
from local.places import REPOSITORY
from tests.adapters.doctored import HINT, REPLICAS, Account, refuses

CONFIG = """
[apps.shop]
client_id = "{client}"
client_secret = "env:shop"
return_to = ["https://shop.example.com/"]

[providers.Corp]
profile = "custom"
logout_url = "https://127.0.0.1:1/out"
"""


def by_type(kind: str, issuer: str | None) -> str:
    """Stands for the catalogue's guess; `custom` would ask nobody on the network."""
    return {"OIDC": "none", "SAML": "saml"}.get(kind, "none")


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    """An account of this test, with the stage's configuration in SSM."""
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        made = Account()
        made.ssm.put_parameter(Name="/logout/prod", Type="String", Value=CONFIG.format(client=made.client))
        yield made


def stage(account: Account) -> Stage:
    """A stage that knows neither its return URL nor its apps by itself; nobody answers at its domain."""
    given = {"UserPoolId": account.pool, "CognitoDomain": "http://127.0.0.1:1", "ConfigParameter": "/logout/prod"}
    return Stage("prod", "functions/config/prod.toml", given, "logout-prod", None)


def test_the_calls_that_are_made_are_those_of_the_policy(account: Account) -> None:
    aws = Aws(account.session)
    look(stage(account), aws, by_type)
    configure.source(aws, account.pool, "prod", by_type)

    assert account.called == actions(policy())


def test_no_call_is_written_down_that_the_policy_lacks() -> None:
    named = {action.partition(":")[2] for action in actions(policy())}
    strings = {
        node.value
        for path in (REPOSITORY / "doctor").rglob("*.py")
        if path.name != "policy.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    session = botocore.session.get_session()
    services = ("cognito-idp", "cloudformation", "ssm")
    known = {call for service in services for call in session.get_service_model(service).operation_names}

    # A parameter of the template has the name of the call that it allows; an update is for a person to send.
    assert strings & known - {"AdminGetUser", "UpdateUserPool"} == named


def test_a_look_at_the_whole_judges_what_was_read(account: Account) -> None:
    rows = {(row.subject, row.check): row for row in look(stage(account), Aws(account.session), by_type).findings}

    assert rows["files", "settings"].found == "SSM parameter /logout/prod: 1 apps, 1 providers"
    assert rows["stack", "return URL"].verdict == "warn"
    assert rows["app shop", "client secret"].verdict == "ok"
    assert rows["app shop", "token revocation"].verdict == "ok"
    assert rows["provider Corp", "exists"].found == "of type OIDC"


def test_what_aws_does_not_know_is_a_warning_and_no_failure(account: Account) -> None:
    account.answer(REPLICAS, refuses("InvalidAction"))
    rows = {row.check: row for row in look(stage(account), Aws(account.session), by_type).findings}

    assert rows["primary Region"].verdict == "warn"
    assert "does not know ListUserPoolReplicas" in rows["primary Region"].found


def test_a_stage_file_is_written_from_what_is_found(account: Account) -> None:
    machine = account.cognito.create_user_pool_client(
        UserPoolId=account.pool, ClientName="nightly", AllowedOAuthFlows=["client_credentials"]
    )
    found = configure.source(Aws(account.session), account.pool, "prod", by_type)
    text = write(found)
    document = tomllib.loads(text)

    assert document["apps"]["shop"] == {"client_id": account.client, "return_to": ["https://shop.example.com/"]}
    assert document["providers"]["Corp"] == {"profile": "none"}
    assert machine["UserPoolClient"]["ClientId"] not in text and "nightly" in text
    assert "127.0.0.1" not in text and "client_secret =" in text
    assert configure.mistakes(text) == []


def test_an_attribute_that_holds_the_token_is_the_hint(account: Account) -> None:
    found = configure.source(Aws(account.session), account.pool, "prod", lambda kind, issuer: "custom")

    assert HINT in found.providers[0].mapping
    assert "Fill in logout_url" in write(found)


def asked(account: Account, path: Path, *, force: bool = False, pool: str = "") -> argparse.Namespace:
    return argparse.Namespace(pool=pool or account.pool, stage="prod", output=path, force=force)


def test_a_file_that_is_there_is_written_over_only_by_force(
    account: Account, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "prod.toml"
    path.write_text("mine")

    assert configure.run(asked(account, path), by_type) == 2
    assert path.read_text() == "mine"
    assert "FORCE=1" in capsys.readouterr().err


@pytest.mark.parametrize("stage", ["dev", "prod"])
def test_the_example_that_comes_with_the_project_is_nobodys_loss(account: Account, stage: str) -> None:
    example = (REPOSITORY / f"functions/config/{stage}.toml").read_text(encoding="utf-8")
    written = write(configure.source(Aws(account.session), account.pool, "prod", by_type))

    assert configure.is_example(example)
    assert not configure.is_example(written)


@pytest.mark.parametrize("pool", ["", "people", "eu-central-1", "<pool-id>"])
def test_what_is_no_pools_id_is_one_sentence_and_no_call(
    account: Account, tmp_path: Path, capsys: pytest.CaptureFixture[str], pool: str
) -> None:
    wanted = argparse.Namespace(pool=pool, stage="prod", output=tmp_path / "prod.toml", force=False)

    assert configure.run(wanted, by_type) == 2
    assert capsys.readouterr().err.startswith(f"“{pool}” is no user pool's id: say which pool, such as POOL=")
    assert account.called == set()


def test_an_app_without_a_client_id_is_a_mistake_of_the_file_and_asked_for_nowhere(account: Account) -> None:
    text = CONFIG.replace('client_id = "{client}"', "").replace("[providers.Corp]", '[providers.""]')
    account.ssm.put_parameter(Name="/logout/prod", Type="String", Value=text, Overwrite=True)
    rows = look(stage(account), Aws(account.session), by_type).findings

    assert "SSM parameter /logout/prod: apps.shop.client_id: is missing" in [row.found for row in rows]
    assert "app shop" not in {row.subject for row in rows}


def test_a_pool_that_is_not_there_is_one_sentence(account: Account) -> None:
    with pytest.raises(CannotLook, match=r"^There is no pool eu-central-1_Nobody: .*\.$"):
        configure.source(Aws(account.session), "eu-central-1_Nobody", "prod", by_type)


def test_a_list_that_may_not_be_read_stops_the_writing(account: Account) -> None:
    account.answer("before-call.cognito-idp.ListUserPoolClients", refuses("AccessDeniedException"))

    with pytest.raises(CannotLook, match="may not call ListUserPoolClients") as ended:
        configure.source(Aws(account.session), account.pool, "prod", by_type)
    assert ended.value.denied
