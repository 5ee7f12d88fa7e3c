"""The page docs/reference.md is true: each of its tables says what the code says."""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator

import pytest
from coordinator import cookie_budget, deadline, gather
from coordinator.adapters import discovery, keys, revocation
from coordinator.core import deletions, denials, parameters, plan
from coordinator.core.model import Leg, Outcome, Purpose
from coordinator.errors import STATUS_OF
from coordinator.providers import row
from coordinator.settings import cookie_tables, stage_file
from coordinator.settings.provider_tables import LONGEST_SESSION
from coordinator.settings.tables import Table
from coordinator.web import events
from coordinator.web.request import OPERATORS_ROUTES, PROVIDERS_ROUTES, ROUTES

from tests.architecture.sources import FUNCTIONS, ROOT, SOURCES
from tests.architecture.template import PARAMETERS, TEMPLATE

PAGE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
LIMITS = {
    "a body, in bytes": events.LARGEST_BODY,
    "the `Cookie` header, in bytes (API Gateway takes 10,240 of request line and headers together)": (
        events.LARGEST_COOKIE_HEADER
    ),
    "refresh tokens that one request revokes, sent or in cookies": plan.MOST_REVOCATIONS,
    "sessions that one request writes to the revocation list": denials.MOST_SESSIONS,
    "ID and access tokens in an app's cookies that are verified": gather.MOST_BEARERS,
    "cookies of one name or family that one answer deletes": deletions.MOST_NAMES,
    "characters of all deletions in one answer": deletions.LARGEST_DELETIONS,
    "characters of a `return_to`": stage_file.LONGEST_RETURN,
    "characters of a provider's address, where its documents say nothing else": row.LONGEST_URL,
    "seconds to answer, whatever is down": deadline.REQUEST_SECONDS,
    "seconds for one call of ours": deadline.CALL_SECONDS,
    "seconds that an answer to our question is good": Purpose.CONFIRMATION.seconds,
    "seconds that a ticket is good": Purpose.TICKET.seconds,
    "seconds that a browser may be on its way between two of our answers": Purpose.JOURNEY.seconds,
    "seconds that keys and discovery documents are kept": keys.FRESH_SECONDS,
}
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


def test_the_routes_are_those_of_the_code() -> None:
    assert {cells[0].strip("` "): tuple(cells[1].split(", ")) for cells in table("route")} == (
        ROUTES | OPERATORS_ROUTES | PROVIDERS_ROUTES
    )


def test_every_parameter_stands_with_its_limit_and_its_place() -> None:
    told = {cells[0].strip("` "): (cells[1], cells[2]) for cells in table("parameter", "where")}
    never = parameters.NEVER_IN_QUERY

    assert told == {
        name: ("body alone" if name in never else "query or body", f"{most:,}")
        for name, most in parameters.LONGEST.items()
    }


def test_every_refusal_stands_with_its_status() -> None:
    assert {cells[0].strip("` "): int(cells[1]) for cells in table("code")} == STATUS_OF


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


def test_every_limit_is_the_codes() -> None:
    assert dict(table("what")) == {what: f"{most:,.0f}" for what, most in LIMITS.items()}
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


def test_the_stacks_parameters_and_outputs_are_the_templates_word_for_word() -> None:
    told = {cells[0].strip("` "): (cells[1].strip("`"), cells[2]) for cells in table("parameter", "default")}
    outputs = {cells[0].strip("` "): cells[1] for cells in table("output")}

    assert told == {
        name: ({"": "empty", "None": ""}.get(str(one.get("Default")), str(one.get("Default"))), one["Description"])
        for name, one in PARAMETERS.items()
    }
    assert outputs == {name: one["Description"] for name, one in TEMPLATE["Outputs"].items()}
