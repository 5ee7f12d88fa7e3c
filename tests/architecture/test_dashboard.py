"""The dashboard shows metrics and alarms that exist, nothing that is switched off, and no widget on another."""

import json
import re
from itertools import combinations, product
from typing import Any

import pytest
from coordinator.core.model import Leg

from tests.architecture.metrics import EXISTING
from tests.architecture.template import RESOURCES, TEMPLATE, Deployment, of_type

type Widget = dict[str, Any]

SWITCHES = ("Retry", "RevocationList", "OperatorSignOut", "Remember", "BackChannelLogout")
DEPLOYMENTS = [
    Deployment(Dashboard="on", **dict(zip(SWITCHES, values, strict=True)))
    for values in product(("off", "on"), repeat=len(SWITCHES))
]
BARE, FULL = DEPLOYMENTS[0], DEPLOYMENTS[-1]
EVERY_DEPLOYMENT = pytest.mark.parametrize("deployment", DEPLOYMENTS)
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
GRID, MOST_WIDGETS, MOST_ALARMS = 24, 500, 100
# Three dashboards of as many metrics are free: https://aws.amazon.com/cloudwatch/pricing/
FREE_METRICS = 50


def widgets(deployment: Deployment) -> list[Widget]:
    """The widgets of a deployment's dashboard."""
    body = json.loads(deployment.value(RESOURCES["Overview"]["Properties"]["DashboardBody"]))
    found: list[Widget] = body["widgets"]
    return found


METRICS = [
    (one["properties"]["title"], metric)
    for one in widgets(FULL)
    if one["type"] == "metric"
    for metric in one["properties"]["metrics"]
]


def test_a_dashboard_is_made_only_where_it_is_asked_for() -> None:
    assert not Deployment().exists("Overview")
    assert BARE.exists("Overview")


def test_its_name_is_its_own_among_those_of_all_regions() -> None:
    name = FULL.value(RESOURCES["Overview"]["Properties"]["DashboardName"])

    assert re.fullmatch(r"[A-Za-z0-9_-]{1,255}", name)
    assert name == "stack-us-east-1"


@EVERY_DEPLOYMENT
def test_it_is_json_within_its_limits_and_no_widget_lies_on_another(deployment: Deployment) -> None:
    shown = widgets(deployment)

    assert len(shown) <= MOST_WIDGETS
    assert all(one["x"] + one["width"] <= GRID for one in shown)
    for one, other in combinations(shown, 2):
        beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
        assert beside or one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]


@EVERY_DEPLOYMENT
def test_nothing_that_is_switched_off_is_named(deployment: Deployment) -> None:
    body = deployment.value(RESOURCES["Overview"]["Properties"]["DashboardBody"])
    named = {name for name in RESOURCES if re.search(rf"\b{name}\b", body)}

    assert "LogoutFunction" in named
    assert {name for name in named if not deployment.exists(name)} == set()


@EVERY_DEPLOYMENT
def test_every_alarm_that_there_is_has_its_light(deployment: Deployment) -> None:
    (lights,) = (one["properties"]["alarms"] for one in widgets(deployment) if one["type"] == "alarm")
    alarms = [name for name in of_type("AWS::CloudWatch::Alarm") if deployment.exists(name)]

    assert sorted(lights) == sorted(f"{name}.Arn" for name in alarms)
    assert len(lights) <= MOST_ALARMS


@pytest.mark.parametrize(("title", "metric"), METRICS, ids=[f"{title}: {one[1]}" for title, one in METRICS])
def test_a_metric_exists_by_its_dimensions_in_this_stack(title: str, metric: list[Any]) -> None:
    namespace, name, *dimensions = metric[:-1]
    given = dict(zip(dimensions[::2], dimensions[1::2], strict=True))
    known, names = EXISTING[namespace]

    assert name in names and set(given) == known, title
    for dimension, value in given.items():
        owners = {"AWS::Serverless::Function": "FunctionName", "AWS::SQS::Queue": "QueueName"}
        owner, _, attribute = value.partition(".")
        if dimension in owners.values():
            assert owners[RESOURCES[owner]["Type"]] == dimension
            assert attribute == ("QueueName" if dimension == "QueueName" else "")
        else:
            assert value == {"ApiName": "stack", "Stage": "live", "service": "logout"}[dimension]


def test_its_metrics_are_few_enough_to_cost_nothing() -> None:
    assert len({tuple(metric[:-1]) for _, metric in METRICS}) <= FREE_METRICS


def test_every_leg_is_shown_by_its_outcomes() -> None:
    shown = {metric[1] for _, metric in METRICS if metric[0] == "LogoutCoordinator"}

    assert {leg for leg in Leg if f"{leg}_failed" in shown} == set(Leg)
    assert {leg for leg in Leg if {f"{leg}_done", f"{leg}_unconfirmed"} & shown} == set(Leg)


def test_half_and_almost_all_of_the_people_wait_no_longer_than_is_shown() -> None:
    shown = {(metric[0], metric[1], metric[-1]["stat"]) for _, metric in METRICS if "stat" in metric[-1]}

    assert shown == set(product(["AWS/ApiGateway"], ["Latency"], ["p50", "p99"])) | set(
        product(["AWS/Lambda"], ["Duration"], ["p50", "p99"])
    )


def test_what_it_costs_is_said_where_it_is_switched_on() -> None:
    assert "3 USD a month" in TEMPLATE["Parameters"]["Dashboard"]["Description"]
