"""The arithmetic of what sign-outs cost, and that the page says what it gives."""

from datetime import date

import pytest

from bench import cost
from tests.architecture.sources import ROOT
from tests.architecture.template import RESOURCES, Deployment

OPTIONS = cost.data()["options"]
ONES = dict.fromkeys(cost.data()["prices"], 1.0)
USE = {"requests": 3, "gb": 2.0, "cold": 0.5, "warm": 0.1, "log_kb": 4.0}


def test_each_line_is_what_is_used_times_its_price() -> None:
    found = cost.costs(USE | {"writes": 1, "retried": 0.5}, ONES, cold_share=0.0)

    assert found == pytest.approx(
        {
            "api": 3,
            "functions": 3.5,
            "duration": 0.2,
            "restored": 0,
            "dynamodb": 1,
            "sqs": 1.5,
            "kms": 1,
            "log": 4,
        }
    )


@pytest.mark.parametrize(("share", "usd"), [(0.0, 0.2), (0.5, 0.6), (1.0, 1.0)])
def test_duration_lies_between_all_warm_and_all_cold(share: float, usd: float) -> None:
    assert cost.costs(USE, ONES, share)["duration"] == pytest.approx(usd)


def test_a_snapshot_is_paid_by_restore_in_place_of_the_cold_start() -> None:
    found = cost.costs(USE | {"restored": True}, ONES, cold_share=0.5)

    assert (found["duration"], found["restored"]) == pytest.approx((0.2, 1.0))


def test_a_month_without_sign_outs_costs_what_stands_there() -> None:
    assert cost.idle({"secrets": 1, "alarms": 2, "keys": 1, "polls": 2e6}, ONES) == 6
    assert cost.idle({"dashboards": 2}, ONES) == 2
    assert cost.idle({"kept_gb": 1}, ONES) == pytest.approx(2.592)


def test_a_call_is_a_request_its_duration_and_its_reads() -> None:
    assert cost.asked({"gb": 0.5, "seconds": 0.01, "reads": 2}, ONES) == pytest.approx(3.005)


def test_an_entry_that_is_like_another_differs_only_in_what_it_says() -> None:
    uses = cost.data()["usage"]

    assert uses["ours, Retry"] == uses["ours"] | {"like": "ours", "options": ["Retry"], "retried": 0.01}
    both = {"like": "ours, RevocationList", "options": ["Retry", "RevocationList"], "retried": 0.01}
    assert uses["ours, both"] == uses["ours, RevocationList"] | both


@pytest.mark.parametrize("price", cost.data()["prices"].values(), ids=lambda price: price["name"])
def test_each_price_says_where_and_when_it_was_read_and_whether_at_aws(price: dict[str, object]) -> None:
    assert isinstance(price["read"], date)
    assert price["source"]
    assert price["confirmed"] in (True, False)


@pytest.mark.parametrize(
    ("kind", "member"), [("AWS::CloudWatch::Alarm", "alarms"), ("AWS::CloudWatch::Dashboard", "dashboards")]
)
def test_alarms_and_dashboards_are_those_of_the_template_with_each_option_on(kind: str, member: str) -> None:
    found = cost.data()
    names = [name for name, one in RESOURCES.items() if one["Type"] == kind]

    assert found["idle"].get(member, 0) == made(Deployment(), names)
    for option in found["options"]:
        on = made(Deployment(**{option: "on"}), names) - made(Deployment(**{option: "off"}), names)
        assert found["options"][option].get(member, 0) == on, option


def made(deployment: Deployment, names: list[str]) -> int:
    """How many of some resources there are."""
    return sum(map(deployment.exists, names))


def test_every_option_that_adds_an_alarm_or_a_dashboard_is_counted() -> None:
    kinds = ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard")
    conditions = {str(one["Condition"]) for one in RESOURCES.values() if one["Type"] in kinds and "Condition" in one}

    assert len(conditions) > 3
    for condition in conditions:
        assert any(Deployment(**{option: "on"}).condition(condition) for option in OPTIONS), condition


def test_the_page_has_the_table_and_the_prices_as_they_are_computed() -> None:
    page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")

    assert cost.table() in page
    assert cost.options() in page
    assert cost.prices() in page
