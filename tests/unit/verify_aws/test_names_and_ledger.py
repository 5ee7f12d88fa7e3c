"""What a run is called, and its ledger: on the disk before anything is there, gone when nothing is left."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify_aws.ledger import Ledger, Where, forget, left_over
from verify_aws.names import PATH, PREFIX, Run

HERE = Where("111122223333", "eu-central-1")
WORDS = st.text("0123456789abcdef", min_size=10, max_size=10)


@given(WORDS)
def test_every_service_takes_the_names(word: str) -> None:
    run = Run(word)

    for name in (run.name, run.upstream):
        assert re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", name), "Cognito's domains, buckets and stacks"
        assert not re.search("aws|amazon|cognito", name), "reserved in Cognito's domains"
    assert max(len(name) for name in (run.api_role, run.trigger)) <= 64, "IAM and Lambda"
    # CloudFormation adds the name in the template and twelve letters to it.
    assert len(f"{run.name}-LogoutFunction-ABCDEFGHIJKL") <= 64
    assert re.fullmatch(r"[A-Za-z0-9_.\-/]{1,1011}", run.parameter) and run.parameter.startswith(PATH)
    assert run.tags == {tag["Key"]: tag["Value"] for tag in run.tag_list}
    assert all(name.startswith(f"{PREFIX}-{word}") for name in (run.name, run.upstream, run.api_role, run.trigger))


def test_no_two_runs_are_called_the_same() -> None:
    assert len({Run.new() for _ in range(100)}) == 100


def test_a_line_is_on_the_disk_before_the_thing_is_made(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledgers", Run("0123456789"), HERE)
    ledger.begin("bucket", "logout-coordinator-verify-0123456789")

    lines = [json.loads(line) for line in ledger.path.read_text().splitlines()]
    assert lines[0] == {"account": "111122223333", "region": "eu-central-1"}
    assert (lines[1]["kind"], lines[1]["name"]) == ("bucket", "logout-coordinator-verify-0123456789")
    assert ledger.path.stat().st_mode & 0o077 == 0
    ledger.close(everything_is_gone=True)
    assert not ledger.path.exists()


def test_what_somebody_runs_now_is_not_left_over(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, Run("0123456789"), HERE)
    assert left_over(tmp_path, HERE) == []

    ledger.close(everything_is_gone=False)
    ledger.close(everything_is_gone=False)

    assert left_over(tmp_path, HERE) == [Run("0123456789")]
    forget(tmp_path, Run("0123456789"))
    assert left_over(tmp_path, HERE) == []


@pytest.mark.parametrize("elsewhere", [Where("444455556666", "eu-central-1"), Where("111122223333", "us-east-1")])
def test_what_was_made_elsewhere_is_not_ours_to_remove(tmp_path: Path, elsewhere: Where) -> None:
    Ledger(tmp_path, Run("0123456789"), elsewhere).close(everything_is_gone=False)

    assert left_over(tmp_path, HERE) == []


@pytest.mark.parametrize("text", ["", "{", "[]\n", '{"account"'])
def test_a_ledger_that_was_cut_off_before_its_first_line_names_no_place(tmp_path: Path, text: str) -> None:
    (tmp_path / "0123456789.jsonl").write_text(text)
    (tmp_path / "notes.jsonl").write_text('{"account": "111122223333", "region": "eu-central-1"}\n')

    assert left_over(tmp_path, HERE) == []
