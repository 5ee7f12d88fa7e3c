"""The retry queue against moto's SQS and KMS: what lies there opens for one logout and one app alone."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NoReturn

import boto3
import pytest
from coordinator.adapters.aws import AwsApi
from coordinator.adapters.queue import RetryQueue
from coordinator.core import messages
from coordinator.core.messages import Kind, Message
from coordinator.errors import EffectFailed, SealBroken
from moto import mock_aws
from moto.core.models import botocore_stubber

MESSAGE = Message("id-1", "shop", "1example23456789", Kind.REVOKE, "browser", 1_800_000_000)


@pytest.fixture
def sqs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An account with the queues and the key, as the template makes them."""
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    with mock_aws():
        key = boto3.client("kms").create_key()["KeyMetadata"]["KeyId"]
        boto3.client("kms").create_alias(AliasName="alias/logout-retry", TargetKeyId=key)
        client = boto3.client("sqs")
        for name in ("logout-retry", "logout-retry-global", "logout-retry-dead"):
            client.create_queue(QueueName=name)
        yield client


@pytest.fixture
def queue(sqs: Any) -> RetryQueue:
    """Our adapter, whose requests reach moto by our own transport."""
    adapter = RetryQueue(sqs.get_queue_url(QueueName="logout-retry")["QueueUrl"], "alias/logout-retry")
    for api in (adapter._sqs, adapter._kms):
        assert isinstance(api, AwsApi)
        api._connected().meta.events.unregister("before-send", botocore_stubber)
    return adapter


def received(sqs: Any, name: str = "logout-retry") -> list[str]:
    """The bodies in a queue that are not kept back."""
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    return [one["Body"] for one in found]


def test_tokens_come_back_out_of_the_queue_and_are_not_readable_in_it(sqs: Any, queue: RetryQueue) -> None:
    queue.put(MESSAGE, ["first-token", "second-token"], 0)

    (body,) = received(sqs)
    assert "token" not in body
    assert queue.tokens(messages.unpack(body)) == ("first-token", "second-token")


def test_a_global_sign_out_has_a_queue_of_its_own(sqs: Any, queue: RetryQueue) -> None:
    queue.put(replace(MESSAGE, kind=Kind.GLOBAL, username="Corp_mary"), [], 0)

    assert received(sqs) == []
    assert [messages.unpack(body).kind for body in received(sqs, "logout-retry-global")] == ["global"]


def test_where_there_is_but_one_queue_it_takes_global_sign_outs_too(sqs: Any, queue: RetryQueue) -> None:
    sqs.delete_queue(QueueUrl=sqs.get_queue_url(QueueName="logout-retry-global")["QueueUrl"])

    queue.put(replace(MESSAGE, kind=Kind.GLOBAL, username="Corp_mary"), [], 0)

    assert [messages.unpack(body).kind for body in received(sqs)] == ["global"]


@pytest.mark.parametrize("change", [{"logout_id": "id-2"}, {"client_id": "another"}, {"sealed": ("bm9uZQ==",)}])
def test_a_ciphertext_opens_in_its_own_message_alone(sqs: Any, queue: RetryQueue, change: dict[str, Any]) -> None:
    queue.put(MESSAGE, ["the-token"], 0)
    (body,) = received(sqs)

    with pytest.raises(SealBroken):
        queue.tokens(replace(messages.unpack(body), **change))


# In KMS's words, for moto says AccessDeniedException where KMS names what is wrong with a ciphertext.
@pytest.mark.parametrize("code", ["InvalidCiphertextException", "IncorrectKeyException", "ValidationException"])
def test_what_kms_takes_for_no_ciphertext_of_this_key_is_none_of_ours(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise EffectFailed(code, retryable=False)

    monkeypatch.setattr(AwsApi, "call", refuse)

    with pytest.raises(SealBroken):
        RetryQueue("https://sqs.example/retry", "alias/retry").tokens(replace(MESSAGE, sealed=("bm9uZQ==",)))


def test_a_message_is_kept_back(sqs: Any, queue: RetryQueue) -> None:
    queue.put_again(replace(MESSAGE, sealed=("c1",)), 900)

    assert received(sqs) == []


def test_records_lie_in_the_queue_of_dead_letters(sqs: Any, queue: RetryQueue) -> None:
    queue.bury(replace(MESSAGE, sealed=("c1",)), "given_up")
    queue.bury_unread("message-7")

    assert sorted(received(sqs, "logout-retry-dead")) == sorted(
        [messages.record(MESSAGE, "given_up"), '{"reason": "unreadable_message", "message_id": "message-7"}']
    )


def test_a_queue_that_is_not_there_is_a_failure(sqs: Any, queue: RetryQueue) -> None:
    sqs.delete_queue(QueueUrl=sqs.get_queue_url(QueueName="logout-retry")["QueueUrl"])

    with pytest.raises(EffectFailed):
        queue.put(MESSAGE, ["the-token"], 0)
