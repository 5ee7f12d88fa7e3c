"""Every function of the template has its own role and log, and is told exactly what the contract says."""

import json
import re
from typing import Any

import pytest

from tests.architecture.template import RESOURCES, ROOT, TEMPLATE, Deployment, of_type

FUNCTIONS = of_type("AWS::Serverless::Function")
EVERY_FUNCTION = pytest.mark.parametrize(("name", "function"), FUNCTIONS.items(), ids=FUNCTIONS)
GLOBALS = TEMPLATE["Globals"]["Function"]
CONTRACT = {
    "USER_POOL_ID",
    "COGNITO_DOMAIN",
    "COGNITO_ISSUER",
    "COGNITO_JWKS_URL",
    "COGNITO_DISCOVERY_URL",
    "PUBLIC_URL",
    "STAGE",
    "CONFIG",
    "CONFIG_FILE",
    "SIGNING_KEYS",
    "CLIENT_SECRETS",
    "ADMIN_SIGN_OUT",
    "ADMIN_GET_USER",
    "REVOCATION_TABLE",
    "REMEMBER_TABLE",
    "RETRY_QUEUE_URL",
    "RETRY_KEY_ARN",
    "BACK_CHANNEL",
    "AUTHORIZER_CLIENT_IDS",
    "AUTHORIZER_CACHE_SECONDS",
    "AUTHORIZER_WHEN_DOWN",
}
SWITCHES = (
    "AdminSignOut",
    "AdminGetUser",
    "Retry",
    "RevocationList",
    "OperatorSignOut",
    "Remember",
    "BackChannelLogout",
)
EVERYTHING = Deployment(**dict.fromkeys(SWITCHES, "on"))
A_SECRET = "arn:aws:secretsmanager:eu-west-1:000000000000:secret:logout-AbCdEf"


def environment(function: dict[str, Any], **parameters: str | int) -> dict[str, str]:
    """Return what a function finds in its environment after a deployment with these parameters."""
    variables = {**GLOBALS["Environment"]["Variables"], **function.get("Environment", {}).get("Variables", {})}
    evaluated: dict[str, str] = Deployment(**parameters).value(variables)
    return evaluated


@EVERY_FUNCTION
def test_every_function_writes_to_a_log_group_of_its_own_with_retention(name: str, function: dict[str, Any]) -> None:
    group = function["LoggingConfig"]["LogGroup"]["Ref"]
    assert RESOURCES[group]["Type"] == "AWS::Logs::LogGroup"
    assert [other["LoggingConfig"]["LogGroup"]["Ref"] for other in FUNCTIONS.values()].count(group) == 1, name


@pytest.mark.parametrize(("name", "group"), of_type("AWS::Logs::LogGroup").items())
def test_every_log_group_forgets_after_the_days_asked_for(name: str, group: dict[str, Any]) -> None:
    assert group["RetentionInDays"] == {"Ref": "LogRetentionDays"}, name
    assert group.get("LogGroupClass", "STANDARD") == "STANDARD", "metrics in log lines need the standard class"


@EVERY_FUNCTION
def test_log_lines_that_are_json_already_are_kept_at_their_level(name: str, function: dict[str, Any]) -> None:
    logging = function["LoggingConfig"]
    assert (logging["LogFormat"], logging["ApplicationLogLevel"]) == ("JSON", "INFO"), name


@EVERY_FUNCTION
def test_every_function_has_its_handler_in_a_folder_of_its_own(name: str, function: dict[str, Any]) -> None:
    folder, module, entry = function["Handler"].split(".")
    assert (module, entry) == ("handler", "lambda_handler"), name
    assert (ROOT / GLOBALS["CodeUri"] / folder / "handler.py").is_file(), name


def test_what_all_functions_share_stands_once() -> None:
    assert GLOBALS["CodeUri"] == "functions/" and GLOBALS["Runtime"] == "python3.13"
    assert (GLOBALS["Timeout"], GLOBALS["Tracing"]) == (15, "Active")
    assert not any({"CodeUri", "Runtime", "Layers"} & function.keys() for function in FUNCTIONS.values())


@EVERY_FUNCTION
def test_every_function_has_a_role_of_its_own(name: str, function: dict[str, Any]) -> None:
    roles = [other["Role"]["Fn::GetAtt"][0] for other in FUNCTIONS.values()]
    role = function["Role"]["Fn::GetAtt"][0]
    assert RESOURCES[role]["Type"] == "AWS::IAM::Role" and roles.count(role) == 1, name
    assert "Policies" not in function, "a policy belongs to the role, where its Sid says why"


def statements(deployment: Deployment) -> list[dict[str, Any]]:
    """Return every IAM statement of a deployment."""
    roles = [deployment.value(role) for name, role in of_type("AWS::IAM::Role").items() if deployment.exists(name)]
    return [
        statement
        for role in roles
        for policy in role.get("Policies", [])
        for statement in policy["PolicyDocument"]["Statement"]
    ]


