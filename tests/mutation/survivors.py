"""Which mutants does the list explain, and which of its entries explain nothing any more?"""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change that no test noticed: `before` and `after` are the lines that differ, joined and without their indent.

    mutmut's numbers shift with every edit, so they name nothing here. `status` is mutmut's word: `timeout`,
    `suspicious` and the like must be explained, too.
    """

    function: str
    before: str
    after: str
    status: str = "survived"

    @property
    def change(self) -> str:
        """Both texts, as the patterns of a kind see them."""
        return f"{self.before} → {self.after}"

    def __str__(self) -> str:
        """As the list says it."""
        return "\n".join(f"{name} = '{getattr(self, name)}'" for name in ("function", "before", "after", "status"))


@dataclass(frozen=True, slots=True)
class Explained:
    """The list: single mutants, several where one change can be made at several places, and kinds of them."""

    mutants: Sequence[Mutant]
    kinds: Sequence[re.Pattern[str]]


def read(text: str) -> Explained:
    """Read the list; raises KeyError for an entry that gives no reason, TypeError for a member that nobody knows."""
    listed: Mapping[str, list[dict[str, str]]] = tomllib.loads(text)
    for entry in (*listed["mutant"], *listed["kind"]):
        entry.pop("why")
    return Explained(
        [Mutant(**entry) for entry in listed["mutant"]], [re.compile(entry["change"]) for entry in listed["kind"]]
    )


def mutant(key: str, diff: str, status: str) -> Mutant:
    """Return what mutmut calls `key`, such as `coordinator.core.model.xǁPurposeǁseconds__mutmut_3`."""
    module, _, mangled = key.partition("__mutmut_")[0].rpartition(".")
    name = mangled.removeprefix("xǁ").replace("ǁ", ".") if mangled.startswith("xǁ") else mangled.removeprefix("x_")
    lines = [line for line in diff.splitlines() if not line.startswith(("---", "+++"))]
    before, after = (" ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
    return Mutant(f"{module}.{name}", before, after, status)


def complaints(found: Sequence[Mutant], explained: Explained) -> list[str]:
    """Return what is wrong: a mutant that nobody explained."""
    unexplained = _single(found, explained) - Counter(explained.mutants)
    return [f"no test fails for this, and the list does not say why:\n{one}" for one in unexplained.elements()]


def idle(found: Sequence[Mutant], explained: Explained) -> list[str]:
    """Return the entries that no mutant needed: they are to be taken out, or the machine was busy.

    A test that measures time may kill what lives elsewhere.
    """
    used = {kind for one in found for kind in explained.kinds if _is_of(kind, one)}
    needless = Counter(explained.mutants) - _single(found, explained)
    return [
        *(f"listed, but killed or gone by now:\n{one}" for one in needless.elements()),
        *(f"listed, but no survivor is of this kind:\n{kind.pattern}" for kind in explained.kinds if kind not in used),
    ]


def _single(found: Sequence[Mutant], explained: Explained) -> Counter[Mutant]:
    """Count the mutants that are of no kind."""
    return Counter(one for one in found if not any(_is_of(kind, one) for kind in explained.kinds))


def _is_of(kind: re.Pattern[str], one: Mutant) -> bool:
    return one.status == "survived" and kind.fullmatch(one.change) is not None
