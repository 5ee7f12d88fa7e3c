"""The retry queue is there when it is switched on, and what its parts promise each other holds."""

from typing import Any

import pytest
from coordinator import retrying
from coordinator.core.retry import LONGEST_DELAY, Kind
from coordinator.deadline import REQUEST_SECONDS

from tests.architecture.template import RESOURCES, Deployment, of_type
from tests.architecture.test_template_functions import environment, statements

OFF, ON = Deployment(), Deployment(Retry="on")
QUEUE: dict[str, Any] = RESOURCES["RetryQueue"]["Properties"]
FUNCTION: dict[str, Any] = RESOURCES["RetryFunction"]["Properties"]
SOURCE: dict[str, Any] = FUNCTION["Events"]["Messages"]["Properties"]


def test_everything_of_it_comes_and_goes_with_the_switch() -> None:
    parts = [name for name in RESOURCES if name.startswith(("Retry", "QueueFailed"))]
    assert len(parts) == 12
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
    assert SOURCE["BatchSize"] * REQUEST_SECONDS * 1.5 < FUNCTION["Timeout"]
    assert QUEUE["VisibilityTimeout"] >= 6 * FUNCTION["Timeout"]


def test_a_global_sign_out_that_broke_off_comes_back_too_late_to_be_repeated() -> None:
    assert QUEUE["VisibilityTimeout"] > Kind.GLOBAL.seconds


def test_all_functions_together_stay_below_half_of_cognitos_quotas() -> None:
    at_once = SOURCE["ScalingConfig"]["MaximumConcurrency"]
    assert SOURCE["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert at_once / retrying.SECONDS_PER_CALL[Kind.REVOKE] < 120 / 2
    assert at_once / retrying.SECONDS_PER_CALL[Kind.GLOBAL] < 25 / 2


def test_the_logout_seals_and_the_retry_opens_and_neither_does_the_other() -> None:
    allowed = {one["Sid"]: (one["Action"], one["Resource"]) for one in statements(ON)}
    keys = {sid: action for sid, (action, resource) in allowed.items() if resource == "RetryKey.Arn"}
    assert keys == {"SealTokens": "kms:Encrypt", "OpenTokens": "kms:Decrypt"}
    assert allowed["QueueWhatFailed"] == ("sqs:SendMessage", "RetryQueue.Arn")
    assert not any("Retry" in str(one["Resource"]) for one in statements(OFF))
    assert RESOURCES["RetryKey"]["Properties"]["EnableKeyRotation"] is True


def test_the_oldest_message_alarms_only_when_it_waits_longer_than_any_is_kept_back() -> None:
    assert RESOURCES["RetryOldestAlarm"]["Properties"]["Threshold"] == 2 * LONGEST_DELAY


def test_one_dead_letter_is_enough_for_an_alarm() -> None:
    alarm = RESOURCES["RetryDeadLettersAlarm"]["Properties"]
    assert alarm["Dimensions"][0]["Value"] == {"Fn::GetAtt": ["RetryDeadLetterQueue", "QueueName"]}
    assert (alarm["Statistic"], alarm["ComparisonOperator"]) == ("Maximum", "GreaterThanOrEqualToThreshold")
    assert (alarm["Threshold"], alarm["EvaluationPeriods"]) == (1, 1)
