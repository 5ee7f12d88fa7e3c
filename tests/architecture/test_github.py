"""What GitHub reads: workflows that may little and run what is pinned, and updates for everything that is locked."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.architecture.sources import ROOT

FOLDER = ROOT / ".github"
WORKFLOWS = sorted((FOLDER / "workflows").glob("*.yml"))
EVERY_WORKFLOW = pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
# What publishes may write, and runs no code of this repository or of its packages.
MAY_WRITE = {("release", "publish"): {"contents", "id-token", "attestations"}}


def read(file: Path) -> dict[Any, Any]:
    """A file of YAML; its `on` is True there."""
    document: dict[Any, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return document


def jobs(file: Path) -> dict[str, dict[str, Any]]:
    """The jobs of a workflow."""
    found: dict[str, dict[str, Any]] = read(file)["jobs"]
    return found


def folders_with(name: str) -> set[str]:
    """The folders that hold a file of this name, but for what is installed or built."""
    found = set()
    for folder, below, files in ROOT.walk():
        below[:] = [one for one in below if one != "node_modules" and not one.startswith(".")]
        if name in files:
            found.add(f"/{folder.relative_to(ROOT)}")
    return found


@EVERY_WORKFLOW
def test_an_action_is_pinned_to_a_commit_with_its_version_beside(file: Path) -> None:
    used = re.findall(r"uses: (.*)", file.read_text(encoding="utf-8"))

    assert used
    assert [one for one in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)] == []


@EVERY_WORKFLOW
def test_a_job_may_read_and_only_what_publishes_may_write(file: Path) -> None:
    assert read(file)["permissions"] == {}
    for name, job in jobs(file).items():
        writes = MAY_WRITE.get((file.stem, name), set())
        wanted = dict.fromkeys(writes, "write") or {"contents": "read"}
        assert job["permissions"] == wanted
        assert not writes or not any("checkout" in step.get("uses", "") for step in job["steps"])


@EVERY_WORKFLOW
def test_nothing_waits_for_ever_keeps_credentials_or_needs_a_secret(file: Path) -> None:
    assert "secrets." not in file.read_text(encoding="utf-8")
    assert "group" in read(file)["concurrency"]
    for job in jobs(file).values():
        assert job["timeout-minutes"] <= 120
        for step in job["steps"]:
            if "checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False


@EVERY_WORKFLOW
def test_no_text_of_strangers_gets_into_a_shell(file: Path) -> None:
    steps = [step for job in jobs(file).values() for step in job["steps"]]

    assert not any("${{" in step.get("run", "") for step in steps)


def test_pull_requests_and_main_are_checked_by_what_checks_them_everywhere_else() -> None:
    events = read(FOLDER / "workflows" / "ci.yml")[True]

    assert events["push"] == {"branches": ["main"]} and "pull_request" in events
    assert [step["run"] for step in jobs(FOLDER / "workflows" / "ci.yml")["checks"]["steps"] if "run" in step][-1] == (
        ".ci/run"
    )


def test_a_release_is_checked_and_made_by_one_command_each_and_only_from_a_tag() -> None:
    file = FOLDER / "workflows" / "release.yml"

    assert read(file)[True] == {"push": {"tags": ["v*"]}}
    assert [step["run"] for step in jobs(file)["build"]["steps"] if "run" in step][-2:] == [".ci/run", "make release"]
    assert jobs(file)["publish"]["needs"] == "build"


def test_everything_that_is_locked_is_updated() -> None:
    updates = {one["package-ecosystem"]: one for one in read(FOLDER / "dependabot.yml")["updates"]}

    assert set(updates["uv"]["directories"]) == folders_with("requirements.in") | {"/requirements"}
    assert set(updates["npm"]["directories"]) == folders_with("package-lock.json")
    assert updates["github-actions"]["directory"] == "/"
    assert all(one["cooldown"] == {"default-days": 7} for one in updates.values())


@pytest.mark.parametrize("form", ["bug", "provider", "question"])
def test_a_form_asks_for_something_and_warns_of_tokens_where_they_could_be_pasted(form: str) -> None:
    body = read(FOLDER / "ISSUE_TEMPLATE" / f"{form}.yml")["body"]

    assert any(one.get("validations", {}).get("required") for one in body)
    assert form == "question" or "token" in str(body).lower()