def test_no_statement_is_about_everything() -> None:
    for statement in statements(EVERYTHING):
        assert statement["Effect"] == "Allow" and statement["Sid"]
        assert "NotAction" not in statement and "NotResource" not in statement
        assert "*" not in json.dumps([statement["Action"], statement["Resource"]]), statement["Sid"]


def test_only_the_policies_of_aws_that_were_thought_about_are_attached() -> None:
    attached = {
        arn for role in of_type("AWS::IAM::Role").values() for arn in Deployment().value(role["ManagedPolicyArns"])
    }
    assert attached == {
        "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess",
        "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
    }


def test_every_statement_has_a_name_of_its_own() -> None:
    names = [statement["Sid"] for statement in statements(EVERYTHING)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("parameter", "action"), [("AdminSignOut", "AdminUserGlobalSignOut"), ("AdminGetUser", "AdminGetUser")]
)
def test_an_administrators_call_is_allowed_on_the_one_pool_and_only_when_switched_on(
    parameter: str, action: str
) -> None:
    def allowed(**parameters: str) -> list[Any]:
        return [
            statement["Resource"]
            for statement in statements(Deployment(**parameters))
            if statement["Action"] == f"cognito-idp:{action}"
        ]

    assert allowed(**{parameter: "off"}) == []
    assert allowed(**{parameter: "on"}, UserPoolId="eu-west-3_AbC") == [
        "arn:aws:cognito-idp:eu-west-3:000000000000:userpool/eu-west-3_AbC"
    ]


@EVERY_FUNCTION
def test_the_names_in_the_environment_are_those_of_the_contract(name: str, function: dict[str, Any]) -> None:
    assert environment(function).keys() <= CONTRACT, name
    assert not any("POWERTOOLS" in variable for variable in environment(function)), "given in code"


def test_what_is_optional_is_empty_when_it_is_not_given() -> None:
    assert environment(FUNCTIONS["LogoutFunction"]) == {
        "USER_POOL_ID": "us-east-1_AbCdEfGhI",
        "COGNITO_DOMAIN": "https://login.example.com",
        "COGNITO_ISSUER": "",
        "COGNITO_JWKS_URL": "",
        "COGNITO_DISCOVERY_URL": "",
        "STAGE": "dev",
        "CONFIG": "",
        "PUBLIC_URL": "",
        "ADMIN_SIGN_OUT": "off",
        "ADMIN_GET_USER": "off",
        "RETRY_QUEUE_URL": "",
        "RETRY_KEY_ARN": "",
        "REVOCATION_TABLE": "",
        "BACK_CHANNEL": "off",
        "REMEMBER_TABLE": "",
        "SIGNING_KEYS": "{{resolve:secretsmanager:SigningKeys:SecretString}}",
        "CLIENT_SECRETS": "",
    }


def test_who_hears_providers_is_given_no_secret_and_may_do_no_more_than_it_does() -> None:
    role = RESOURCES["SignalsRole"]["Properties"]
    allowed = {
        action
        for policy in EVERYTHING.value(role)["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    }

    assert not {"SIGNING_KEYS", "CLIENT_SECRETS"} & environment(FUNCTIONS["SignalsFunction"]).keys()
    assert allowed == {
        *("logs:CreateLogStream", "logs:PutLogEvents", "sqs:SendMessage", "dynamodb:Query"),
        *("cognito-idp:AdminGetUser", "cognito-idp:AdminUserGlobalSignOut"),
        *("dynamodb:UpdateItem", "dynamodb:BatchGetItem"),
    }


def test_configuration_and_secrets_are_resolved_at_deployment() -> None:
    found = environment(
        FUNCTIONS["LogoutFunction"],
        ConfigParameter="/logout/config:3",
        SigningKeysArn=A_SECRET + "1",
        ClientSecretsArn=A_SECRET + "2",
    )
    assert found["CONFIG"] == "{{resolve:ssm:/logout/config:3}}"
    assert found["SIGNING_KEYS"] == "{{resolve:secretsmanager:" + A_SECRET + "1:SecretString}}"
    assert found["CLIENT_SECRETS"] == "{{resolve:secretsmanager:" + A_SECRET + "2:SecretString}}"


def test_a_signing_key_is_made_only_when_none_is_given() -> None:
    made = RESOURCES["SigningKeys"]["Properties"]["GenerateSecretString"]
    assert (made["PasswordLength"], made["ExcludePunctuation"], made["ExcludeCharacters"]) == (64, True, ",")
    for logical_id in ("SigningKeys", "SigningKeysArn"):
        assert Deployment().exists(logical_id)
        assert not Deployment(SigningKeysArn=A_SECRET).exists(logical_id)


@EVERY_FUNCTION
def test_a_new_revision_of_the_settings_changes_the_function_itself(name: str, function: dict[str, Any]) -> None:
    assert re.search(r"settings 7\b", Deployment(SettingsRevision="7").value(function["Description"])), name
