"""The authorizer comes and goes with the revocation list and only reads it; no function is given a needless secret."""

from coordinator.settings import config, guarding

from tests.architecture.template import RESOURCES, TEMPLATE, Deployment
from tests.architecture.test_template_functions import FUNCTIONS, environment, statements

OFF, ON = Deployment(), Deployment(Retry="on", RevocationList="on")
SECRETS = {"SIGNING_KEYS", "CLIENT_SECRETS"}
NEEDS = {"LogoutFunction": config.LOGOUT, "RetryFunction": config.RETRY, "AuthorizerFunction": config.AUTHORIZER}


def test_everything_of_it_comes_and_goes_with_the_list() -> None:
    parts = [name for name in {**RESOURCES, **TEMPLATE["Outputs"]} if name.startswith("Authorizer")]
    assert len(parts) == 9
    assert [name for name in parts if OFF.exists(name)] == []
    assert [name for name in parts if not ON.exists(name)] == []


def test_the_functions_that_write_the_list_cannot_read_it_and_the_one_that_reads_it_cannot_write() -> None:
    about = {one["Sid"]: one["Action"] for one in statements(ON) if one["Resource"] == "RevocationTable.Arn"}
    assert about == {
        "DenySessions": "dynamodb:UpdateItem",
        "DenySessionsAgain": "dynamodb:UpdateItem",
        "AskTheList": "dynamodb:BatchGetItem",
    }


def test_a_function_is_given_the_secrets_that_it_needs_and_no_other() -> None:
    for name, needs in NEEDS.items():
        assert environment(FUNCTIONS[name]).keys() & SECRETS == needs & SECRETS, name


def test_a_function_finds_in_its_environment_what_it_demands() -> None:
    for name, needs in NEEDS.items():
        assert needs <= environment(FUNCTIONS[name], RevocationList="on").keys(), name


def test_a_few_cold_starts_are_no_alarm() -> None:
    slow = RESOURCES["AuthorizerDurationAlarm"]["Properties"]
    assert (slow["ExtendedStatistic"], slow["EvaluateLowSampleCountPercentile"]) == ("p90", "ignore")


def test_what_is_chosen_reaches_the_authorizer() -> None:
    chosen = {"AuthorizerClientIds": "a,b", "AuthorizerCacheSeconds": 9, "AuthorizerWhenDown": "open"}
    found = environment(FUNCTIONS["AuthorizerFunction"], **chosen)  # type: ignore[arg-type]  # texts and a number
    assert [found[name] for name in guarding.NAMES] == ["a,b", 9, "open"]
    assert found["REVOCATION_TABLE"] == "RevocationTable"
