"""What a stage says, read from its two files: with every mistake that `make deploy` would name."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from doctor.finding import CouldNotLook, Verdict
from doctor.outside import Outside
from doctor.stage import Stage, read
from local.places import REPOSITORY
from tests.unit.doctor.samples import POOL, STAGE, reds, rows

DOMAIN = "https://people.auth.eu-central-1.amazoncognito.com"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A clone whose stage dev is filled in."""
    for name in ("samconfig.toml", "template.yaml", "functions/config/dev.toml", "functions/config/local.toml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, tmp_path / name)
    change(tmp_path, "samconfig.toml", "<pool-id>", POOL)
    change(tmp_path, "samconfig.toml", "<https-pool-domain>", DOMAIN)
    return tmp_path


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")


def test_a_stage_that_is_filled_in_says_which_pool_apps_and_providers(folder: Path) -> None:
    stage = read("dev", folder)

    assert stage.mistakes == ()
    assert (stage.pool_id, stage.cognito_domain, stage.stack) == (POOL, DOMAIN, "logout-coordinator-dev")
    assert (list(stage.apps), list(stage.providers)) == (["shop"], ["Corp"])
    assert (stage.region, stage.return_url) == (None, None)
    assert read("local", folder).region == "us-east-1"


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("PublicUrl=https://logout.example.com", "https://logout.example.com/logout/return"),
        ("DomainName=out.example.com", "https://out.example.com/logout/return"),
    ],
)
def test_a_public_url_or_a_domain_name_tells_the_return_url(folder: Path, given: str, url: str) -> None:
    change(folder, "samconfig.toml", '"Stage=dev"', f'"Stage=dev", "{given}"')

    assert read("dev", folder).return_url == url


def test_a_misspelt_profile_and_every_other_mistake_is_a_red_row_of_its_own(folder: Path) -> None:
    change(folder, "functions/config/dev.toml", 'profile = "oidc"', 'profile = "oidcc"')
    change(folder, "functions/config/dev.toml", "https://shop.example.com/signed-out", "http://shop.example.com/")
    change(folder, "samconfig.toml", '"Stage=dev"', '"Stage=dev", "PublicURL=x"')
    found = [row for row in rows(read("dev", folder)) if row.subject == "files"]

    assert [row.verdict for row in found] == [Verdict.RED] * 3
    assert [row.change for row in found] == [
        "correct it in samconfig.toml, dev",
        "correct it in functions/config/dev.toml",
        "correct it in functions/config/dev.toml",
    ]
    assert "providers.Corp.profile: is no profile of" in found[2].found


def test_a_stage_that_nobody_filled_in_is_red_and_names_no_pool() -> None:
    stage = read("prod")

    assert stage.pool_id == ""
    assert [row.found.partition(":")[0] for row in reds(stage, None, Outside())] == ["samconfig.toml, prod"] * 3


def test_a_stage_that_is_not_there_and_a_file_that_is_no_toml(folder: Path) -> None:
    assert read("staging", folder).mistakes == ("samconfig.toml: has no stage staging",)

    change(folder, "functions/config/dev.toml", "[apps.shop]", "[apps.shop")
    assert read("dev", folder).mistakes[0].startswith("functions/config/dev.toml: cannot be read")

    change(folder, "samconfig.toml", "version = 0.1", "version =")
    assert read("dev", folder).mistakes[0].startswith("samconfig.toml: cannot be read")


def test_a_client_secret_that_the_stage_names_is_known_to_be_there(folder: Path) -> None:
    change(folder, "functions/config/dev.toml", '# client_secret = "env:shop" ', 'client_secret = "env:shop" ')

    assert read("dev", folder).apps["shop"].client_secret is not None


@pytest.fixture
def by_parameter(folder: Path) -> Stage:
    """A stage whose configuration lies in SSM."""
    change(folder, "samconfig.toml", '"Stage=dev"', '"ConfigParameter=/logout/dev:2"')
    return read("dev", folder)


def test_a_parameters_text_takes_the_files_place(by_parameter: Stage) -> None:
    stage = by_parameter.configured_by('[apps.a]\nclient_id = "1"\nreturn_to = ["https://a.example/"]\n')

    assert (stage.file, list(stage.apps), stage.mistakes) == ("SSM parameter /logout/dev:2", ["a"], ())
    assert not by_parameter.apps


def test_a_parameters_mistakes_are_named_with_its_name(by_parameter: Stage) -> None:
    wrong = by_parameter.configured_by('[apps.a]\nclient = "1"\nreturn_to = ["https://a.example/"]\n')
    assert wrong.mistakes[0] == "SSM parameter /logout/dev:2: apps.a.client_id: is missing"

    assert "is no TOML" in by_parameter.configured_by("[").mistakes[0]
    assert by_parameter.configured_by(None).mistakes == ("SSM parameter /logout/dev:2: is not there",)


def test_a_remembered_hint_of_a_parameter_needs_a_stack_that_remembers(by_parameter: Stage) -> None:
    app = '[apps.a]\nclient_id = "1"\nreturn_to = ["https://a.example/"]\n'
    provider = '[providers.Corp]\nprofile = "okta"\nissuer = "https://a.okta.com"\nhint = "remembered"\n'

    (mistake,) = by_parameter.configured_by(app + provider).mistakes
    assert mistake.startswith("samconfig.toml, dev: Remember=on is missing: SSM parameter /logout/dev:2 has")
    remembering = replace(by_parameter, parameters={**by_parameter.parameters, "Remember": "on"})
    assert remembering.configured_by(app + provider).mistakes == ()


def test_a_parameter_that_may_not_be_read_is_a_warning(by_parameter: Stage) -> None:
    stage = by_parameter.configured_by(CouldNotLook("GetParameter", "the credentials may not call it", denied=True))
    row = next(row for row in rows(stage) if row.subject == "files")

    assert (row.verdict, "--policy" in row.change) == (Verdict.WARN, True)


def test_the_sample_of_these_tests_is_of_the_same_form() -> None:
    assert STAGE.pool_id == POOL
    assert STAGE.return_url == "https://logout.example.com/logout/return"
