"""`make redrive` on a deployed stack: what broke the function is done after all, and records stay."""

import time

import pytest
from coordinator.core import messages
from coordinator.core.denials import Denial
from coordinator.core.messages import Kind, Message

from local.deployment import resource
from local.system import LocalSystem
from tests.e2e.commands import ran
from tests.e2e.later import wait_until

pytestmark = pytest.mark.e2e


def test_a_whole_dead_letter_is_done_after_all_and_a_record_stays(system: LocalSystem) -> None:
    now, sqs = int(time.time()), system.clients.of("sqs")
    denial = Denial("session/redriven", None, now + 600, now + 600)
    whole = Message("redriven", "shop", "any", Kind.DENY, "browser", now, denials=(denial,))
    dead, table = resource(system.clients, "RetryDeadLetterQueue"), resource(system.clients, "RevocationTable")
    for body in (messages.pack(whole), messages.record(whole, "given_up")):
        sqs.send_message(QueueUrl=dead, MessageBody=body)

    done = ran(system, "local.redrive", "local")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("sent back: 1;")
    dynamodb = system.clients.of("dynamodb")
    wait_until(lambda: "Item" in dynamodb.get_item(TableName=table, Key={"id": {"S": denial.key}}), 20)
