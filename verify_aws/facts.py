"""A fact as data: what is asked, what should be seen by whose word, and the check that looks."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from verify_aws.account import code_of
from verify_aws.errors import CouldNotCheck
from verify_aws.sources import Source

if TYPE_CHECKING:
    from verify_aws.scene import Scene


class Verdict(StrEnum):
    """What became of a fact."""

    AS_EXPECTED = "as expected"
    DIFFERENT = "different"
    COULD_NOT = "could not be checked"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that this project relies on. `expected` and what `look` returns are the same words, or they differ.

    `look` raises CouldNotCheck where what it sees says nothing.
    """

    name: str
    asks: str
    expected: str
    source: Source
    look: Callable[["Scene"], str]


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Something that this command has no means to look at, and why."""

    name: str
    asks: str
    source: Source
    why: str


@dataclass(frozen=True, slots=True)
class Row:
    """One fact's outcome, as it is shown and sent."""

    name: str
    asks: str
    expected: str
    seen: str
    verdict: Verdict
    source: str
    url: str = ""


def checked(fact: Fact, scene: "Scene", lacks: Mapping[str, str]) -> Row:
    """Look at a fact, unless the surroundings lack what it takes; whatever goes wrong is its row's verdict."""
    try:
        if fact.name in lacks:
            raise CouldNotCheck(lacks[fact.name])
        seen = fact.look(scene)
    except CouldNotCheck as error:
        return _row(fact, str(error), Verdict.COULD_NOT)
    except ClientError as error:
        return _row(fact, f"{error.operation_name} was refused: {code_of(error)}", Verdict.COULD_NOT)
    except Exception as error:
        # One fact that nobody foresaw must not cost the others. By its kind alone: a message may quote a token.
        return _row(fact, f"the check failed: {type(error).__name__}", Verdict.COULD_NOT)
    return _row(fact, seen, Verdict.AS_EXPECTED if seen == fact.expected else Verdict.DIFFERENT)


def not_checked(fact: Unchecked) -> Row:
    """Return the row of something that cannot be looked at."""
    return Row(fact.name, fact.asks, "", fact.why, Verdict.NOT_CHECKED, fact.source.told, fact.source.url)


def count(rows: Iterable[Row]) -> dict[Verdict, int]:
    """Return how many rows have which verdict."""
    found = [row.verdict for row in rows]
    return {verdict: found.count(verdict) for verdict in Verdict}


def status(rows: Sequence[Row]) -> int:
    """Return the exit status: 0 when nothing differs, 1 when something does, 2 when nothing could be checked."""
    of = count(rows)
    if of[Verdict.DIFFERENT]:
        return 1
    return 0 if of[Verdict.AS_EXPECTED] else 2


def _row(fact: Fact, seen: str, verdict: Verdict) -> Row:
    return Row(fact.name, fact.asks, fact.expected, seen, verdict, fact.source.told, fact.source.url)
