"""`make redrive` sends whole messages back, and leaves the records of what will never be done."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from coordinator.core import messages
from coordinator.core.messages import Kind, Message
from moto import mock_aws

from local.redrive import main, redrive

WHOLE = Message("id-1", "shop", "1example23456789", Kind.REVOKE, "browser", 1_800_000_000, sealed=("c1",))


@pytest.fixture
def sqs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An account of moto."""
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    with mock_aws():
        yield boto3.client("sqs")


def test_whole_messages_go_back_and_records_stay(sqs: Any) -> None:
    queue, dead = (sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("retry", "retry-dead"))
    for body in (messages.pack(WHOLE), messages.record(WHOLE, "given_up"), "}{"):
        sqs.send_message(QueueUrl=dead, MessageBody=body)

    assert redrive(sqs, queue, dead) == (1, 2)

    (message,) = sqs.receive_message(QueueUrl=queue)["Messages"]
    assert messages.unpack(message["Body"]) == WHOLE
    assert redrive(sqs, queue, dead) == (0, 0), "records are hidden for a minute, and the message is gone"


class SlowQueue:
    """Dead letters that nobody gets through within a minute: what was hidden first is seen again."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []

    def receive_message(self, **asked: Any) -> dict[str, Any]:
        """Hand out three records again and again."""
        self.asked.append(asked)
        assert len(self.asked) < 10, "it never ends"
        names = [f"record-{len(self.asked) % 3}"]
        return {"Messages": [{"MessageId": name, "Body": messages.record(WHOLE, "given_up")} for name in names]}


def test_records_that_are_seen_again_end_it_and_count_once() -> None:
    assert redrive(SlowQueue(), "retry", "retry-dead") == (0, 3)


def test_it_waits_for_an_answer_of_all_servers_of_sqs() -> None:
    sqs = SlowQueue()

    redrive(sqs, "retry", "retry-dead")

    assert {asked["WaitTimeSeconds"] for asked in sqs.asked} == {1}


def test_a_stage_that_is_not_there_is_said_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main("nowhere") == 2
    assert capsys.readouterr().err == "samconfig.toml: has no stage nowhere\n"
