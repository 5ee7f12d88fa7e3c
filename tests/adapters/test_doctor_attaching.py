"""Attaching RememberFunction as the doctor of a live pool says it: read from moto, and sent to it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from moto import mock_aws

from doctor import sending
from doctor.configuration import changes
from doctor.looking import Look, look
from doctor.reading import Aws
from doctor.stage import Stage
from tests.adapters.doctored import STACKS, Account, answers

OURS = "arn:aws:lambda:eu-central-1:123456789012:function:logout-prod-RememberFunction-1A2B3C4D5E6F"
OUTPUTS = [{"OutputKey": "RememberFunctionArn", "OutputValue": OURS}]
PARSED = "before-parse.cognito-identity-provider.DescribeUserPool"
ROW = ("pool", "sign-ins remembered")


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    """An account of this test, whose pool has something in most places that an update resets."""
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        made = Account()
        made.answer(STACKS, answers(Stacks=[{"Outputs": OUTPUTS}]))
        made.cognito.update_user_pool(
            UserPoolId=made.pool,
            Policies={"PasswordPolicy": {"MinimumLength": 14, "TemporaryPasswordValidityDays": 3}},
            AutoVerifiedAttributes=["email"],
            LambdaConfig={"PreSignUp": "arn:aws:lambda:eu-central-1:123456789012:function:sign-up"},
            AccountRecoverySetting={"RecoveryMechanisms": [{"Priority": 1, "Name": "verified_email"}]},
            UserPoolTags={"owner": "identity"},
        )
        yield made


def seen(account: Account, folder: Path) -> Look:
    given = {"UserPoolId": account.pool, "CognitoDomain": "http://127.0.0.1:1", "Remember": "on"}
    stage = Stage("prod", "functions/config/prod.toml", given, "logout-prod", None)
    return look(stage, Aws(account.session), lambda kind, issuer: "none", folder)


def verdict(found: Look) -> str:
    (row,) = (row for row in found.findings if (row.subject, row.check) == ROW)
    return row.verdict


def send(account: Account, found: Look, act: str) -> None:
    """Do what AWS's CLI does with a request of the doctor's."""
    assert found.requests is not None
    sending.write(found.attaching, found.requests)
    account.cognito.update_user_pool(**json.loads(found.attaching.path(act, account.pool).read_text()))


def described(account: Account) -> dict[str, Any]:
    """The pool as it is, but for the legacy days: Cognito does not take them back, and keeps them, as moto does not."""
    pool: dict[str, Any] = account.cognito.describe_user_pool(UserPoolId=account.pool)["UserPool"]
    pool["AdminCreateUserConfig"].pop("UnusedAccountValidityDays", None)
    return {name: value for name, value in pool.items() if name != "LastModifiedDate"}


def test_what_is_sent_makes_the_row_green_and_changes_nothing_else(account: Account, tmp_path: Path) -> None:
    before, found = described(account), seen(account, tmp_path)
    assert verdict(found) == "red"

    send(account, found, "attach")

    assert changes(before, described(account)) == [
        "+ LambdaConfig.InboundFederation.LambdaVersion = 'V1_0'",
        f"+ LambdaConfig.InboundFederation.LambdaArn = '{OURS}'",
    ]
    assert verdict(seen(account, tmp_path)) == "ok"


@pytest.mark.parametrize("anew", [True, False])
def test_it_is_undone_by_what_was_written_at_once_or_is_read_anew(account: Account, tmp_path: Path, anew: bool) -> None:
    before, found = described(account), seen(account, tmp_path)
    send(account, found, "attach")

    send(account, seen(account, tmp_path) if anew else found, "detach")

    assert described(account) == before


def test_a_look_alone_writes_no_file(account: Account, tmp_path: Path) -> None:
    assert seen(account, tmp_path).findings
    assert list(tmp_path.iterdir()) == []


def test_what_cognito_sends_beyond_the_model_is_seen_although_boto3_drops_it(account: Account, tmp_path: Path) -> None:
    def add(response_dict: dict[str, Any], **_: Any) -> None:
        answer = json.loads(response_dict["body"])
        answer["UserPool"]["QuantumPolicy"] = {"Enabled": True}
        response_dict["body"] = json.dumps(answer).encode()

    events: Any = account.session.events
    events.register_first(PARSED, add)
    found = seen(account, tmp_path)

    assert found.live is not None
    assert found.live.configuration.unknown == ("QuantumPolicy",)
    assert found.requests is None
