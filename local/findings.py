"""What was alive before and after a logout, what should have been, and the verdict."""

from collections.abc import Callable
from dataclasses import dataclass, field

from local.audit import AuditEvent
from local.browser import Hop


@dataclass(frozen=True, slots=True)
class Question:
    """Something that can be alive: its name, who knows, how to ask, and whether a logout should leave it alive."""

    subject: str
    owner: str
    is_alive: Callable[[], bool]
    should_live: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A question's answers. What was dead before proves nothing, so it counts as wrong."""

    subject: str
    owner: str
    before: bool
    after: bool
    should_live: bool

    @property
    def right(self) -> bool:
        """Whether it was alive before, and after is as it should be."""
        return self.before and self.after == self.should_live


@dataclass(slots=True)
class Chapter:
    """One story of the run: what the browser walked, what its owners said, and the audit events."""

    title: str
    told: str
    hops: list[Hop] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    events: list[AuditEvent] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def right(self) -> bool:
        """Whether everything is as it should be."""
        return not self.problems and all(finding.right for finding in self.findings)


def compare(questions: list[Question], act: Callable[[], None]) -> list[Finding]:
    """Ask, act, ask again."""
    before = [question.is_alive() for question in questions]
    act()
    return [
        Finding(question.subject, question.owner, alive, question.is_alive(), question.should_live)
        for question, alive in zip(questions, before, strict=True)
    ]
