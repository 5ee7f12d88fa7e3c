"""Every parameter of the template explains itself and refuses what it cannot mean."""

import re
from typing import Any

import pytest

from tests.architecture.template import PARAMETERS, REQUIRED, Deployment

EVERY_PARAMETER = pytest.mark.parametrize(("name", "parameter"), PARAMETERS.items(), ids=PARAMETERS)
URLS = ["CognitoDomain", "CognitoIssuer", "CognitoJwksUrl", "CognitoDiscoveryUrl", "PublicUrl"]
URLS_WITH_PATH = URLS[1:]
ACCOUNT = "arn:aws:{}:eu-west-1:000000000000:{}"
A_SECRET = ACCOUNT.format("secretsmanager", "secret:logout/keys-AbCdEf")


def accepts(name: str, value: str) -> bool:
    """Whether CloudFormation would take the value: a pattern has to match the whole of it."""
    return re.fullmatch(PARAMETERS[name]["AllowedPattern"], value) is not None


@EVERY_PARAMETER
def test_every_parameter_says_in_a_sentence_what_it_is_for(name: str, parameter: dict[str, Any]) -> None:
    assert re.fullmatch(r"[A-Z].{30,}[^.]\.", parameter["Description"]), name


@EVERY_PARAMETER
def test_every_parameter_is_held_by_a_pattern_a_list_or_limits(name: str, parameter: dict[str, Any]) -> None:
    if "AllowedPattern" in parameter:
        assert parameter["AllowedPattern"].startswith("^") and parameter["AllowedPattern"].endswith("$"), name
    elif parameter["Type"] == "Number" and "AllowedValues" not in parameter:
        assert parameter["MinValue"] < parameter["MaxValue"], name
    else:
        assert parameter["AllowedValues"], name


@EVERY_PARAMETER
def test_every_default_is_a_value_that_the_parameter_takes(name: str, parameter: dict[str, Any]) -> None:
    default = parameter.get("Default")
    if default is None:
        assert name in REQUIRED, f"{name} has to be given on every deployment"
    elif "AllowedPattern" in parameter:
        assert accepts(name, default)
    elif "AllowedValues" in parameter:
        assert default in parameter["AllowedValues"]
    else:
        assert parameter["MinValue"] <= default <= parameter["MaxValue"]


@pytest.mark.parametrize("name", URLS)
@pytest.mark.parametrize(
    "url",
    [
        "https://login.example.com",
        "https://example.auth.eu-west-1.amazoncognito.com",
        "https://login.example.com:8443",
        "http://localhost:8001",
        "http://idp.localhost:8001",
        "http://127.0.0.1",
        "http://127.8.9.10:4566",
        "http://[::1]:8001",
    ],
)
def test_a_url_is_https_or_on_loopback(name: str, url: str) -> None:
    assert accepts(name, url)


@pytest.mark.parametrize("name", URLS)
@pytest.mark.parametrize(
    "url",
    [
        "login.example.com",
        "http://login.example.com",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://localhost@example.com",
        "http://example.com#.localhost",
        "https://user@example.com",
        "https://login.example.com/",
        "https://login.example.com?a=b",
        "https://login.example.com#a",
        "https://*.example.com",
        "https://login.example.com\n",
        "javascript:alert(1)",
        "<https-pool-domain>",
    ],
)
def test_any_other_url_is_refused(name: str, url: str) -> None:
    assert not accepts(name, url)


@pytest.mark.parametrize("name", URLS_WITH_PATH)
def test_a_url_other_than_the_domain_may_have_a_path(name: str) -> None:
    assert accepts(name, "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC/.well-known/jwks.json")
    assert accepts(name, "http://localhost:4566/_aws/execute-api/logout/live")
    assert not accepts("CognitoDomain", "https://login.example.com/path")


GOOD = {
    "UserPoolId": ["eu-west-1_AbCdEfGhI", "us-gov-west-1_0", "ap-southeast-2_aB3"],
    "Stage": ["dev", "prod-eu", "a"],
    "ConfigParameter": ["", "/logout/prod/config", "logout.config-1", "/logout/prod/config:3"],
    "SettingsRevision": ["1", "2027-01-31.a"],
    "SigningKeysArn": ["", A_SECRET, A_SECRET.replace("arn:aws:", "arn:aws-us-gov:")],
    "ClientSecretsArn": ["", A_SECRET],
    "AuthorizerClientIds": ["", "1example23456789", "1example23456789,robot_2"],
    "DomainName": ["", "logout.example.com", "a.b-c.example.co"],
    "CertificateArn": ["", ACCOUNT.format("acm", "certificate/12345678-1234-1234-1234-123456789012")],
    "HostedZoneId": ["", "Z0123456789ABCDEFGHIJ"],
    "AlarmTopicArn": ["", ACCOUNT.format("sns", "alarms"), ACCOUNT.format("sns", "alarms.fifo")],
}
BAD = {
    "UserPoolId": ["", "AbCdEfGhI", "eu-west-1", "eu-west-1_", "eu-west-1_a b", "eu-west-1_a/*", "<pool-id>"],
    "Stage": ["", "Dev", "../dev", "dev.toml", "1", "a" * 33],
    "ConfigParameter": ["a b", "a}}", "a:b", "a:1:2", "{{resolve:ssm:a}}"],
    "SettingsRevision": ["", "a b", "${AWS::StackName}"],
    "SigningKeysArn": ["keys", ACCOUNT.format("ssm", "parameter/keys"), A_SECRET + ":SecretString:a", A_SECRET + "}}"],
    "ClientSecretsArn": ["{}", A_SECRET + " "],
    "AuthorizerClientIds": [",", "a,", "a, b", "a b", "a" * 129],
    "DomainName": ["localhost", "https://logout.example.com", "logout.example.com.", "*.example.com", "Example.com"],
    "CertificateArn": ["arn", ACCOUNT.format("iam", "server-certificate/a")],
    "HostedZoneId": ["/hostedzone/Z01", "z01", "Z"],
    "AlarmTopicArn": ["alarms", ACCOUNT.format("sqs", "alarms"), "<topic-arn>"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in GOOD.items() for value in values])
def test_a_pattern_takes_what_is_right(name: str, value: str) -> None:
    assert accepts(name, value)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_a_pattern_refuses_what_is_wrong(name: str, value: str) -> None:
    assert not accepts(name, value)


def test_every_pattern_is_tried_with_good_and_bad_values() -> None:
    patterns = {name for name, parameter in PARAMETERS.items() if "AllowedPattern" in parameter}
    assert patterns == {*URLS, *GOOD} == {*URLS, *BAD}


def test_parameters_that_need_each_other_are_refused_alone() -> None:
    domain = {"DomainName": "logout.example.com"}
    certificate = {"CertificateArn": ACCOUNT.format("acm", "certificate/a")}
    zone = {"HostedZoneId": "Z01"}
    assert Deployment().broken_rules() == []
    assert Deployment(**domain, **certificate, **zone).broken_rules() == []
    assert Deployment(**domain).broken_rules() == ["DomainName needs CertificateArn."]
    assert Deployment(**certificate).broken_rules() == ["CertificateArn is of no use without DomainName."]
    assert Deployment(**zone).broken_rules() == ["HostedZoneId is of no use without DomainName."]
    assert Deployment(BackChannelLogout="on").broken_rules() == ["BackChannelLogout=on needs RevocationList=on."]
    assert Deployment(BackChannelLogout="on", RevocationList="on").broken_rules() == []
