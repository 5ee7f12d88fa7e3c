"""The house rules: every file and every public thing says what it is for, and nothing is left lying about."""

import ast
import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.architecture.sources import HANDLERS, ROOT, SOURCES, Source

LONGEST_FILE = 200
LONGEST_FUNCTION = 45
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "lib"}
EVERY = pytest.mark.parametrize("source", SOURCES, ids=repr)
REQUIREMENTS = [ROOT / "functions" / "requirements.txt", ROOT / "requirements" / "dev.txt"]
LOCKED = [*REQUIREMENTS, ROOT / "requirements" / "publishing.txt"]
PINNED = pytest.mark.parametrize("file", LOCKED, ids=lambda file: str(file.relative_to(ROOT)))


def code_of(source: Source) -> list[str]:
    return source.text.splitlines()


@EVERY
def test_a_file_says_on_top_what_it_is_for(source: Source) -> None:
    if source.text:
        said = ast.get_docstring(source.tree) or ""
        first = said.partition("\n")[0]
        assert len(first.split()) > 3
        assert first[-1] in ".?!:" or "?" in first


@EVERY
def test_a_file_is_short_enough_to_be_read_at_once(source: Source) -> None:
    assert len(code_of(source)) <= LONGEST_FILE


@EVERY
def test_a_function_is_short_enough_to_be_understood(source: Source) -> None:
    functions = [node for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {node.name for node in functions if (node.end_lineno or 0) - node.lineno > LONGEST_FUNCTION}

    assert long == set()


def test_no_module_is_named_by_nothing() -> None:
    folders = ("functions", "local", "doctor", "verify_aws", "release", "bench", "tests")
    paths = [path.relative_to(ROOT).with_suffix("") for folder in folders for path in (ROOT / folder).rglob("*.py")]
    ours = [path for path in paths if "node_modules" not in path.parts and "build" not in path.parts]

    assert len(ours) > 500
    assert not [str(path) for path in ours if VAGUE & set(path.parts)]


@EVERY
def test_every_public_function_and_class_says_what_its_name_and_types_do_not(source: Source) -> None:
    silent = [
        node.name
        for parent in ast.walk(source.tree)
        if isinstance(parent, ast.Module | ast.ClassDef)
        and not (isinstance(parent, ast.ClassDef) and parent.name.startswith("_"))
        for node in parent.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]

    assert silent == []


@EVERY
def test_nothing_is_printed(source: Source) -> None:
    calls = [node.func for node in ast.walk(source.tree) if isinstance(node, ast.Call)]

    assert not any(isinstance(called, ast.Name) and called.id in ("print", "pprint", "breakpoint") for called in calls)


@EVERY
def test_no_work_is_left_lying_about(source: Source) -> None:
    assert not re.search(r"\b(TODO|FIXME|XXX|HACK)\b", source.text)


@EVERY
def test_no_error_is_swallowed_bare(source: Source) -> None:
    handlers = [node for node in ast.walk(source.tree) if isinstance(node, ast.ExceptHandler)]

    assert all(handler.type is not None for handler in handlers)


@EVERY
def test_an_exemption_from_a_tool_gives_its_reason(source: Source) -> None:
    for line in code_of(source):
        if mark := re.search(r"#\s*(noqa|type: ignore)[^#]*", line):
            named = re.search(r"noqa: [A-Z]+\d+|type: ignore\[[a-z-]+\]", mark.group())
            assert named, f"name the rule: {line.strip()}"


@PINNED
def test_requirements_are_pinned_with_hashes_and_name_no_index(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]
    wanted = [line for line in lines if not line.startswith("--hash=")]

    assert wanted
    for line in wanted:
        assert re.match(r"[A-Za-z0-9_.\[\],-]+==[^ ]+( ;.*)? ?\\$", line), line
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links|--trusted-host| @ ", text)
    for before, after in pairwise([*lines, "end"]):
        assert before.startswith("--hash=") or after.startswith("--hash=sha256:"), before


def test_what_runs_at_aws_is_a_part_of_what_is_tested() -> None:
    run, tested = (
        set(re.findall(r"^([A-Za-z0-9_.-]+)(?:\[.*\])?==(\S+)", file.read_text(encoding="utf-8"), re.MULTILINE))
        for file in REQUIREMENTS
    )

    assert run <= tested


def test_the_picture_of_the_house_names_every_handler() -> None:
    picture = (ROOT / "docs" / "pictures" / "house.svg").read_text(encoding="utf-8")
    (named,) = re.findall(r">handlers: (.*?)<", picture)

    assert sorted(named.split(" · ")) == sorted(HANDLERS)
