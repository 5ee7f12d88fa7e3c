"""`make redrive` on a deployed stack: what broke the function is done after all, and records stay."""

import subprocess
import sys
import time
from os import environ

import pytest
from coordinator.core import messages
from coordinator.core.denials import Denial
from coordinator.core.messages import Kind, Message

from local.aws import account
from local.deployment import resource
from local.places import REPOSITORY
from local.system import LocalSystem
from tests.e2e.later import wait_until

pytestmark = pytest.mark.e2e


def test_a_whole_dead_letter_is_done_after_all_and_a_record_stays(system: LocalSystem) -> None:
    now, sqs = int(time.time()), system.clients.of("sqs")
    denial = Denial("session/redriven", None, now + 600, now + 600)
    whole = Message("redriven", "shop", "any", Kind.DENY, "browser", now, denials=(denial,))
    dead, table = resource(system.clients, "RetryDeadLetterQueue"), resource(system.clients, "RevocationTable")
    for body in (messages.pack(whole), messages.record(whole, "given_up")):
        sqs.send_message(QueueUrl=dead, MessageBody=body)

    done = subprocess.run(
        [sys.executable, "-m", "local.redrive", "local"],
        cwd=REPOSITORY,
        env={name: value for name, value in environ.items() if not name.startswith("AWS_")} | account(system.places),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("sent back: 1;")
    dynamodb = system.clients.of("dynamodb")
    wait_until(lambda: "Item" in dynamodb.get_item(TableName=table, Key={"id": {"S": denial.key}}), 20)
