"""RetryFunction: does again what failed, message by message from the retry queue."""

import time
from functools import partial
from typing import Any

from coordinator import bootstrap, retrying
from coordinator.core import messages
from coordinator.dependencies import Dependencies, RetryQueue
from coordinator.errors import ConfigurationError, EffectFailed
from coordinator.settings import config

LONGEST_PACE = max(retrying.SECONDS_PER_CALL.values())
"""Seconds for a message that broke off: nobody knows how many calls it made before."""


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answer an event of SQS with the ids of the messages that stay in the queue; raises ConfigurationError alone.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html (read November 2026)
    """
    deps = bootstrap.dependencies(config.RETRY)
    if deps.queue is None:
        raise ConfigurationError(["RETRY_QUEUE_URL: must be the URL of the queue that is read"])
    try:
        kept = [record["messageId"] for record in event["Records"] if not _is_over(record, deps.queue, deps)]
    finally:
        deps.audit.flush()
    return {"batchItemFailures": [{"itemIdentifier": one} for one in kept]}


def _is_over(record: dict[str, Any], queue: RetryQueue, deps: Dependencies) -> bool:
    """Carry out one message, no quicker than its pace; whatever happens to it, the others are carried out too."""
    began = time.monotonic()
    try:
        message = messages.unpack(record["body"])
    except messages.AnotherVersion:
        deps.audit.notice("message_unreadable")
        return False  # SQS keeps it whole, among the dead letters in the end
    except ValueError:
        return _bury_unread(record["messageId"], queue, deps)
    pace, over = LONGEST_PACE, False
    try:
        pace = retrying.try_again(message, int(record["attributes"]["ApproximateReceiveCount"]), queue, deps)
        over = True
    except EffectFailed:
        deps.audit.notice("queue_failed")
    except Exception as error:
        deps.audit.error(message.logout_id, error)
    time.sleep(max(0.0, began + pace - time.monotonic()))
    return over


def _bury_unread(message_id: str, queue: RetryQueue, deps: Dependencies) -> bool:
    deps.audit.notice("message_unreadable")
    try:
        retrying.promptly(partial(queue.bury_unread, message_id))
    except EffectFailed:
        deps.audit.notice("queue_failed")
        return False
    return True
