"""Every reason code that the functions write down, found in their source."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache

from coordinator.adapters import revocation

from local.places import REPOSITORY

FUNCTIONS = REPOSITORY / "functions"
# Where a reason is written in the code: the place of the argument, and the names that hold one on its way there.
CALLS = {"LegReport": 3, "EffectFailed": 0, "AccessToken": 2}
KEYWORDS = {"reason", "problem", "no_revocation", "no_global_call", "no_denial"}
HOLDERS = {"reason", "unknown", "outside", "failure", "kind", "BEYOND", "no_revocation"}
CODE = re.compile(r"[a-z]+(_[a-z]+)*[a-z]")


@cache
def reasons() -> list[str]:
    """Return them all, and those that only Cognito's answers or our pages name, in alphabetical order."""
    words = FUNCTIONS / "coordinator" / "web"  # there they are words for people
    sources = [path for path in FUNCTIONS.rglob("*.py") if not path.is_relative_to(words)]
    written = {code for path in sources for code in _written(ast.parse(path.read_text(encoding="utf-8")))}
    shown = tomllib.loads((words / "languages" / "en.toml").read_text(encoding="utf-8"))["reasons"]
    return sorted(written | revocation.FINAL | set(shown))


def _written(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            place = CALLS[node.func.id]
            yield from _codes(*node.args[place : place + 1])
        if isinstance(node, ast.keyword) and node.arg in KEYWORDS:
            yield from _codes(node.value)
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            held = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(one, ast.Name) and one.id in HOLDERS for one in held):
                yield from _codes(node.value)


def _codes(*nodes: ast.AST) -> Iterator[str]:
    """The codes among the constants of expressions."""
    for node in (inner for outer in nodes for inner in ast.walk(outer)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
            yield node.value
