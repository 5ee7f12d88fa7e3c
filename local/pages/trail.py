"""What the functions tell: an audit event as they write it, and the counts beside those of the legs."""

import ast
import io
import json
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import UTC, datetime

from coordinator.adapters.audit import Audit
from coordinator.core.model import App, Leg, LegReport, Outcome, Reach, Trail
from coordinator.version import VERSION

from local.places import REPOSITORY

COUNTED_STEPS = frozenset({"requested", "refused", "completed"})
WHEN = datetime(2027, 1, 15, 9, tzinfo=UTC).timestamp()
SHOP = App("shop", "1example23456789", ("https://shop.example.com/signed-out",))
TRAIL = Trail("7f1c9a52-0d1e-4c7b-9f3a-5a1f0c6d2e11", Reach.BROWSER, SHOP, "7b1f0f3e-2c44-4d0b-8f57-9d6f6b1f3c20")


def example() -> str:
    """Return one event as a block of JSON: a refresh token was revoked."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        Audit(VERSION, lambda: WHEN).step(TRAIL, "effect", LegReport(Leg.TOKENS, Outcome.DONE))
    return f"```json\n{json.dumps(json.loads(printed.getvalue()), indent=2)}\n```\n"


def notices() -> list[str]:
    """Return every count that is no outcome of a leg, in alphabetical order."""
    return sorted({name for path in (REPOSITORY / "functions").rglob("*.py") for name in _counted(path.read_text())})


def _counted(source: str) -> Iterator[str]:
    """The names that a module counts by a literal; `step` counts three by its own name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if node.func.attr in ("notice", "_notice", "_count"):
                yield from texts
            if ast.unparse(node.func) == "counting.warn":
                yield texts[0]
            if node.func.attr == "step":
                yield from COUNTED_STEPS.intersection(texts)
