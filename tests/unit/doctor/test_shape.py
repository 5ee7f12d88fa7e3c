"""The shape of doctor/: rules are pure, files are short and say what they are for, and only commands print."""

import ast
from pathlib import Path

import pytest

from local.places import REPOSITORY

FILES = sorted((REPOSITORY / "doctor").rglob("*.py"))
EVERY = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(REPOSITORY)))
PURE = (
    "checks",
    "attaching.py",
    "configuration.py",
    "finding.py",
    "guessing.py",
    "metadata.py",
    "misleading.py",
    "policy.py",
    "pool.py",
    "provider_text.py",
    "stage_text.py",
    "tokens.py",
)
REACHES_OUT = {"boto3", "botocore", "requests", "socket", "os", "time", "subprocess", "doctor.reading", "rich"}
COMMANDS = {"__main__.py", "configure.py"}
LONGEST_FILE = 200


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    plain = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    return plain | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


@EVERY
def test_a_rule_reaches_nothing_outside(path: Path) -> None:
    if path.relative_to(REPOSITORY / "doctor").parts[0] in PURE:
        assert imported(path) & REACHES_OUT == set()


@EVERY
def test_a_file_is_short_and_says_on_top_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= LONGEST_FILE
    assert len((ast.get_docstring(ast.parse(text)) or "").split()) > 3


@EVERY
def test_only_commands_print(path: Path) -> None:
    calls = [node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    prints = any(isinstance(called, ast.Name) and called.id == "print" for called in calls)

    assert not prints or path.name in COMMANDS
