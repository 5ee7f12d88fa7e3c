"""Retry queues of one's own in the embedded AWS, read by nobody but the test: batches come as it likes."""

import json
import secrets
import time
from typing import Any

from local.system import LocalSystem

HIDDEN_SECONDS = 5


class OwnQueue:
    """Both queues and their dead letters; a message that was handed out comes back after five seconds."""

    def __init__(self, system: LocalSystem) -> None:
        self._sqs = system.clients.of("sqs")
        name = f"own-{secrets.token_hex(4)}"
        hidden = {"VisibilityTimeout": str(HIDDEN_SECONDS)}
        self.url, *others = (
            str(self._sqs.create_queue(QueueName=one, Attributes=hidden)["QueueUrl"])
            for one in (name, f"{name}-global")
        )
        self._urls, self._came_from = (self.url, *others), dict[str, str]()
        self._dead: str = self._sqs.create_queue(QueueName=f"{name}-dead")["QueueUrl"]

    def batch(self, count: int, seconds: float = 10.0) -> dict[str, Any]:
        """An event of SQS with the next `count` messages, as soon as so many can be had."""
        deadline, records = time.monotonic() + seconds, list[dict[str, Any]]()
        while len(records) < count:
            assert time.monotonic() < deadline, f"{len(records)} of {count} messages came"
            for url in self._urls:
                records += self._received(url, count - len(records))
        return {"Records": records}

    def _received(self, url: str, most: int) -> list[dict[str, Any]]:
        wanted = {"MaxNumberOfMessages": most, "AttributeNames": ["ApproximateReceiveCount"]}
        found = self._sqs.receive_message(QueueUrl=url, **wanted).get("Messages", []) if most else []
        self._came_from |= {one["ReceiptHandle"]: url for one in found}
        time.sleep(0.1)
        return [self._record(one) for one in found]

    def settle(self, batch: dict[str, Any]) -> None:
        """Delete a batch that a function is done with, as Lambda does."""
        for record in batch["Records"]:
            handle = record["receiptHandle"]
            self._sqs.delete_message(QueueUrl=self._came_from[handle], ReceiptHandle=handle)

    def depth(self) -> int:
        """How many messages there are, whoever has them."""
        names = ["", "NotVisible", "Delayed"]
        wanted = [f"ApproximateNumberOfMessages{name}" for name in names]
        found = [self._sqs.get_queue_attributes(QueueUrl=url, AttributeNames=wanted) for url in self._urls]
        return sum(int(one["Attributes"][name]) for one in found for name in wanted)

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
