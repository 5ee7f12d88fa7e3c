"""Alarms watch metrics that exist, by the dimensions that they have, and say what to do."""

import re
from typing import Any

import pytest

from tests.architecture.metrics import EXISTING, belongs_to_this_stack
from tests.architecture.template import ROOT, Deployment, of_type

ALARMS = of_type("AWS::CloudWatch::Alarm")
EVERY_ALARM = pytest.mark.parametrize(("name", "alarm"), ALARMS.items(), ids=ALARMS)


@EVERY_ALARM
def test_an_alarm_watches_a_metric_that_exists_by_its_dimensions(name: str, alarm: dict[str, Any]) -> None:
    dimensions, metrics = EXISTING[alarm["Namespace"]]
    assert alarm["MetricName"] in metrics, name
    assert {dimension["Name"] for dimension in alarm["Dimensions"]} == dimensions, name


@EVERY_ALARM
def test_the_values_of_its_dimensions_are_those_of_this_stack(name: str, alarm: dict[str, Any]) -> None:
    for dimension in alarm["Dimensions"]:
        assert belongs_to_this_stack(dimension["Name"], dimension["Value"]), name


@EVERY_ALARM
def test_an_alarm_says_what_happened_and_what_to_do(name: str, alarm: dict[str, Any]) -> None:
    text, _, _ = Deployment().value(alarm["AlarmDescription"]).partition(" Runbook: ")
    sentences = re.findall(r"[A-Z0-9][^.]*(?:\.\d[^.]*)*\.", text)
    assert len(sentences) >= 2, f"{name}: one sentence for what happened, one for what to do"


@EVERY_ALARM
def test_an_alarm_ends_with_the_link_of_its_entry_in_the_runbook(name: str, alarm: dict[str, Any]) -> None:
    published = Deployment(RunbookUrl="https://docs.example.com/logout/runbook/").value(alarm["AlarmDescription"])

    assert Deployment().value(alarm["AlarmDescription"]).endswith(f" Runbook: docs/runbook.md#{name.lower()}")
    assert published.endswith(f" Runbook: https://docs.example.com/logout/runbook/#{name.lower()}")
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    assert len(published) <= 1_024


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


def test_the_runbook_has_one_entry_for_each_alarm_and_no_other() -> None:
    page = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")

    entries = re.findall(r"^#+ (\w+Alarm)$", page, re.MULTILINE)

    assert sorted(entries) == sorted(ALARMS)
