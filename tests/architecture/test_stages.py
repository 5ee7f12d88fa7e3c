"""Before a deployment: mistakes in a stage's files are named, and the pages name only what there is."""

import re
import shutil
from pathlib import Path

import pytest

from local.places import REPOSITORY
from local.stack import NO_CREDENTIALS, NO_REGION
from local.stage import _parameters, problems, unfilled, unreachable

PAGES = ["README.md", "docs/deploying.md", "docs/operating.md", "docs/runbook.md"]
TEMPLATE = (REPOSITORY / "template.yaml").read_text(encoding="utf-8")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    for name in ("samconfig.toml", "template.yaml", "functions/config/dev.toml", "functions/config/local.toml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, tmp_path / name)
    return tmp_path


def change(clone: Path, name: str, old: str, new: str) -> None:
    text = (clone / name).read_text(encoding="utf-8")
    assert old in text
    (clone / name).write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("stage", ["local", "dev", "prod"])
def test_the_stages_of_the_project_are_in_order(stage: str) -> None:
    assert problems(stage) == []


def test_every_mistake_of_the_stage_file_is_named(clone: Path) -> None:
    change(clone, "functions/config/dev.toml", 'profile = "oidc"', 'profile = "oidcc"')
    change(clone, "functions/config/dev.toml", "https://shop.example.com/signed-out", "http://shop.example.com/")

    first, second = problems("dev", clone)
    assert first.startswith("functions/config/dev.toml: apps.shop.return_to[0]: must be an https URL")
    assert second.startswith("functions/config/dev.toml: providers.Corp.profile: is no profile of the catalogue")


def test_a_file_that_is_no_toml_and_one_that_is_not_there(clone: Path) -> None:
    change(clone, "functions/config/dev.toml", "[apps.shop]", "[apps.shop")
    assert problems("dev", clone)[0].startswith("functions/config/dev.toml: cannot be read")
    assert problems("prod", clone)[0].startswith("functions/config/prod.toml: cannot be read")


def test_a_misspelt_parameter_and_a_stage_that_is_not_there(clone: Path) -> None:
    change(clone, "samconfig.toml", '"Stage=dev"', '"Stage=dev", "ClientSecretArn=x"')

    assert problems("dev", clone) == ["samconfig.toml, dev: ClientSecretArn is no parameter of template.yaml"]
    assert problems("staging", clone) == ["samconfig.toml: has no stage staging"]


def test_a_remembered_hint_needs_a_stack_that_remembers(clone: Path) -> None:
    """Else every function that reads the stage would refuse to start."""
    change(clone, "functions/config/dev.toml", 'hint = "claim:custom:corp_id_token"', 'hint = "remembered"')
    (found,) = problems("dev", clone)
    assert found.startswith("samconfig.toml, dev: Remember=on is missing: functions/config/dev.toml has a provider")

    change(clone, "samconfig.toml", '"Stage=dev"', '"Stage=dev", "Remember=on"')
    assert problems("dev", clone) == []


def test_a_client_secret_needs_where_it_lies(clone: Path) -> None:
    change(clone, "functions/config/dev.toml", '# client_secret = "env:shop" ', 'client_secret = "env:shop" ')
    assert problems("dev", clone)[0].startswith("samconfig.toml, dev: ClientSecretsArn is missing")

    change(clone, "samconfig.toml", '"Stage=dev"', '"Stage=dev", "ClientSecretsArn=<arn>"')
    assert problems("dev", clone) == []


@pytest.mark.parametrize(("stage", "names"), [("dev", ["UserPoolId", "CognitoDomain"]), ("local", [])])
def test_what_is_still_to_be_filled_in_is_named_before_anything_is_built(stage: str, names: list[str]) -> None:
    found = unfilled(stage)

    assert [mistake.split()[2] for mistake in found] == names
    assert all(mistake.startswith(f"samconfig.toml, {stage}: ") for mistake in found)
    assert unfilled("staging") == []


def test_a_pool_and_a_domain_that_cannot_be_are_named(clone: Path) -> None:
    change(clone, "samconfig.toml", '"UserPoolId=<pool-id>"', '"UserPoolId=my-pool"')
    change(clone, "samconfig.toml", '"CognitoDomain=<https-pool-domain>"', '"CognitoDomain=login.example.com"')

    assert [mistake.split(": ", 1)[1].split(":")[0] for mistake in unfilled("dev", clone)] == [
        "UserPoolId is my-pool",
        "CognitoDomain is login.example.com",
    ]


def test_who_cannot_call_aws_hears_it_before_anything_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_PROFILE", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    assert unreachable("dev") == [NO_CREDENTIALS, NO_REGION]
    assert unreachable("local") == [NO_CREDENTIALS]

    monkeypatch.setenv("AWS_PROFILE", "nobody")
    (found,) = unreachable("dev")
    assert found.startswith("AWS cannot be asked: The config profile (nobody)")

    monkeypatch.delenv("AWS_PROFILE")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    assert unreachable("dev") == []


def test_a_configuration_by_parameter_needs_no_file(clone: Path) -> None:
    change(clone, "samconfig.toml", '"Stage=dev"', '"ConfigParameter=/logout/dev"')
    (clone / "functions/config/dev.toml").unlink()

    assert problems("dev", clone) == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_parameters_and_outputs_that_the_template_has(page: str) -> None:
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    outputs = set(re.findall(r"^  ([A-Z][A-Za-z]+):$", TEMPLATE.partition("\nOutputs:\n")[2], re.MULTILINE))
    named = set(re.findall(r"`\"?([A-Z][a-z]+(?:[A-Z][a-z]+)+(?<!Exception))(?:=[^`]*)?\"?`", text))

    assert len(named) > 1
    assert named <= _parameters(TEMPLATE) | outputs


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_commands_that_there_are(page: str) -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    text = (REPOSITORY / page).read_text(encoding="utf-8")

    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE)) <= set(
        re.findall(r"^([a-z-]+):", makefile, re.M)
    )
