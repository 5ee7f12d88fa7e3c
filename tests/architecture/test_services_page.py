"""The page docs/services.md is true: its code stands in files that the tests run, and SAM makes of it what it says."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from coordinator.core.admission import LONGEST_CACHE
from samtranslator.translator.transform import transform

from tests.architecture.sources import ROOT
from tests.architecture.template import PARAMETERS, parsed

PAGE = (ROOT / "docs/services.md").read_text(encoding="utf-8")
RUN = ("tests/functional/services/", "tests/e2e/protected/")
QUOTED = re.compile(r"\[`([^`]+)`\]\(\.\./[^)]+\):\n\n```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCKS = QUOTED.findall(PAGE)
PROTECTED = ROOT / "tests/e2e/protected"


@pytest.mark.parametrize(("file", "block"), BLOCKS)
def test_a_block_of_code_stands_in_the_file_that_is_named_above_it(file: str, block: str) -> None:
    assert file.startswith(RUN)
    assert block in (ROOT / file).read_text(encoding="utf-8")


def test_all_code_is_quoted_but_what_pip_iam_and_cloudformation_take() -> None:
    assert len(re.findall(r"^```\w", PAGE, re.MULTILINE)) == len(BLOCKS) + 3
    folders = (ROOT / "tests/functional/services", PROTECTED)
    files = {str(path.relative_to(ROOT)) for folder in folders for path in folder.glob("[!_]*.*")}
    assert {file for file, _ in BLOCKS} == files


class NoPolicies:
    """No template here names one of AWS's own policies."""

    def load(self) -> dict[str, str]:
        """None."""
        return {}


@pytest.fixture
def made_of(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], dict[str, Any]]:
    """What SAM makes of a template, by logical id."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")

    def made(name: str) -> dict[str, Any]:
        document = parsed((PROTECTED / name).read_text(encoding="utf-8"))
        resources: dict[str, Any] = transform(document, {}, NoPolicies())["Resources"]
        return resources

    return made


def test_a_rest_api_asks_with_every_call_and_says_401(made_of: Callable[[str], dict[str, Any]]) -> None:
    api = made_of("rest_api.yaml")["Api"]["Properties"]["Body"]
    authorizer = api["securityDefinitions"]["LivingSessions"]["x-amazon-apigateway-authorizer"]
    refused = api["x-amazon-apigateway-gateway-responses"]["ACCESS_DENIED"]

    assert (authorizer["type"], authorizer["authorizerResultTtlInSeconds"]) == ("token", 0)
    assert (refused["statusCode"], list(refused["responseParameters"])) == (
        "401",
        ["gatewayresponse.header.WWW-Authenticate"],
    )
    assert all(method["security"] == [{"LivingSessions": []}] for method in api["paths"]["/orders"].values())


def test_an_http_api_asks_with_every_call_and_takes_simple_answers(
    made_of: Callable[[str], dict[str, Any]],
) -> None:
    api = made_of("http_api.yaml")["Api"]["Properties"]["Body"]
    authorizer = api["components"]["securitySchemes"]["LivingSessions"]["x-amazon-apigateway-authorizer"]

    assert authorizer["authorizerPayloadFormatVersion"] == "2.0"
    assert authorizer["enableSimpleResponses"] is True
    assert authorizer["authorizerResultTtlInSeconds"] == 0


def test_the_permission_written_by_hand_is_the_one_that_sam_makes(made_of: Callable[[str], dict[str, Any]]) -> None:
    (block,) = re.findall(r"^```yaml\n(  AuthorizerPermission:\n.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    by_hand = parsed(block)["AuthorizerPermission"]
    by_sam = made_of("http_api.yaml")["ApiLivingSessionsAuthorizerPermission"]

    text, names = by_sam["Properties"]["SourceArn"]["Fn::Sub"]
    (name,) = names
    by_sam["Properties"]["SourceArn"] = {"Fn::Sub": text.replace(f"${{{name}}}", "${Api}")}
    assert by_hand == by_sam


def test_the_limits_on_the_page_are_those_of_the_code() -> None:
    assert PARAMETERS["AuthorizerCacheSeconds"]["MaxValue"] == LONGEST_CACHE
    assert PAGE.count(f"0 to {LONGEST_CACHE}") == 2
