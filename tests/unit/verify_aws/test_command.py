"""The command before it creates anything: it refuses in one sentence, asks, and prints its policy."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from verify_aws.__main__ import _agreed, arguments, run
from verify_aws.errors import CannotWork
from verify_aws.names import PREFIX
from verify_aws.policy import policy
from verify_aws.surroundings import AtAws


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A machine without any AWS account."""
    for name in ("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    yield


def asked(tmp_path: Path, *more: str) -> argparse.Namespace:
    return arguments(["--yes", "--folder", str(tmp_path), "--output", str(tmp_path / "out.json"), *more])


@pytest.mark.parametrize("more", [(), ("--clean",)])
def test_without_a_region_it_says_so_and_does_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...]
) -> None:
    assert run(asked(tmp_path, *more)) == 2

    told = capsys.readouterr()
    assert told.err == "There is no Region: say AWS_DEFAULT_REGION=eu-central-1, or give the profile one.\n"
    assert told.out == "" and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("more", [(), ("--clean",)])
def test_without_credentials_it_says_so_and_does_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...]
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")

    assert run(asked(tmp_path, *more)) == 2

    told = capsys.readouterr()
    assert told.err.startswith("There are no AWS credentials: ") and told.err.count("\n") == 1
    assert told.out == "" and list(tmp_path.iterdir()) == []


def test_a_profile_that_is_not_there_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nobody")

    assert run(asked(tmp_path)) == 2
    assert capsys.readouterr().err == "AWS_PROFILE names a profile that this machine does not have.\n"


@pytest.mark.parametrize(
    ("typed", "goes_on"), [("yes", True), (" yes ", True), ("y", False), ("", False), ("YES", False)]
)
def test_only_yes_goes_on(monkeypatch: pytest.MonkeyPatch, typed: str, goes_on: bool) -> None:
    monkeypatch.setattr("builtins.input", lambda question: typed)

    assert _agreed(arguments([])) is goes_on
    assert _agreed(arguments(["--yes"])) is True


def test_where_nobody_can_answer_it_does_not_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(question: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)

    assert _agreed(arguments([])) is False


def test_the_policy_is_printed_without_any_account(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments(["--policy"])) == 0
    assert json.loads(capsys.readouterr().out) == policy()


def test_the_policy_is_valid_and_as_narrow_as_names_can_make_it() -> None:
    document = policy()

    assert len(json.dumps(document, separators=(",", ":"))) <= 6144, "IAM's limit for a managed policy"
    sids = [statement["Sid"] for statement in document["Statement"]]
    assert len(sids) == len(set(sids)) and all(sid.isalnum() for sid in sids)
    for statement in document["Statement"]:
        resources = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
        whole_services = [action for action in statement["Action"] if action.endswith(":*")]
        # A whole service only over what bears our name, but for the two whose names nobody can choose.
        narrow = all(PREFIX in resource for resource in resources)
        assert narrow or not whole_services or statement["Sid"] in ("MakeTheApi", "MakeTheKeys"), statement["Sid"]
        assert all(resource == "*" or resource.startswith("arn:aws:") for resource in resources)


@pytest.mark.parametrize("region", ["cn-north-1", "us-gov-west-1", "eusc-de-east-1"])
def test_regions_of_other_partitions_are_refused(region: str) -> None:
    with pytest.raises(CannotWork, match=rf"^{region} is in a partition of its own"):
        AtAws(region)


def test_addresses_at_aws_are_those_of_the_documents() -> None:
    aws, pool = AtAws("eu-central-1"), "eu-central-1_AbCdEf"
    issuer = f"https://cognito-idp.eu-central-1.amazonaws.com/{pool}"
    api = "https://abc123.execute-api.eu-central-1.amazonaws.com/live"

    assert aws.domain("mine", pool, upstream=True) == "https://mine.auth.eu-central-1.amazoncognito.com"
    assert aws.discovery(pool) == f"{issuer}/.well-known/openid-configuration"
    assert aws.provider_details(pool) == {"oidc_issuer": issuer}
    assert (aws.parameters(pool), aws.logout_base({"LogoutUrl": f"{api}/logout"})) == ({}, api)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ([], "verify-aws.json"),
        (["--local"], "verify-aws-local.json"),
        (["--local", "--output", "mine.json"], "mine.json"),
    ],
)
def test_a_try_on_this_machine_does_not_take_the_place_of_what_aws_said(given: list[str], name: str) -> None:
    assert arguments(given).output.name == name
