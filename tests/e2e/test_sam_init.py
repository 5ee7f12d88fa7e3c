"""`sam init --location` on this repository gives a project that SAM validates, builds and tells the commands of."""

import os
import subprocess
from pathlib import Path

import pytest

from local.places import REPOSITORY
from local.sam import environment as environment_of_sam

pytestmark = [pytest.mark.e2e, pytest.mark.more]


def run(folder: Path, *command: str) -> str:
    """What a command prints in a folder, with SAM and Python of this environment before any other."""
    environment = environment_of_sam(os.environ | {"AWS_DEFAULT_REGION": "us-east-1"})
    done = subprocess.run(  # noqa: S603 - our own words
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def sam(folder: Path, *arguments: str) -> str:
    """What SAM prints."""
    return run(folder, "sam", *arguments)


def sam_init(location: str, folder: Path) -> Path:
    """The project that `sam init` makes in a folder."""
    sam(folder, "init", "--location", location, "--name", "logout", "--no-input")
    return folder / "logout"


def test_the_repository_becomes_a_project_that_builds(tmp_path: Path) -> None:
    run(tmp_path, "git", "clone", "--quiet", str(REPOSITORY), "origin")

    project = sam_init(f"git+file://{tmp_path / 'origin'}", tmp_path)

    assert not (project / ".git").exists()
    assert (project / "samconfig.toml").read_bytes() == (tmp_path / "origin" / "samconfig.toml").read_bytes()
    assert os.access(project / ".ci" / "run", os.X_OK)
    assert "valid SAM Template" in sam(project, "validate", "--lint")
    assert "Build Succeeded" in sam(project, "build")
    assert (project / ".aws-sam/build/LogoutFunction/logout/handler.py").is_file()
    assert "make deploy STAGE=dev" in run(project, "make", "help")
