"""RememberFunction comes and goes with its table, may only write there, and is called by the one pool alone."""

from typing import Any

from coordinator.settings import config
from remember import keeping

from tests.architecture.template import RESOURCES, TEMPLATE, Deployment, of_type
from tests.architecture.test_template_functions import FUNCTIONS, environment, statements

OFF, ON = Deployment(), Deployment(Remember="on", UserPoolId="eu-west-3_AbC")
FUNCTION: dict[str, Any] = FUNCTIONS["RememberFunction"]


def test_everything_of_it_comes_and_goes_with_the_parameter() -> None:
    parts = [name for name in {**RESOURCES, **TEMPLATE["Outputs"]} if name.startswith(("Remember", "SignIns"))]

    assert len(parts) == 13
    assert [name for name in parts if OFF.exists(name)] == []
    assert [name for name in parts if not ON.exists(name)] == []


def test_who_writes_sign_ins_cannot_read_them_and_the_logout_cannot_write_them() -> None:
    about = {one["Sid"]: one["Action"] for one in statements(ON) if one["Resource"] == "SignInsTable.Arn"}

    assert about == {"KeepSignIns": "dynamodb:BatchWriteItem", "AskHowPeopleCameIn": "dynamodb:Query"}
    assert not [one for one in statements(OFF) if "SignInsTable" in str(one["Resource"])]


def test_nobody_but_the_one_pool_may_call_it() -> None:
    permission = ON.value(RESOURCES["RememberPermission"]["Properties"])

    assert permission["Principal"] == "cognito-idp.amazonaws.com"
    assert permission["SourceArn"] == "arn:aws:cognito-idp:eu-west-3:000000000000:userpool/eu-west-3_AbC"
    assert permission["SourceAccount"] == "000000000000"
    callers = [one["FunctionName"] for one in of_type("AWS::Lambda::Permission").values()]
    assert callers.count({"Ref": "RememberFunction"}) == 1


def test_it_finds_in_its_environment_what_it_demands_and_no_needless_secret() -> None:
    found = environment(FUNCTION, Remember="on")

    assert found.keys() >= config.REMEMBER
    assert "CLIENT_SECRETS" not in found
    assert found["REMEMBER_TABLE"] == environment(FUNCTIONS["LogoutFunction"], Remember="on")["REMEMBER_TABLE"]


def test_it_may_take_no_longer_than_cognito_waits() -> None:
    assert FUNCTION["Timeout"] == 5
    assert keeping.SECONDS == 0.3


def test_the_table_forgets_by_itself() -> None:
    assert RESOURCES["SignInsTable"]["Properties"]["TimeToLiveSpecification"] == {
        "AttributeName": "expires",
        "Enabled": True,
    }


def test_a_few_cold_starts_and_a_lost_sign_in_are_no_alarm() -> None:
    slow, lost = (RESOURCES[name]["Properties"] for name in ("RememberDurationAlarm", "SignInsNotKeptAlarm"))

    assert (slow["ExtendedStatistic"], slow["EvaluateLowSampleCountPercentile"]) == ("p90", "ignore")
    assert (lost["Statistic"], lost["Threshold"], lost["EvaluationPeriods"]) == ("Sum", 1, 3)
