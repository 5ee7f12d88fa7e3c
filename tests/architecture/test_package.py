"""The package `logout-guard` holds what the guard imports, and no more; and it names every library that it needs."""

import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

import pytest
from coordinator.version import VERSION

from tests.architecture.sources import FUNCTIONS, ROOT, SOURCES, below

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OURS = {source.name: source for source in SOURCES}
MODULES = {one.removesuffix(".__init__") for one in PROJECT["tool"]["setuptools"]["py-modules"]}
LIBRARIES = {"boto3": "boto3", "botocore": "boto3", "jwt": "PyJWT", "urllib3": "boto3"}
"""What is imported, and which distribution brings it."""


def imported() -> set[str]:
    """Every module of ours that the guard imports, directly or not, now or later."""
    found = {source.name for source in below("logout_guard")}
    waiting = list(found)
    while waiting:
        for one in OURS[waiting.pop()].imports:
            parents = [one.module.rsplit(".", level)[0] for level in range(one.module.count(".") + 1)]
            new = {name for name in parents if name in OURS} - found
            found |= new
            waiting += new
    return found


def test_the_package_is_the_guard_with_all_that_it_imports() -> None:
    assert imported() == MODULES | {source.name for source in below("logout_guard")}
    assert PROJECT["tool"]["setuptools"]["packages"] == ["logout_guard"]


def test_every_library_that_it_imports_is_required() -> None:
    foreign = {one.module.partition(".")[0] for name in imported() for one in OURS[name].imports}
    needed = {LIBRARIES[name] for name in foreign - sys.stdlib_module_names - {"coordinator", "logout_guard"}}

    assert needed == {re.split(r"[\[>]", one)[0] for one in PROJECT["project"]["dependencies"]}


def test_its_version_is_the_products() -> None:
    assert PROJECT["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "coordinator.version.VERSION"}


def test_the_wheel_works_where_nothing_else_of_this_project_is(tmp_path: Path) -> None:
    copytree(FUNCTIONS, tmp_path / "project" / "functions", ignore=ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "LICENSE"):
        (tmp_path / "project" / name).write_bytes((ROOT / name).read_bytes())
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    run(*build, "--wheel-dir", str(tmp_path), str(tmp_path / "project"))
    (wheel,) = tmp_path.glob(f"logout_guard-{VERSION}-*.whl")

    fresh = tmp_path / "fresh"
    venv.create(fresh)
    (packages,) = fresh.glob("lib/*/site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    # The libraries are those of this environment: what is proved is which of our modules the wheel brings.
    (packages / "libraries.pth").write_text(str(Path(pytest.__file__).parents[1]), encoding="utf-8")
    said = "import logout_guard as g; g.Guard('eu-central-1_A', ['a'], 't')._list.make_ready(); print(g.__file__)"
    printed = run(str(fresh / "bin" / "python"), "-c", said, AWS_DEFAULT_REGION="eu-central-1")

    assert Path(printed.strip()).is_relative_to(packages)


def run(*command: str, **environment: str) -> str:
    """What a command prints, where our own import path is not set."""
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own words
        command, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return done.stdout
