"""The list of surviving mutants cannot go stale, and mutmut sees what it would otherwise leave out."""

import pytest

from tests.mutation import survivors, workplace
from tests.mutation.survivors import Mutant

LIVES = Mutant("coordinator.core.legs.with_life", "alive_until <= now", "alive_until < now")
TEXT = Mutant("coordinator.core.returns.registered", 'raise Refused("a", "text")', 'raise Refused("a", "TEXT")')
CODE = Mutant("coordinator.core.returns.registered", 'raise Refused("a", "text")', 'raise Refused("b", "text")')
LIST = """
[[mutant]]
function = "coordinator.core.legs.with_life"
before = "alive_until <= now"
after = "alive_until < now"
why = "a reason"

[[kind]]
change = '''raise Refused\\((".*"), .* → raise Refused\\(\\1, .*'''
why = "a reason"
"""
DIFF = """--- src/coordinator/core/legs.py
+++ src/coordinator/core/legs.py
@@ -1,4 +1,4 @@
 def with_life(legs):
-    if first or \\
-        alive_until <= now:
+    if first or \\
+        alive_until < now:
         return legs
"""


def complaints(*found: Mutant) -> list[str]:
    """What is said, by its first words: what is wrong, then what no mutant needed."""
    listed = survivors.read(LIST)
    said = [*survivors.complaints(found, listed), *survivors.idle(found, listed)]
    return [one.partition(":")[0] for one in said]


UNEXPLAINED = "no test fails for this, and the list does not say why"
KILLED = "listed, but killed or gone by now"
NONE_OF_KIND = "listed, but no survivor is of this kind"


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([LIVES, TEXT], []),
        ([LIVES, TEXT, TEXT], []),
        ([LIVES, TEXT, CODE], [UNEXPLAINED]),
        ([LIVES, LIVES, TEXT], [UNEXPLAINED]),
        ([TEXT], [KILLED]),
        ([LIVES], [NONE_OF_KIND]),
        ([], [KILLED, NONE_OF_KIND]),
    ],
)
def test_the_list_holds_every_survivor_and_nothing_else(found: list[Mutant], said: list[str]) -> None:
    assert complaints(*found) == said


def test_only_what_nobody_explained_is_wrong() -> None:
    listed = survivors.read(LIST)

    assert survivors.complaints([], listed) == []
    assert len(survivors.complaints([CODE], listed)) == 1


def test_a_mutant_that_took_too_long_is_not_explained_by_why_it_may_live() -> None:
    late, late_text = (Mutant(one.function, one.before, one.after, "timeout") for one in (LIVES, TEXT))

    assert complaints(LIVES, TEXT, late, late_text) == [UNEXPLAINED, UNEXPLAINED]


@pytest.mark.parametrize("half", [0, 2])
def test_an_entry_without_a_reason_is_a_mistake(half: int) -> None:
    halves = list(LIST.partition("[[kind]]"))
    halves[half] = halves[half].replace("why", "# why")
    with pytest.raises(KeyError, match="why"):
        survivors.read("".join(halves))


@pytest.mark.parametrize(
    ("key", "function"),
    [
        ("coordinator.core.model.xǁPurposeǁseconds__mutmut_3", "coordinator.core.model.Purpose.seconds"),
        ("coordinator.adapters.keys.xǁKeysǁ__init____mutmut_12", "coordinator.adapters.keys.Keys.__init__"),
        ("coordinator.core.cookies.x__names__mutmut_22", "coordinator.core.cookies._names"),
    ],
)
def test_a_mutant_is_named_by_its_function_and_the_lines_that_differ(key: str, function: str) -> None:
    lines = ("if first or \\ alive_until <= now:", "if first or \\ alive_until < now:")

    assert survivors.mutant(key, DIFF, "survived") == Mutant(function, *lines)


def test_data_classes_and_properties_are_opened_and_do_the_same() -> None:
    source = '''
from dataclasses import dataclass
@dataclass(frozen=True)
class Value:
    number: int = 1
    @property
    def double(self):
        """Twice."""
        return self.number * 2
    @staticmethod
    def kept():
        return 7
'''
    opened = workplace.opened(source)
    namespace: dict[str, type] = {}
    exec(opened, namespace)  # noqa: S102 - the text above

    assert opened.count("@") == opened.count("@staticmethod") == 1
    value = namespace["Value"](number=3)
    assert (value.double, value.kept(), value) == (6, 7, namespace["Value"](3))
    with pytest.raises(AttributeError):
        value.number = 4
