"""The command itself: what it can say without looking at any pool."""

import argparse
import json
from pathlib import Path

import pytest

from doctor.__main__ import explain, run
from doctor.policy import policy
from local.iam import actions


def asked(**changes: object) -> argparse.Namespace:
    usual = {"stage": "prod", "folder": None, "json": False, "policy": False, "detach": False, "explain": None}
    return argparse.Namespace(**usual | changes)


def test_the_policy_is_printed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(asked(policy=True)) == 0
    assert actions(json.loads(capsys.readouterr().out)) == actions(policy())


def test_an_error_is_explained_with_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert explain("redirect_mismatch") == 0
    text = capsys.readouterr().out
    assert "callback URLs" in text and "aws-amplify/amplify-cli#1711" in text

    assert explain("Rate exceeded") == 1


def test_a_stage_that_nobody_filled_in_is_red_without_any_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(asked(json=True)) == 1
    document = json.loads(capsys.readouterr().out)
    assert (document["pool"], document["red"]) == ("", True)
    assert [row["subject"] for row in document["findings"]] == ["files"] * 3, "pool, domain, and whom alarms tell"


def test_a_folder_without_files_is_red(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(asked(folder=tmp_path)) == 1
    assert "samconfig.toml: cannot be read" in " ".join(capsys.readouterr().out.split())
