"""A retry queue of one's own in the embedded AWS, read by nobody but the test: batches come as it likes."""

import json
import secrets
import time
from typing import Any

from local.system import LocalSystem

HIDDEN_SECONDS = 5


class OwnQueue:
    """The queue and its dead letters; a message that was handed out comes back after five seconds."""

    def __init__(self, system: LocalSystem) -> None:
        self._sqs = system.clients.of("sqs")
        name = f"own-{secrets.token_hex(4)}"
        hidden = {"VisibilityTimeout": str(HIDDEN_SECONDS)}
        self.url: str = self._sqs.create_queue(QueueName=name, Attributes=hidden)["QueueUrl"]
        self._dead: str = self._sqs.create_queue(QueueName=f"{name}-dead")["QueueUrl"]

    def batch(self, count: int, seconds: float = 10.0) -> dict[str, Any]:
        """An event of SQS with the next `count` messages, as soon as so many can be had."""
        deadline, records = time.monotonic() + seconds, list[dict[str, Any]]()
        while len(records) < count:
            assert time.monotonic() < deadline, f"{len(records)} of {count} messages came"
            answer = self._sqs.receive_message(
                QueueUrl=self.url,
                MaxNumberOfMessages=count - len(records),
                AttributeNames=["ApproximateReceiveCount"],
                WaitTimeSeconds=1,
            )
            records += [self._record(one) for one in answer.get("Messages", [])]
        return {"Records": records}

    def settle(self, batch: dict[str, Any]) -> None:
        """Delete a batch that a function is done with, as Lambda does."""
        for record in batch["Records"]:
            self._sqs.delete_message(QueueUrl=self.url, ReceiptHandle=record["receiptHandle"])

    def depth(self) -> int:
        """How many messages there are, whoever has them."""
        names = ["", "NotVisible", "Delayed"]
        wanted = [f"ApproximateNumberOfMessages{name}" for name in names]
        found = self._sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=wanted)["Attributes"]
        return sum(int(found[name]) for name in wanted)

    def dead_letters(self) -> list[dict[str, Any]]:
        """What was buried, read once."""
        answer = self._sqs.receive_message(QueueUrl=self._dead, MaxNumberOfMessages=10)
        return [json.loads(one["Body"]) for one in answer.get("Messages", [])]

    @staticmethod
    def _record(message: dict[str, Any]) -> dict[str, Any]:
        return {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": message["Attributes"],
        }
