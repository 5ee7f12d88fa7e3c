"""What the doctor says: one row per thing that it looked at, and what it could not look at."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How bad a row is."""

    OK = "ok"
    WARN = "warn"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Finding:
    """One row: what was looked at, what was found, and what to change, which is empty only where all is well."""

    subject: str
    check: str
    verdict: Verdict
    found: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class CouldNotLook:
    """Stands for what nobody could tell: the call that failed, why in a sentence, and whether access was denied."""

    call: str
    reason: str
    denied: bool = False


class CannotLook(Exception):
    """Raised when nothing at all can be looked at; its text is one sentence, shown as it is."""

    def __init__(self, sentence: str, *, denied: bool = False) -> None:
        """Keep the sentence; `denied` says that the doctor's policy would help."""
        self.denied = denied
        super().__init__(sentence)


def ok(subject: str, check: str, found: str) -> Finding:
    """Return a row of which nothing needs to change."""
    return Finding(subject, check, Verdict.OK, found)


def warn(subject: str, check: str, found: str, change: str) -> Finding:
    """Return a row that works, or may work, and could be better."""
    return Finding(subject, check, Verdict.WARN, found, change)


def red(subject: str, check: str, found: str, change: str) -> Finding:
    """Return a row that must change before a logout does all that it promises."""
    return Finding(subject, check, Verdict.RED, found, change)


def not_seen(subject: str, check: str, missing: CouldNotLook) -> Finding:
    """Return the row of something that could not be looked at: a warning, for it may be as it should be."""
    change = "allow the call (`--policy` prints what the doctor needs), and run it again"
    return warn(subject, check, f"could not look: {missing.reason}", change if missing.denied else "look by hand")


def is_red(findings: Iterable[Finding]) -> bool:
    """Tell whether one row at least is red."""
    return any(finding.verdict is Verdict.RED for finding in findings)
