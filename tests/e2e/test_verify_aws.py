"""`make verify-aws` against the embedded AWS: what is documented comes out, and however it ends, nothing is left."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from local.iam import actions
from local.places import REPOSITORY
from tests.e2e.conftest import unused_places
from tests.e2e.left_running import alive_with
from tests.e2e.verifying import Attempt, Machine, machine
from verify_aws import running
from verify_aws.__main__ import arguments, run
from verify_aws.checks import FACTS, UNCHECKED, triggers
from verify_aws.deployment import Deployment
from verify_aws.embedded import LACKS
from verify_aws.errors import CannotWork
from verify_aws.ledger import left_over
from verify_aws.names import Run
from verify_aws.policy import policy

pytestmark = [pytest.mark.e2e, pytest.mark.more]
STEPS = [
    "build the functions (sam build)",
    "lend API Gateway a role for its logs",
    "make the pool that is the provider",
    "make the pool that is looked at",
    "make the app clients and the provider",
    "make a function for the pool's trigger",
    "write the configuration",
    "make the bucket",
    "deploy the template (sam deploy)",
    "allow the sign-out URLs",
    "wait for the pools' domains, and sign in for the first time",
    FACTS[0].name,
    "remove",
]


@pytest.fixture(scope="module")
def aws() -> Iterator[Machine]:
    """One embedded AWS for all runs in this process."""
    with machine(unused_places("e2e-verify").root) as started:
        yield started


@pytest.fixture(scope="module")
def whole(aws: Machine, tmp_path_factory: pytest.TempPathFactory) -> tuple[Attempt, int]:
    """A run that nobody interrupts, and its exit status; SAM's cache is kept for the next time."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "sam").symlink_to(aws.places.root / "sam")
    (aws.places.root / "sam").mkdir(exist_ok=True)
    with aws.attempt(folder) as attempt, pytest.MonkeyPatch.context() as quick:
        quick.setattr(triggers, "LOG_SECONDS", 1.0)  # here lines are there at once, or never
        return attempt, attempt.running.all_of_it()


