"""`python -m local.redrive dev`: send back to the retry queue what its function could not read or broke on.

A dead letter is either such a message, which is whole, or the record of what will never be done, which has no token:
records stay where they are. Exit status: 0, or 2 when the stack has no queue, or AWS cannot be asked.
"""

import sys
from typing import Any

from local import stack
from local.errors import LocalError
from local.places import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "functions"))

from coordinator.adapters.queue import queue_of
from coordinator.core import messages
from coordinator.core.messages import Kind

HIDDEN_SECONDS = 60


def redrive(sqs: Any, queue: str, dead: str) -> tuple[int, int]:
    """Move every whole message from `dead` to `queue`, or the one beside it; return how many moved, how many stay.

    Both are URLs.
    """
    moved, records = 0, set[str]()
    while found := _batch(sqs, dead):
        whole = [message for message in found if _kind(message["Body"])]
        for message in whole:
            # In this order: whoever breaks off in between has it twice, and a revocation may be done twice.
            home = queue_of(queue, _kind(message["Body"]) or Kind.REVOKE)
            sqs.send_message(QueueUrl=home, MessageBody=message["Body"])
            sqs.delete_message(QueueUrl=dead, ReceiptHandle=message["ReceiptHandle"])
        moved += len(whole)
        stay = {message["MessageId"] for message in found if message not in whole}
        if stay and stay <= records:
            break  # so many that the first are no longer hidden: the others were all seen
        records |= stay
    return moved, len(records)


def _batch(sqs: Any, dead: str) -> list[dict[str, Any]]:
    """Return some dead letters, none when there are no more: without a wait SQS asks only some of its servers."""
    answer = sqs.receive_message(
        QueueUrl=dead, MaxNumberOfMessages=10, VisibilityTimeout=HIDDEN_SECONDS, WaitTimeSeconds=1
    )
    found: list[dict[str, Any]] = answer.get("Messages", [])
    return found


def _kind(body: str) -> Kind | None:
    """Return the kind of a whole message, None for a record."""
    try:
        return messages.unpack(body).kind
    except ValueError:
        return None


def main(stage: str) -> int:
    """Redrive the stack of a stage of samconfig.toml."""
    try:
        found = stack.of_stage(stage)
        queue = found.output("RetryQueueUrl", "Retry")
        dead = found.output("RetryDeadLetterQueueUrl", "Retry")
        with stack.in_a_sentence():
            moved, stayed = redrive(found.session.client("sqs"), queue, dead)
    except LocalError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"sent back: {moved}; left there, as records or of another version: {stayed}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
