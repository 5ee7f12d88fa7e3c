"""Alarms watch metrics that exist, by the dimensions that they have, and say what to do."""

import re
from typing import Any

import pytest
from coordinator.core.model import Leg, Outcome

from tests.architecture.template import RESOURCES, Deployment, of_type

ALARMS = of_type("AWS::CloudWatch::Alarm")
EVERY_ALARM = pytest.mark.parametrize(("name", "alarm"), ALARMS.items(), ids=ALARMS)
# REST APIs and Lambda: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
# and https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
# ours: one metric per leg and outcome, and one per refusal and per unexpected error.
EXISTING: dict[str, tuple[set[str], set[str]]] = {
    "AWS/ApiGateway": ({"ApiName", "Stage"}, {"4XXError", "5XXError", "Latency"}),
    "AWS/Lambda": ({"FunctionName"}, {"Errors", "Throttles", "Duration"}),
    # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
    "AWS/SQS": ({"QueueName"}, {"ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible"}),
    "LogoutCoordinator": (
        {"service"},
        {f"{leg}_{outcome}" for leg in Leg for outcome in Outcome}
        | {"refused", "server_error", "queue_failed", "list_unavailable"}
        | {"signal_failed", "provider_keys_unavailable", "sign_in_not_kept", "sign_ins_unavailable"},
    ),
}


@EVERY_ALARM
def test_an_alarm_watches_a_metric_that_exists_by_its_dimensions(name: str, alarm: dict[str, Any]) -> None:
    dimensions, metrics = EXISTING[alarm["Namespace"]]
    assert alarm["MetricName"] in metrics, name
    assert {dimension["Name"] for dimension in alarm["Dimensions"]} == dimensions, name


@EVERY_ALARM
def test_the_values_of_its_dimensions_are_those_of_this_stack(name: str, alarm: dict[str, Any]) -> None:
    api = RESOURCES["LogoutApi"]["Properties"]
    dimensions = {dimension["Name"]: dimension["Value"] for dimension in alarm["Dimensions"]}
    known = {"ApiName": api["Name"], "Stage": api["StageName"], "service": "logout"}
    for dimension, value in dimensions.items():
        if dimension == "FunctionName":
            assert RESOURCES[value["Ref"]]["Type"] == "AWS::Serverless::Function", name
        elif dimension == "QueueName":
            queue, attribute = value["Fn::GetAtt"]
            assert (RESOURCES[queue]["Type"], attribute) == ("AWS::SQS::Queue", "QueueName"), name
        else:
            assert value == known[dimension], name


@EVERY_ALARM
def test_an_alarm_says_what_happened_and_what_to_do(name: str, alarm: dict[str, Any]) -> None:
    sentences = re.findall(r"[A-Z0-9][^.]*(?:\.\d[^.]*)*\.", alarm["AlarmDescription"])
    assert len(sentences) >= 2, f"{name}: one sentence for what happened, one for what to do"


@EVERY_ALARM
def test_silence_is_no_alarm(name: str, alarm: dict[str, Any]) -> None:
    assert alarm["TreatMissingData"] == "notBreaching", name
    assert ("Statistic" in alarm) != ("ExtendedStatistic" in alarm)


@EVERY_ALARM
def test_an_alarm_tells_the_topic_when_there_is_one(name: str, alarm: dict[str, Any]) -> None:
    topic = "arn:aws:sns:us-east-1:000000000000:alarms"
    told = Deployment(AlarmTopicArn=topic).value(alarm)
    assert told["AlarmActions"] == told["OKActions"] == [topic], name
    assert "AlarmActions" not in Deployment().value(alarm)


@pytest.mark.parametrize("function", of_type("AWS::Serverless::Function"))
def test_every_function_is_watched_for_errors_throttles_and_slowness(function: str) -> None:
    watched = {
        alarm["MetricName"]
        for alarm in ALARMS.values()
        if {"Name": "FunctionName", "Value": {"Ref": function}} in alarm["Dimensions"]
    }
    assert watched == {"Errors", "Throttles", "Duration"}