@pytest.fixture
def small_stack(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of SAM a stack with one log group, and of the facts the first: how all is removed is the same."""

    def deploy(deployment: Deployment, values: dict[str, str]) -> dict[str, str]:
        stacks, name = deployment._account.client("cloudformation"), deployment._run.name
        group = f"/aws/lambda/{name}-logout"
        logs = {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": group}}
        body = json.dumps({"Resources": {"Logs": logs}})
        stacks.create_stack(StackName=name, TemplateBody=body, Tags=deployment._run.tag_list)
        return {"ApiId": "none", "LogGroupName": group}

    monkeypatch.setattr(running, "FACTS", FACTS[:1])
    monkeypatch.setattr(Deployment, "build", lambda deployment: None)
    monkeypatch.setattr(Deployment, "deploy", deploy)


def rows(attempt: Attempt) -> dict[str, dict[str, Any]]:
    """The facts of the result by name."""
    document = json.loads(attempt.running.output.read_text())
    return {row["name"]: row for row in document["facts"]}


def test_what_is_documented_comes_out_and_what_is_excused_does_not(whole: tuple[Attempt, int]) -> None:
    found = rows(whole[0])
    expected = {name for name, row in found.items() if row["verdict"] == "as expected"}

    assert expected == {fact.name for fact in FACTS} - set(LACKS), {
        name: row for name, row in found.items() if name not in expected | set(LACKS)
    }
    assert {row["verdict"] for name, row in found.items() if name in {one.name for one in UNCHECKED}} == {"not checked"}
    # Nothing was excused here, so what the embedded AWS does differently was seen.
    assert found["silent-auth-time"]["seen"] == "its own"
    assert found["federation-trigger-token"]["seen"] == "no tokenResponse"
    assert whole[1] == 1


def test_a_whole_run_leaves_nothing(aws: Machine, whole: tuple[Attempt, int]) -> None:
    attempt = whole[0]

    assert attempt.steps == [*STEPS[:-2], *(fact.name for fact in FACTS), "remove"]
    assert (attempt.left(), attempt.ledgers()) == ([], [])
    assert attempt.word not in aws.runs()
    assert "Nothing is left of it." in attempt.printed.getvalue()


def test_the_result_holds_nothing_of_the_callers(aws: Machine, whole: tuple[Attempt, int]) -> None:
    text = whole[0].running.output.read_text()

    assert whole[0].word not in text and aws.account.where.account not in text
    assert "eyJ" not in text and "us-east-1_" not in text and str(aws.places.root) not in text
    assert "DIFFERENT" in whole[0].printed.getvalue()


def test_every_call_is_in_the_policy(aws: Machine, whole: tuple[Attempt, int]) -> None:
    patterns = actions(policy())

    assert len(aws.calls) > 30
    assert {call for call in aws.calls if not any(fnmatch(call, pattern) for pattern in patterns)} == set()


@pytest.mark.usefixtures("small_stack")
@pytest.mark.parametrize("step", STEPS)
def test_a_run_that_is_interrupted_anywhere_leaves_nothing(aws: Machine, tmp_path: Path, step: str) -> None:
    left = [step]

    def interrupt(reached: str) -> None:
        if reached in left:  # only once: a second signal is ignored
            left.remove(reached)
            raise KeyboardInterrupt

    with aws.attempt(tmp_path, interrupt) as attempt:
        assert attempt.running.all_of_it() == 130

    assert attempt.steps[-1] == "remove" and step in attempt.steps
    assert (attempt.left(), attempt.ledgers()) == ([], [])
    assert attempt.word not in aws.runs()


@pytest.mark.usefixtures("small_stack")
def test_a_deployment_that_fails_leaves_nothing(aws: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(deployment: Deployment, values: dict[str, str]) -> dict[str, str]:
        raise CannotWork("sam deploy failed.")

    monkeypatch.setattr(Deployment, "deploy", fail)
    with aws.attempt(tmp_path) as attempt, pytest.raises(CannotWork, match=r"^sam deploy failed\.$"):
        attempt.running.all_of_it()

    assert (attempt.left(), attempt.ledgers()) == ([], [])


@pytest.mark.usefixtures("small_stack")
@pytest.mark.parametrize("ledger", [True, False], ids=["with its ledger", "by tag alone"])
def test_what_a_killed_run_left_is_found_and_removed(
    aws: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ledger: bool
) -> None:
    with aws.attempt(tmp_path) as attempt, monkeypatch.context() as killed:
        killed.setattr(attempt.running, "_removed", lambda opened: opened.close(everything_is_gone=False) or [])
        attempt.running.all_of_it()
    assert attempt.word in aws.runs()
    assert left_over(tmp_path / "ledgers", aws.account.where) == [Run(attempt.word)]
    if not ledger:
        (tmp_path / "ledgers" / f"{attempt.word}.jsonl").unlink()

    assert run(arguments(["--clean", "--yes", "--folder", str(tmp_path)])) == 0

    assert (attempt.left(), attempt.ledgers()) == ([], [])
    assert attempt.word not in aws.runs()


def test_nothing_is_created_before_somebody_says_yes(
    aws: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = aws.runs()
    monkeypatch.setattr("builtins.input", lambda question: "y")

    assert run(arguments(["--folder", str(tmp_path)])) == 2

    told = capsys.readouterr().out
    assert "Nothing was created." in told and "US cents more" in told and aws.account.where.account in told
    assert aws.runs() == before and not (tmp_path / "ledgers").exists()


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc to see other processes")
def test_a_signal_in_the_midst_of_the_deployment_ends_it_in_good_order() -> None:
    folder = REPOSITORY / ".local" / "e2e-verify-signal"
    command = [sys.executable, "-m", "verify_aws", "--local", "--yes", "--folder", str(folder)]
    with subprocess.Popen(  # noqa: S603 - our own command
        [*command, "--output", os.devnull],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as child:
        said = ""
        for line in child.stdout or ():
            said += line
            if "make the bucket" in line:
                child.send_signal(signal.SIGTERM)
        status = child.wait(60)

    assert status == 130, said
    assert "Nothing is left of it." in said and "ask " not in said
    assert list((folder / "ledgers").glob("*")) == []
    assert alive_with(str(folder)) == []
