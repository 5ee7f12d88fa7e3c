"""`sam package` makes of what was built a template that the Serverless Application Repository takes."""

from typing import Any

import pytest

from local.deployment import sam
from local.system import LocalSystem
from tests.architecture.template import parsed

pytestmark = pytest.mark.e2e

BUCKET = "packages"


@pytest.fixture(scope="module")
def packaged(system: LocalSystem) -> dict[str, Any]:
    """The packaged template, with the application's own files and the functions in a bucket."""
    system.clients.of("s3").create_bucket(Bucket=BUCKET)
    built, into = system.places.root / "build" / "template.yaml", system.places.root / "packaged.yaml"
    files = ["--template-file", str(built), "--output-template-file", str(into)]
    process = sam(system.places, "package", *files, "--s3-bucket", BUCKET)
    process.start()
    process.finish(60)
    return parsed(into.read_text(encoding="utf-8"))


def test_what_the_repository_asks_for_is_there(packaged: dict[str, Any], system: LocalSystem) -> None:
    told = packaged["Metadata"]["AWS::ServerlessRepo::Application"]

    # https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-template-publishing-applications-metadata-properties.html
    assert {"Name", "Description", "Author", "SemanticVersion", "SpdxLicenseId"} <= told.keys()
    assert len(told["Description"]) <= 256 and len(told["Labels"]) <= 10
    for name in ("LicenseUrl", "ReadmeUrl"):
        bucket, _, key = told[name].removeprefix("s3://").partition("/")
        text = system.clients.of("s3").get_object(Bucket=bucket, Key=key)["Body"].read().decode()
        assert "Apache License" in text or text.startswith("# Logout Coordinator")


def test_no_function_is_left_on_this_machine(packaged: dict[str, Any]) -> None:
    functions = [one for one in packaged["Resources"].values() if one["Type"] == "AWS::Serverless::Function"]

    assert len(functions) > 3
    assert all(one["Properties"]["CodeUri"].startswith(f"s3://{BUCKET}/") for one in functions)
