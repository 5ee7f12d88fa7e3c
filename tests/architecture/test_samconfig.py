"""samconfig.toml deploys to places that exist, with parameters that exist."""

import re
import tomllib
from typing import Any

import pytest

from tests.architecture.template import PARAMETERS, REQUIRED, ROOT

SAMCONFIG: dict[str, Any] = tomllib.loads((ROOT / "samconfig.toml").read_text())
ENVIRONMENTS = ["local", "dev", "prod"]
PLACEHOLDER = re.compile(r"<[a-z-]+>")


def overrides(environment: str, command: str = "global") -> dict[str, str]:
    """Return the parameters that an environment gives a command."""
    pairs = SAMCONFIG[environment][command]["parameters"]["parameter_overrides"]
    return dict(pair.split("=", 1) for pair in pairs)


def taken(name: str, value: str) -> bool:
    """Whether CloudFormation would take the value."""
    parameter = PARAMETERS[name]
    if "AllowedPattern" in parameter:
        return re.fullmatch(parameter["AllowedPattern"], value) is not None
    return value in map(str, parameter["AllowedValues"])


def test_the_environments_are_local_dev_and_prod() -> None:
    assert SAMCONFIG.keys() - {"version", "default"} == set(ENVIRONMENTS)
    assert "deploy" not in SAMCONFIG["default"], "where to deploy is always said"


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_an_environment_gives_parameters_that_the_template_has(environment: str) -> None:
    given = overrides(environment)
    assert REQUIRED.keys() <= given.keys() <= PARAMETERS.keys()
    assert given["Stage"] == environment


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_a_value_is_right_or_a_placeholder_that_deploys_nothing(environment: str) -> None:
    for name, value in overrides(environment).items():
        assert taken(name, value) != bool(PLACEHOLDER.fullmatch(value)), f"{name}={value}"


def test_local_is_complete_and_the_others_wait_for_a_person() -> None:
    waiting = {
        environment: {*map(bool, map(PLACEHOLDER.fullmatch, overrides(environment).values()))}
        for environment in ENVIRONMENTS
    }
    assert waiting == {"local": {False}, "dev": {False, True}, "prod": {False, True}}


@pytest.mark.parametrize("command", ["local_invoke", "local_start_api"])
def test_a_function_runs_on_a_clone_without_an_account(command: str) -> None:
    given = overrides("default", command)
    assert REQUIRED.keys() <= given.keys() and given["Stage"] == "local"
    assert all(taken(name, value) for name, value in given.items())


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_only_prod_asks_before_it_changes_anything(environment: str) -> None:
    deploy = SAMCONFIG[environment]["deploy"]["parameters"]
    assert deploy["confirm_changeset"] is (environment == "prod")
    assert deploy["capabilities"] == "CAPABILITY_IAM" and deploy["resolve_s3"] is True


def test_validation_always_lints() -> None:
    assert SAMCONFIG["default"]["validate"]["parameters"]["lint"] is True
