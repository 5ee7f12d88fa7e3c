"""The retry function's batch: what it cannot read, how fast it goes, and what it says of what came back."""

import json
import time
from dataclasses import replace
from typing import Any

import pytest
from coordinator import bootstrap, retrying
from coordinator.core import messages
from coordinator.core.messages import Message
from coordinator.errors import EffectFailed
from retry.handler import lambda_handler

from tests.unit.deployments import Deployed
from tests.unit.samples import NOW
from tests.unit.test_retry import GLOBAL, PASSING, WAITING, FakeQueue


class BrokenQueue(FakeQueue):
    """One that takes nothing any more."""

    error: Exception = EffectFailed("AccessDeniedException", retryable=False)

    def put_again(self, message: Message, delay: int) -> None:
        """Fail."""
        raise self.error


def batch(*waiting: Message) -> dict[str, Any]:
    """An event of SQS with these messages."""
    attributes = {"ApproximateReceiveCount": "1"}
    return {
        "Records": [
            {"messageId": str(number), "body": messages.pack(message), "attributes": attributes}
            for number, message in enumerate(waiting)
        ]
    }


def test_a_reach_that_nobody_knows_is_no_message() -> None:
    with pytest.raises(ValueError, match=r"^'nowhere' is not a valid Reach$"):
        messages.unpack(json.dumps(json.loads(messages.pack(WAITING)) | {"reach": "nowhere"}))


@pytest.mark.parametrize("error", [BrokenQueue.error, RuntimeError("never foreseen")])
def test_the_pace_is_kept_where_the_queue_takes_nothing_either(
    error: Exception, deployed: Deployed, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue, slept = BrokenQueue(), list[float]()
    monkeypatch.setattr(queue, "error", error)
    deps = replace(bootstrap.dependencies(), queue=queue)
    monkeypatch.setattr(bootstrap, "dependencies", lambda needs: deps)
    monkeypatch.setattr(time, "sleep", slept.append)
    deployed.cognito.failing["revoke"] = PASSING

    answer = lambda_handler(batch(WAITING, WAITING), None)

    assert [one["itemIdentifier"] for one in answer["batchItemFailures"]] == ["0", "1"]
    assert len(slept) == 2 and all(0.15 < seconds <= 0.25 for seconds in slept)


def test_what_came_back_after_its_minute_may_have_been_tried(deployed: Deployed) -> None:
    queue, deps = FakeQueue(), bootstrap.dependencies()

    retrying.try_again(replace(GLOBAL, requested_at=NOW - 360), 2, queue, deps)

    assert (queue.buried, deployed.cognito.ended) == (["maybe_tried"], [])
    assert deployed.legs("effect") == [("other_sessions", None, "failed", "maybe_tried")]
