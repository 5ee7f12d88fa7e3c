"""The REST API takes what the contract names, and logs nothing that may be a token."""

import json
import re

import pytest

from tests.architecture.template import RESOURCES, ROOT, TEMPLATE, Deployment, of_type

API = RESOURCES["LogoutApi"]["Properties"]
WITH_DOMAIN = {"DomainName": "logout.example.com", "CertificateArn": "arn:aws:acm:us-east-1:000000000000:certificate/a"}


def methods() -> set[tuple[str, str]]:
    """Return path and method of what anybody may call."""
    paths = Deployment().value(API["DefinitionBody"]["paths"])
    return {
        (path, "ANY" if name.startswith("x-") else name.upper()) for path, listed in paths.items() for name in listed
    }


def called(**parameters: str) -> set[str]:
    """Return what these methods call, after a deployment with these parameters."""
    body = Deployment(**parameters).value(API["DefinitionBody"]["paths"])
    found = [method["x-amazon-apigateway-integration"] for listed in body.values() for method in listed.values()]
    assert {(one["type"], one["httpMethod"]) for one in found} == {("aws_proxy", "POST")}
    return {one["uri"].rpartition("/functions/")[2].removesuffix("/invocations") for one in found}


def test_iam_lets_operators_in_and_nobody_else_by_one_method_alone() -> None:
    with_it, without = Deployment(OperatorSignOut="on"), Deployment()
    paths, definition = API["DefinitionBody"]["paths"], with_it.value(API["DefinitionBody"])
    ((method, operation),) = definition["paths"]["/sign-out"].items()
    integration = operation["x-amazon-apigateway-integration"]

    assert "/sign-out" not in without.value(paths)
    assert (method, operation["security"]) == ("post", [{"AWS_IAM": []}])
    assert definition["components"]["securitySchemes"]["AWS_IAM"]["x-amazon-apigateway-authtype"] == "awsSigv4"
    assert integration.keys() == {"type", "httpMethod", "uri"}, "no credentials of the caller's go on to the function"
    assert "/SignOutFunction.Arn/invocations" in integration["uri"]
    assert with_it.value(RESOURCES["SignOutPermission"]["Properties"])["SourceArn"].endswith("/live/POST/sign-out")
    assert [path for path, listed in definition["paths"].items() for one in listed.values() if "security" in one] == [
        "/sign-out"
    ]
    assert "Auth" not in API and "Auth" not in TEMPLATE["Globals"]["Api"]


def test_providers_are_heard_by_one_method_of_a_function_of_its_own() -> None:
    with_it, without = Deployment(BackChannelLogout="on", RevocationList="on"), Deployment()
    route, paths = "/backchannel-logout/{provider}", API["DefinitionBody"]["paths"]
    ((method, operation),) = with_it.value(paths)[route].items()
    permission = with_it.value(RESOURCES["SignalsPermission"]["Properties"])

    assert route not in without.value(paths) and not without.exists("SignalsFunction")
    assert (method, operation.keys()) == ("post", {"x-amazon-apigateway-integration"})
    uri = operation["x-amazon-apigateway-integration"]["uri"]
    assert "/SignalsFunction.Arn/invocations" in uri
    assert permission["SourceArn"].endswith("/live/POST/backchannel-logout/*")
    url = TEMPLATE["Outputs"]["BackChannelLogoutUrl"]["Value"]
    assert Deployment(**WITH_DOMAIN).value(url) == "https://logout.example.com/backchannel-logout/"


def test_every_route_of_the_contract_answers_every_method() -> None:
    routes = {"/logout", "/logout/start", "/logout/return", "/.well-known/openid-configuration"}
    assert {path for path, method in methods() if method == "ANY"} == routes
    assert {path for path, _ in methods()} == routes


def test_the_methods_that_people_need_have_a_rate_of_their_own() -> None:
    assert {(path, method) for path, method in methods() if method != "ANY"} == {
        ("/logout", "GET"),
        ("/logout", "POST"),
        ("/logout", "OPTIONS"),
        ("/logout/start", "GET"),
        ("/logout/return", "GET"),
        ("/logout/return", "POST"),
        ("/.well-known/openid-configuration", "GET"),
    }


def test_the_api_calls_the_function_itself_and_with_snapstart_its_newest_version() -> None:
    permission = RESOURCES["LogoutPermission"]["Properties"]
    function = RESOURCES["LogoutFunction"]["Properties"]

    assert called() == {"LogoutFunction.Arn"}
    assert Deployment().value(permission["FunctionName"]) == "LogoutFunction"
    assert Deployment().value(function["SnapStart"]) == {"ApplyOn": "None"}
    assert called(SnapStart="on") == {"LogoutFunction.Alias"}
    assert Deployment(SnapStart="on").value(permission["FunctionName"]) == "LogoutFunction.Alias"
    assert Deployment(SnapStart="on").value(function["SnapStart"]) == {"ApplyOn": "PublishedVersions"}
    assert permission["SourceArn"]["Fn::Sub"].endswith(":${LogoutApi}/live/*")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("SnapStart", "on"), ("SettingsRevision", "2"), ("Stage", "prod"), ("Retry", "on"), ("RevocationList", "on")),
        *(("AdminSignOut", "on"), ("AdminGetUser", "on"), ("BackChannelLogout", "on")),
    ],
)
def test_a_version_is_published_when_a_parameter_changes_that_its_description_names(name: str, value: str) -> None:
    description = RESOURCES["LogoutFunction"]["Properties"]["VersionDescription"]
    longest = Deployment(Stage="s" * 32, SettingsRevision="1" * 64)

    assert Deployment().value(description) != Deployment(**{name: value}).value(description)
    assert len(longest.value(description)) <= 256, "Lambda takes no more"


