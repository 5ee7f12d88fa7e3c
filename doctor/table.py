"""The rows as one table for a person, or as one JSON document for a program."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from doctor.finding import Finding, Verdict

MARKS = {Verdict.OK: ("ok", "green"), Verdict.WARN: ("warn", "yellow"), Verdict.RED: ("RED", "bold red")}
WIDTH_WITHOUT_TERMINAL = 160


def show(findings: Sequence[Finding], console: Console | None = None) -> None:
    """Print the table, and below it how many rows are what; in colour on a terminal, unless NO_COLOR is set."""
    # A file or a pipe has no width of its own: take one in which most rows need one line or two.
    width = None if sys.stdout.isatty() else WIDTH_WITHOUT_TERMINAL
    console = console or Console(highlight=False, width=width)
    table = Table("", "of", "check", "found", "what to change")
    for column in table.columns[3:]:
        column.overflow, column.ratio = "fold", 1
    for finding in findings:
        mark, style = MARKS[finding.verdict]
        cells = (finding.subject, finding.check, finding.found, finding.change)
        table.add_row(Text(mark, style), *(Text(cell) for cell in cells))
    console.print(table)
    console.print(Text(summary(findings)))


def summary(findings: Sequence[Finding]) -> str:
    """Return how many rows are red, warn and ok, and what that means."""
    count = {verdict: sum(finding.verdict is verdict for finding in findings) for verdict in Verdict}
    told = f"{count[Verdict.RED]} red, {count[Verdict.WARN]} to look at, {count[Verdict.OK]} as they should be."
    return told if count[Verdict.RED] else f"{told} Nothing stands in the way of a logout."


def as_json(stage: str, pool_id: str, findings: Sequence[Finding]) -> str:
    """Return one document: the stage, its pool, whether any row is red, and the rows."""
    red = any(finding.verdict is Verdict.RED for finding in findings)
    rows = [asdict(finding) for finding in findings]
    return json.dumps({"stage": stage, "pool": pool_id, "red": red, "findings": rows}, indent=2, ensure_ascii=False)


def error_as_json(stage: str, sentence: str) -> str:
    """Return the document of a doctor that could not look."""
    return json.dumps({"stage": stage, "error": sentence}, indent=2, ensure_ascii=False)
