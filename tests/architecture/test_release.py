"""What a release is made of does not depend on the machine, and a template of another form is not released."""

import os
import zipfile
from pathlib import Path

import pytest
from coordinator.version import VERSION

from local.errors import LocalError
from release.__main__ import clear
from release.bundle import PROCESSORS, Bundle, deployable
from release.running import run
from release.source import Source
from tests.architecture.sources import ROOT
from tests.architecture.template import PARAMETERS, TEMPLATE, parsed

TEXT = (ROOT / "template.yaml").read_text(encoding="utf-8")
SOURCE = Source(Path("unused"), 1_800_000_000, "1.2.3")


def bundle(folder: Path, order: list[str]) -> Bundle:
    """A small project whose files are written in an order, and read by nobody else."""
    for name in order:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"this is {name}", encoding="utf-8")
        (folder / name).chmod(0o600)
    return Bundle(folder, "arm64", SOURCE)


def test_an_archive_is_the_same_whatever_the_order_times_and_owners_rights_of_its_files(tmp_path: Path) -> None:
    first = bundle(tmp_path / "one", ["template.yaml", "functions/a.py"])
    second = bundle(tmp_path / "two", ["functions/a.py", "template.yaml"])
    (tmp_path / "two" / "template.yaml").chmod(0o644)
    os.utime(tmp_path / "two" / "template.yaml", (1, 1))
    (tmp_path / "second").mkdir()

    one, two = first.archived(tmp_path), second.archived(tmp_path / "second")

    assert one.name == "logout-coordinator-1.2.3-arm64.zip"
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as archive:
        names = [name.removeprefix("logout-coordinator-1.2.3/") for name in archive.namelist()]
    assert names == ["", "functions/a.py", "template.yaml"]


@pytest.mark.parametrize("processor", PROCESSORS)
def test_the_released_template_builds_nothing_and_is_for_its_processor(processor: str) -> None:
    released = parsed(deployable(TEXT, processor))
    was = {name: one for name, one in TEMPLATE["Resources"].items() if one["Type"] == "AWS::Serverless::Function"}

    assert released["Parameters"] == PARAMETERS | {
        "Architecture": PARAMETERS["Architecture"] | {"Default": processor},
    }
    for name, function in was.items():
        assert released["Resources"][name] == {key: value for key, value in function.items() if key != "Metadata"}
    assert released["Globals"]["Function"]["CodeUri"] == "functions/"


def test_the_template_names_the_version_of_the_code() -> None:
    assert TEMPLATE["Metadata"]["AWS::ServerlessRepo::Application"]["SemanticVersion"] == VERSION


@pytest.mark.parametrize("part", ["BuildMethod", "Default: x86_64"])
def test_a_template_of_another_form_is_not_released(part: str) -> None:
    with pytest.raises(LocalError, match="another form"):
        deployable(TEXT.replace(part, "Other"), "arm64")


def test_a_step_that_fails_or_is_missing_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(LocalError, match="git archive nowhere failed"):
        run(["git", "archive", "nowhere"], tmp_path)
    with pytest.raises(LocalError, match="no-such-program is missing"):
        run(["no-such-program"], tmp_path)


def test_only_an_earlier_release_is_removed_from_where_a_new_one_goes(tmp_path: Path) -> None:
    for name in (
        "logout-coordinator-0.0.9-arm64.zip",
        "logout_guard-0.0.9-py3-none-any.whl",
        "SHA256SUMS",
        "letters.txt",
    ):
        (tmp_path / name).touch()

    clear(tmp_path)
    clear(tmp_path / "new" / "folder")

    assert {path.name for path in tmp_path.iterdir()} == {"letters.txt", "new"}
    assert (tmp_path / "new" / "folder").is_dir()