def test_every_method_is_throttled_by_parameters() -> None:
    settings = {(entry["ResourcePath"], entry["HttpMethod"]): entry for entry in API["MethodSettings"]}
    assert settings.keys() == {("/*", "*"), ("/~1.well-known~1openid-configuration", "GET")}
    for entry in settings.values():
        assert entry["ThrottlingRateLimit"].keys() == entry["ThrottlingBurstLimit"].keys() == {"Ref"}


def test_the_api_is_measured_and_traced_but_its_requests_are_not_written_down() -> None:
    assert API["TracingEnabled"] is True
    for entry in API["MethodSettings"]:
        assert (entry["MetricsEnabled"], entry["DataTraceEnabled"], entry["LoggingLevel"]) == (True, False, "OFF")


def test_the_access_log_is_one_json_object_without_anything_the_caller_wrote() -> None:
    entry = API["AccessLogSetting"]["Format"]
    assert "\n" not in entry
    assert set(json.loads(entry).values()) == {
        "$context.extendedRequestId",
        "$context.integration.requestId",
        "$context.requestTimeEpoch",
        "$context.identity.sourceIp",
        "$context.httpMethod",
        "$context.resourcePath",
        "$context.status",
        "$context.responseLength",
        "$context.responseLatency",
        "$context.integrationLatency",
        "$context.integrationStatus",
        "$context.error.responseType",
        "$context.wafResponseCode",
    }


def test_the_access_log_has_a_log_group_of_its_own() -> None:
    group = re.search(r"log-group:\$\{(\w+)\}$", API["AccessLogSetting"]["DestinationArn"]["Fn::Sub"])
    assert group and RESOURCES[group[1]]["Type"] == "AWS::Logs::LogGroup"
    functions = of_type("AWS::Serverless::Function").values()
    assert group[1] not in {function["LoggingConfig"]["LogGroup"]["Ref"] for function in functions}


def test_there_is_one_stage_and_it_is_live() -> None:
    assert API["StageName"] == "live"
    assert TEMPLATE["Globals"]["Api"]["OpenApiVersion"], "without it SAM adds a stage named Stage"
    assert API["AlwaysDeploy"] is True, "what stands behind conditions and mappings is deployed only so"


def test_nothing_is_mocked_and_no_foreign_origin_is_let_in_by_the_gateway() -> None:
    text = (ROOT / "template.yaml").read_text()
    assert "Cors" not in API and "Cors" not in TEMPLATE["Globals"]["Api"]
    assert not re.search(r"Access-Control|type: mock|MockIntegration", text, re.I)


def test_a_domain_of_ones_own_is_mapped_to_the_root_and_switches_the_other_host_off() -> None:
    own, without = Deployment(**WITH_DOMAIN), Deployment()
    assert own.value(API["DisableExecuteApiEndpoint"]) is True
    assert without.value(API["DisableExecuteApiEndpoint"]) is False
    assert own.exists("Domain") and own.exists("DomainMapping") and not own.exists("DomainRecord")
    assert Deployment(**WITH_DOMAIN, HostedZoneId="Z01").exists("DomainRecord")
    assert not without.exists("Domain") and not without.exists("DomainMapping")
    assert "BasePath" not in RESOURCES["DomainMapping"]["Properties"]


@pytest.mark.parametrize(
    ("parameters", "base"),
    [
        ({}, "https://LogoutApi.execute-api.us-east-1.amazonaws.com/live"),
        (WITH_DOMAIN, "https://logout.example.com"),
        ({"PublicUrl": "https://www.example.com/account"}, "https://www.example.com/account"),
        ({**WITH_DOMAIN, "PublicUrl": "https://www.example.com"}, "https://www.example.com"),
    ],
)
def test_the_urls_to_register_are_those_that_browsers_use(parameters: dict[str, str], base: str) -> None:
    deployment, outputs = Deployment(**parameters), TEMPLATE["Outputs"]
    assert deployment.value(outputs["LogoutUrl"]["Value"]) == base + "/logout"
    assert deployment.value(outputs["ReturnUrl"]["Value"]) == base + "/logout/return"
    variables = TEMPLATE["Globals"]["Function"]["Environment"]["Variables"]
    assert deployment.value(variables["PUBLIC_URL"]) == (base if parameters else "")


def test_every_output_says_in_a_sentence_what_it_is() -> None:
    for name, output in TEMPLATE["Outputs"].items():
        assert re.fullmatch(r"[A-Z].{15,}\.", output["Description"]), name


def test_the_accounts_role_for_logs_is_touched_only_on_request_and_then_outlives_the_stack() -> None:
    for logical_id in ("ApiGatewayAccount", "ApiGatewayRole"):
        assert not Deployment().exists(logical_id)
        assert Deployment(ApiGatewayLogRole="create").exists(logical_id)
        assert RESOURCES[logical_id]["DeletionPolicy"] == RESOURCES[logical_id]["UpdateReplacePolicy"] == "Retain"
    waiting = Deployment(ApiGatewayLogRole="create").value(API["Description"])
    assert "ApiGatewayAccount" in waiting, "the API waits for the role by naming it"
