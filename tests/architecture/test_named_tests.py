"""Where a page or a table names a test as its proof, the test exists."""

import re

import pytest

from tests.architecture.sources import ROOT
from tests.functional.attacks.elsewhere import TESTED

PAGE = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(\w+/test_\w+\.py)::(test_\w+)`")
HEAD = re.compile(r"^\|.*\|\n\| -.*\|\n", re.MULTILINE)
PROOFS = sorted({*NAMED.findall(PAGE), *(tuple(one.split("::")) for one in TESTED.values())})


@pytest.mark.parametrize(("file", "name"), PROOFS)
def test_a_test_that_is_named_as_a_proof_exists(file: str, name: str) -> None:
    assert re.search(rf"^def {name}\(", (ROOT / "tests" / file).read_text(encoding="utf-8"), re.MULTILINE)


def test_every_threat_names_a_test() -> None:
    threats = [line for line in HEAD.sub("", PAGE).splitlines() if line.startswith("|")]

    assert len(threats) > 20
    assert [line for line in threats if not NAMED.search(line)] == []
