"""GitHub's own schemas take the files of .github, and zizmor finds nothing in them that an attacker could use."""

import subprocess
from pathlib import Path

import pytest

from local.places import REPOSITORY
from release.programs import program

pytestmark = [pytest.mark.e2e, pytest.mark.more]

FOLDER = REPOSITORY / ".github"
SCHEMAS = {
    "github-workflows": sorted((FOLDER / "workflows").glob("*.yml")),
    "dependabot": [FOLDER / "dependabot.yml"],
    "github-issue-forms": [FOLDER / "ISSUE_TEMPLATE" / f"{name}.yml" for name in ("bug", "provider", "question")],
    "github-issue-config": [FOLDER / "ISSUE_TEMPLATE" / "config.yml"],
}


def said(*command: str | Path) -> tuple[int, str]:
    """A command's exit status, and what it prints."""
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_file_is_what_github_takes(schema: str) -> None:
    status, text = said(program("check-jsonschema"), "--builtin-schema", f"vendor.{schema}", *SCHEMAS[schema])

    assert status == 0, text


def test_zizmor_finds_nothing() -> None:
    status, text = said(program("zizmor"), "--offline", "--no-progress", "--persona", "auditor", FOLDER)

    assert status == 0, text


def test_zizmor_would_find_something(tmp_path: Path) -> None:
    steps = "[{uses: actions/checkout@v6}, {run: 'echo ${{ github.event.issue.title }}'}]"
    (tmp_path / "bad.yml").write_text(
        f"on: issues\njobs: {{one: {{runs-on: ubuntu-24.04, steps: {steps}}}}}\n", encoding="utf-8"
    )

    status, text = said(program("zizmor"), "--offline", "--no-progress", tmp_path / "bad.yml")

    assert status != 0 and "template-injection" in text
