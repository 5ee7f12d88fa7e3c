"""With SnapStart on, the API calls a published version that has a snapshot, and a changed setting publishes another."""

import pytest

from local import deployment, journeys
from local.audit import AuditTrail
from local.deployment import resource
from local.system import LocalSystem
from tests.e2e.conftest import Silent, unused_places

pytestmark = [pytest.mark.e2e, pytest.mark.more]


def published(system: LocalSystem) -> dict[str, str]:
    """The versions of the logout function that lie behind its alias, and their optimization, by number."""
    functions, name = system.clients.of("lambda"), resource(system.clients, "LogoutFunction")
    number = functions.get_alias(FunctionName=name, Name="live")["FunctionVersion"]
    version = functions.get_function_configuration(FunctionName=name, Qualifier=number)
    return {number: version["SnapStart"]["OptimizationStatus"]}


def called(system: LocalSystem) -> set[str]:
    """What the API calls: the last part of each integration's address."""
    api, gateway = resource(system.clients, "LogoutApi"), system.clients.of("apigateway")
    resources = gateway.get_resources(restApiId=api, embed=["methods"])["items"]
    uris = [
        method["methodIntegration"]["uri"].removesuffix("/invocations")
        for one in resources
        if one["path"].startswith("/logout")
        for method in one.get("resourceMethods", {}).values()
    ]
    return {uri.rpartition(":")[2] for uri in uris}


def update(system: LocalSystem, **changed: str) -> None:
    """Deploy the same template again with other parameters."""
    stacks = system.clients.of("cloudformation")
    (stack,) = stacks.describe_stacks(StackName=deployment.STACK)["Stacks"]
    given = {one["ParameterKey"]: one["ParameterValue"] for one in stack["Parameters"]} | changed
    stacks.update_stack(
        StackName=deployment.STACK,
        UsePreviousTemplate=True,
        Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in given.items()],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    )
    stacks.get_waiter("stack_update_complete").wait(StackName=deployment.STACK, WaiterConfig={"Delay": 1})


def test_a_sign_out_meets_a_version_with_a_snapshot(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = deployment.parameters
    monkeypatch.setattr(deployment, "parameters", lambda *given: usual(*given) | {"SnapStart": "on"})

    with LocalSystem(unused_places("e2e-snapstart"), Silent()) as system:
        first = published(system)
        chapter = journeys.browser_logout(system, AuditTrail(system.clients))
        update(system, SettingsRevision="2")
        second = published(system)
        targets = called(system)

    assert targets == {"live"}
    assert [finding.subject for finding in chapter.findings if not finding.right] + chapter.problems == []
    assert set(first.values()) == set(second.values()) == {"On"}
    assert first.keys() != second.keys()
