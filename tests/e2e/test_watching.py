"""The dashboard and the alarms of a deployed stack name what is really there."""

import json
from typing import Any

import pytest

from local.deployment import STACK, resource
from local.places import REGION
from local.system import LocalSystem

pytestmark = pytest.mark.e2e


@pytest.fixture
def alarms(system: LocalSystem) -> dict[str, Any]:
    """The alarms of the stack, by their ARNs."""
    found = system.clients.of("cloudwatch").describe_alarms()["MetricAlarms"]
    return {one["AlarmArn"]: one for one in found if one["AlarmName"].startswith(STACK)}


@pytest.fixture
def widgets(system: LocalSystem) -> list[dict[str, Any]]:
    """The widgets of the stack's dashboard, as CloudWatch has it."""
    kept = system.clients.of("cloudwatch").get_dashboard(DashboardName=f"{STACK}-{REGION}")
    found: list[dict[str, Any]] = json.loads(kept["DashboardBody"])["widgets"]
    return found


def test_every_light_is_an_alarm_that_says_where_its_runbook_entry_is(
    alarms: dict[str, Any], widgets: list[dict[str, Any]]
) -> None:
    (lights,) = (one["properties"]["alarms"] for one in widgets if one["type"] == "alarm")

    assert len(lights) > 20
    assert set(lights) == set(alarms)
    assert all(" Runbook: docs/runbook.md#" in one["AlarmDescription"] for one in alarms.values())


def test_every_function_queue_and_log_of_the_dashboard_is_there(
    system: LocalSystem, widgets: list[dict[str, Any]]
) -> None:
    metrics = [metric for one in widgets for metric in one["properties"].get("metrics", [])]
    named = {(metric[2], metric[3]) for metric in metrics if metric[0] in ("AWS/Lambda", "AWS/SQS")}
    functions = {
        ("FunctionName", resource(system.clients, name))
        for name in ("LogoutFunction", "RetryFunction", "AuthorizerFunction", "SignOutFunction", "SignalsFunction")
    }
    queues = {
        ("QueueName", resource(system.clients, name).rsplit("/", 1)[-1])
        for name in ("RetryQueue", "RetryGlobalQueue", "RetryDeadLetterQueue")
    }
    (sources,) = {
        one["properties"]["query"].partition("\n| ")[0]
        for one in widgets
        if one["type"] == "log" and "class_uid" in one["properties"]["query"]
    }

    assert named == functions | queues
    assert sources == " | ".join(
        f"SOURCE '{resource(system.clients, name)}'"
        for name in ("LogoutLogs", "RetryLogs", "SignOutLogs", "SignalsLogs")
    )
