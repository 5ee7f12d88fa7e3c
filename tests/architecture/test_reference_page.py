"""The page docs/reference.md is true: those of its tables that are not written from the code say what the code says."""

import ast
import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator

import pytest
from coordinator import cookie_budget
from coordinator.adapters import discovery, keys, revocation
from coordinator.core.model import Leg, Outcome
from coordinator.settings import cookie_tables, stage_file
from coordinator.settings.provider_tables import LONGEST_SESSION
from coordinator.settings.tables import Table

from local.pages import trail
from tests.architecture.sources import FUNCTIONS, ROOT, SOURCES

PAGE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
# Where a reason is written in the code: the place of the argument, and the names that hold one on its way there.
CALLS = {"LegReport": 3, "EffectFailed": 0, "AccessToken": 2}
KEYWORDS = {"reason", "problem", "no_revocation", "no_global_call", "no_denial"}
HOLDERS = {"reason", "unknown", "outside", "failure", "kind", "BEYOND", "no_revocation"}
CODE = re.compile(r"[a-z]+(_[a-z]+)*[a-z]")


class Cookies(Table):
    """An entry of `cookies`, whose keys are told from the app's."""

    def __init__(self, place: str, content: object, problems: list[str]) -> None:
        super().__init__(f"cookies.{place}", content, problems)


def table(*heads: str) -> list[list[str]]:
    """The rows below the head of the first table whose headings begin with `heads`, cell by cell."""
    lines = PAGE[PAGE.index(f"\n| {' | '.join(heads)} |") + 1 :].partition("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def names(heading: str) -> list[str]:
    """The first cells of a table, without their marks."""
    return [cells[0].strip(" `") for cells in table(heading)]


def reasons() -> Iterator[str]:
    """Every reason code that the code writes down."""
    for source in SOURCES:
        if source.name.startswith("coordinator.web."):
            continue  # there they are words for people
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
                place = CALLS[node.func.id]
                yield from texts(*node.args[place : place + 1])
            if isinstance(node, ast.keyword) and node.arg in KEYWORDS:
                yield from texts(node.value)
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                held = node.targets if isinstance(node, ast.Assign) else [node.target]
                if any(isinstance(one, ast.Name) and one.id in HOLDERS for one in held):
                    yield from texts(node.value)


def texts(*nodes: ast.AST) -> Iterator[str]:
    """The codes among the constants of expressions."""
    for node in (inner for outer in nodes for inner in ast.walk(outer)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
            yield node.value


def test_legs_and_outcomes_are_those_of_the_code_in_their_order() -> None:
    assert names("leg") == list(Leg)
    assert names("outcome") == list(Outcome)


def test_every_reason_that_the_code_gives_is_explained_and_no_other() -> None:
    explained = names("reason")
    shown = tomllib.loads((FUNCTIONS / "coordinator/web/languages/en.toml").read_text(encoding="utf-8"))["reasons"]
    given = set(reasons()) | revocation.FINAL | set(shown)

    assert len(explained) == len(set(explained))
    assert set(explained) == given


def test_a_reason_is_of_legs_that_there_are() -> None:
    assert {leg for cells in table("reason") for leg in cells[1].split(", ")} <= set(Leg)


def test_keys_and_discovery_documents_are_kept_alike_and_a_cookie_fits() -> None:
    assert keys.FRESH_SECONDS == discovery.FRESH_SECONDS
    assert cookie_budget.LARGEST_COOKIE < 4_096


def test_every_key_of_the_stage_file_is_explained_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, set[str]] = defaultdict(set)
    monkeypatch.setattr(Table, "finish", lambda self: asked[self.place.partition(".")[0]].update(self._asked))
    monkeypatch.setattr(cookie_tables, "Table", Cookies)
    document = {"apps": {"a": {"cookies": [{}, {"family": "alb"}]}}, "providers": {"p": {}}}
    stage_file.read(document, {}, [])

    assert asked["stage"] == {"apps", "providers"}
    assert set(names("key of `[apps.<name>]`")) == asked["apps"]
    assert set(names("key of an entry of `cookies`")) == asked["cookies"]
    assert set(names("key of `[providers.<name>]`")) == asked["providers"]
    assert f"| `session_hours` | 1 to {LONGEST_SESSION:,} |" in PAGE


def test_every_step_and_member_of_an_event_is_explained() -> None:
    explained = PAGE.partition("## Audit events")[2].partition("## Metrics")[0].rpartition("```")[2]
    event = json.loads(trail.example().strip("`json\n"))
    ours = event["unmapped"]["logout"]

    # What OCSF says of each of its events (class, category, type, severity) is left to its schema.
    members = {*event, "status_detail", "actor"} - {"category_uid", "class_uid", "type_uid", "severity_id"}
    assert all(f"`{name}" in explained for name in members - {"metadata", "unmapped"})
    assert all(f"`{name}`" in explained or f".{name}`" in explained for name in ours)
    assert all(f"`{step}`" in explained for step in ("requested", "refused", "effect", "hop", "completed"))
