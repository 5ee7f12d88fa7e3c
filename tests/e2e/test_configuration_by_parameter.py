"""An SSM parameter that takes the stage file's place: deployed, and used by people who sign out."""

import tomllib

import pytest

from local import journeys
from local.audit import AuditTrail
from local.deployment import CONFIG_PARAMETER, resource
from local.places import REPOSITORY
from local.system import LocalSystem

pytestmark = pytest.mark.e2e


def test_people_sign_out_of_an_app_that_only_the_parameter_knows(system: LocalSystem, audit: AuditTrail) -> None:
    text = system.clients.of("ssm").get_parameter(Name=CONFIG_PARAMETER)["Parameter"]["Value"]
    file = (REPOSITORY / "functions" / "config" / "local.toml").read_text(encoding="utf-8")
    clients = {app["client_id"] for app in tomllib.loads(text)["apps"].values()}

    assert clients.isdisjoint(app["client_id"] for app in tomllib.loads(file)["apps"].values())
    chapter = journeys.browser_logout(system, audit)
    assert [finding.subject for finding in chapter.findings if not finding.right] == []


def test_every_function_is_given_the_parameters_text_itself(system: LocalSystem) -> None:
    text = system.clients.of("ssm").get_parameter(Name=CONFIG_PARAMETER)["Parameter"]["Value"]

    for name in ("LogoutFunction", "RetryFunction", "AuthorizerFunction", "SignOutFunction"):
        function = system.clients.of("lambda").get_function_configuration(FunctionName=resource(system.clients, name))
        assert function["Environment"]["Variables"]["CONFIG"] == text
