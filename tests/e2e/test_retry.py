"""What Cognito throttles lies in the queue of the embedded AWS, and is done when Cognito has time again."""

import json

import boto3
import pytest
from botocore.exceptions import ClientError

from local.deployment import resource
from local.owners import Owners
from local.person import Person
from local.places import REGION
from local.system import LocalSystem
from tests.e2e.later import outcomes, wait_until

pytestmark = pytest.mark.e2e


def test_what_is_throttled_is_pending_and_dead_in_the_end(system: LocalSystem, monkeypatch: pytest.MonkeyPatch) -> None:
    owners, person = Owners(system), Person(system, "shop")
    person.sign_in()
    tokens = person.tokens()
    known = outcomes(system, "LogoutFunction")
    monkeypatch.setattr(system.domain, "throttles", lambda: True)

    assert person.click_sign_out()[-1].url == person.client.signed_out

    assert not person.holds_cookies()
    assert owners.honours_refresh_token(person.client, tokens.refresh)
    ((logout_id, told),) = (one for one in outcomes(system, "LogoutFunction").items() if one[0] not in known)
    assert told == ["pending"]

    monkeypatch.setattr(system.domain, "throttles", lambda: False)
    wait_until(lambda: not owners.honours_refresh_token(person.client, tokens.refresh), 30)
    wait_until(lambda: outcomes(system, "RetryFunction").get(logout_id) == ["done"], 10)


def test_a_message_that_nobody_can_read_leaves_a_record_and_the_queue_goes_on(system: LocalSystem) -> None:
    sqs = system.clients.of("sqs")
    sqs.send_message(QueueUrl=resource(system.clients, "RetryQueue"), MessageBody="}{")
    dead, found = resource(system.clients, "RetryDeadLetterQueue"), list[str]()

    def arrived() -> bool:
        found.extend(one["Body"] for one in sqs.receive_message(QueueUrl=dead).get("Messages", []))
        return bool(found)

    wait_until(arrived, 20)
    assert "unreadable_message" in found[0]


@pytest.mark.parametrize("operation", ["encrypt", "decrypt"])
def test_who_may_use_every_key_of_the_account_may_not_use_this_one(system: LocalSystem, operation: str) -> None:
    iam, key = system.clients.of("iam"), resource(system.clients, "RetryKey")
    statement = {"Effect": "Allow", "Action": "kms:*", "Resource": "*"}
    user = f"curious-{operation}"
    iam.create_user(UserName=user)
    iam.put_user_policy(
        UserName=user,
        PolicyName="keys",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
    )
    made = iam.create_access_key(UserName=user)["AccessKey"]
    session = boto3.Session(made["AccessKeyId"], made["SecretAccessKey"], region_name=REGION)
    kms = session.client("kms", endpoint_url=system.places.aws)
    given = {"encrypt": {"Plaintext": b"a token"}, "decrypt": {"CiphertextBlob": b"sealed"}}[operation]
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["Enabled"]

    with pytest.raises(ClientError) as refused:
        getattr(kms, operation)(KeyId=key, **given)

    assert refused.value.response["Error"]["Code"] == "AccessDeniedException"
