"""What `sam build` makes: with bytecode that is used whatever the files' times are, without boto3, and small."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.container import function
from local.places import Places
from tests.e2e.conftest import unused_places

MB = 1_000_000


@pytest.fixture(scope="module")
def places() -> Iterator[Places]:
    places = unused_places("e2e-artefact")
    with places.exclusively():
        yield places


@pytest.fixture(scope="module")
def artefact(places: Places) -> Path:
    """LogoutFunction, as a plain `sam build` makes it."""
    return function.code(function.built(places))


@pytest.fixture
def unzipped(artefact: Path, tmp_path: Path) -> Path:
    """The artefact as Lambda has it: every file with a time that has nothing to do with its bytecode."""
    folder = tmp_path / "task"
    shutil.copytree(artefact, folder, copy_function=shutil.copyfile)
    return folder


def imported(folder: Path) -> list[str]:
    """What Python says while it imports the handler from a folder that it must not write to."""
    command = [sys.executable, "-B", "-v", "-c", "import logout.handler"]
    done = subprocess.run(command, cwd=folder, env={}, capture_output=True, text=True, check=True)  # noqa: S603
    return [line for line in done.stderr.splitlines() if str(folder) in line]


def test_every_module_of_a_cold_start_comes_from_the_artefacts_bytecode(unzipped: Path) -> None:
    lines = imported(unzipped)

    taken = [line for line in lines if "# code object from" in line]
    assert len(taken) > 100
    assert [line for line in taken if not line.endswith(".pyc'")] == []
    assert [line for line in lines if "wrote" in line or "stale" in line] == []


def test_the_garbage_collector_works_again_once_all_is_imported(unzipped: Path) -> None:
    asked = "import gc, logout.handler; print(gc.isenabled(), gc.get_freeze_count() > 10_000)"
    command = [sys.executable, "-B", "-c", asked]
    done = subprocess.run(command, cwd=unzipped, env={}, capture_output=True, text=True, check=True)  # noqa: S603

    assert done.stdout.split() == ["True", "True"]


def test_bytecode_is_never_compared_with_its_source(unzipped: Path) -> None:
    (unzipped / "coordinator" / "errors.py").write_text("this is no Python")

    assert any("errors.cpython-313.pyc" in line for line in imported(unzipped))


def test_every_module_has_its_bytecode_and_no_bytecode_is_anything_elses(artefact: Path) -> None:
    sources = {file.relative_to(artefact).with_suffix("") for file in artefact.rglob("*.py")}
    compiled = {
        file.relative_to(artefact).parent.parent / file.name.removesuffix(".cpython-313.pyc")
        for file in artefact.rglob("*.pyc")
    }

    assert compiled == sources


def test_what_the_runtime_has_is_left_out(artefact: Path) -> None:
    assert not {"boto3", "botocore", "s3transfer", "pip", "bin"} & {path.name for path in artefact.iterdir()}


def test_the_artefact_stays_small(artefact: Path) -> None:
    sizes = {file: file.stat().st_size for file in artefact.rglob("*") if file.is_file()}

    assert sum(sizes.values()) < 30 * MB
    assert sum(size for file, size in sizes.items() if file.suffix != ".pyc") < 24 * MB


def test_a_build_with_the_same_requirements_installs_nothing_again(places: Places, artefact: Path) -> None:
    packages = {folder: folder.stat().st_mtime_ns for folder in (places.root / "packages").iterdir()}

    function.built(places)

    assert {folder: folder.stat().st_mtime_ns for folder in (places.root / "packages").iterdir()} == packages
    assert (artefact / "jwt" / "__init__.py").is_file()
