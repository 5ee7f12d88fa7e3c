"""The retry queue is there when it is switched on, and what its parts promise each other holds."""

from fnmatch import fnmatch
from typing import Any

import pytest
from coordinator import retrying
from coordinator.adapters.queue import queue_of
from coordinator.core.messages import Kind
from coordinator.core.retry import LONGEST_DELAY
from coordinator.deadline import CALL_SECONDS, REQUEST_SECONDS

from tests.architecture.template import RESOURCES, Deployment, of_type
from tests.architecture.test_template_functions import environment, statements

OFF, ON = Deployment(), Deployment(Retry="on")
QUEUE: dict[str, Any] = RESOURCES["RetryQueue"]["Properties"]
FUNCTION: dict[str, Any] = RESOURCES["RetryFunction"]["Properties"]
SOURCE: dict[str, Any] = FUNCTION["Events"]["Messages"]["Properties"]


def test_everything_of_it_comes_and_goes_with_the_switch() -> None:
    parts = [name for name in RESOURCES if name.startswith(("Retry", "QueueFailed"))]
    assert len(parts) == 14
    assert [name for name in parts if OFF.exists(name)] == []
    assert [name for name in parts if not ON.exists(name)] == []
    assert environment(RESOURCES["LogoutFunction"]["Properties"], Retry="on")["RETRY_QUEUE_URL"] == "RetryQueue"


def test_the_dead_letters_have_the_name_that_the_code_derives() -> None:
    name = ON.value(QUEUE["QueueName"])
    assert ON.value(RESOURCES["RetryDeadLetterQueue"]["Properties"]["QueueName"]) == f"{name}-dead"


@pytest.mark.parametrize(("name", "queue"), of_type("AWS::SQS::Queue").items())
def test_a_queue_is_encrypted_and_forgets_after_the_four_days_of_a_retry(name: str, queue: dict[str, Any]) -> None:
    assert queue["SqsManagedSseEnabled"] is True, name
    assert queue["MessageRetentionPeriod"] == Kind.REVOKE.seconds == 345_600, name


def test_a_batch_ends_before_the_function_and_the_function_before_its_messages_come_back() -> None:
    assert SOURCE["BatchSize"] * (REQUEST_SECONDS + CALL_SECONDS) < FUNCTION["Timeout"]
    assert QUEUE["VisibilityTimeout"] >= 6 * FUNCTION["Timeout"]


def test_a_global_sign_out_that_broke_off_comes_back_too_late_to_be_repeated() -> None:
    assert QUEUE["VisibilityTimeout"] > Kind.GLOBAL.seconds


def test_all_functions_together_stay_below_half_of_cognitos_quotas() -> None:
    at_once = SOURCE["ScalingConfig"]["MaximumConcurrency"]
    assert SOURCE["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert at_once / retrying.SECONDS_PER_CALL[Kind.REVOKE] < 120 / 2
    assert at_once / retrying.SECONDS_PER_CALL[Kind.GLOBAL] < 25 / 2


def test_the_logout_seals_and_the_retry_opens_and_nobody_else_does_either() -> None:
    key = ON.value(RESOURCES["RetryKey"]["Properties"])
    by = {one["Sid"]: (one["Principal"]["AWS"], one["Action"]) for one in key["KeyPolicy"]["Statement"]}
    account, administration = by.pop("AdministerTheKey")
    assert by == {"SealTokens": ("LogoutRole.Arn", "kms:Encrypt"), "OpenTokens": ("RetryRole.Arn", "kms:Decrypt")}
    assert account == "arn:aws:iam::000000000000:root" and "kms:PutKeyPolicy" in administration
    uses = ("Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey", "CreateGrant")
    assert not [one for one in uses for allowed in administration if fnmatch(f"kms:{one}", allowed)]
    assert not any("kms:" in str(one["Action"]) for one in statements(ON))
    assert key["EnableKeyRotation"] is True


def test_the_logout_writes_to_the_queue_where_there_is_one() -> None:
    allowed = {one["Sid"]: (one["Action"], one["Resource"]) for one in statements(ON)}
    assert allowed["QueueWhatFailed"] == ("sqs:SendMessage", ["RetryQueue.Arn", "RetryGlobalQueue.Arn"])
    assert not any("Retry" in str(one["Resource"]) for one in statements(OFF))


def test_the_oldest_message_alarms_only_when_it_waits_longer_than_any_is_kept_back() -> None:
    assert RESOURCES["RetryOldestAlarm"]["Properties"]["Threshold"] == 2 * LONGEST_DELAY
    assert RESOURCES["RetryGlobalOldestAlarm"]["Properties"]["Threshold"] == 2 * Kind.GLOBAL.seconds


def test_the_queue_of_global_sign_outs_is_as_the_other() -> None:
    differing = {"QueueName"}
    first, second = (RESOURCES[name]["Properties"] for name in ("RetryQueue", "RetryGlobalQueue"))
    sources = [dict(one["Properties"]) for one in FUNCTION["Events"].values()]
    names = [ON.value(one.pop("Queue")) for one in sources]
    assert ON.value(second["QueueName"]) == queue_of(ON.value(first["QueueName"]), Kind.GLOBAL)
    assert {name: first[name] for name in first if name not in differing} == {
        name: second[name] for name in second if name not in differing
    }
    assert names == ["RetryQueue.Arn", "RetryGlobalQueue.Arn"]
    assert sources[0] == sources[1]


def test_one_dead_letter_is_enough_for_an_alarm() -> None:
    alarm = RESOURCES["RetryDeadLettersAlarm"]["Properties"]
    assert alarm["Dimensions"][0]["Value"] == {"Fn::GetAtt": ["RetryDeadLetterQueue", "QueueName"]}
    assert (alarm["Statistic"], alarm["ComparisonOperator"]) == ("Maximum", "GreaterThanOrEqualToThreshold")
    assert (alarm["Threshold"], alarm["EvaluationPeriods"]) == (1, 1)
