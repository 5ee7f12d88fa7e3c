"""What `make pages` writes stands in the pages as the code has it now, and nobody forgot to explain it."""

import re

import pytest

from local import iam
from local.pages import deployer
from local.pages.__main__ import PAGES
from local.pages.marks import DOCS, between, rows_of
from local.pages.reference import KEPT
from local.pages.template import resource_types
from tests.architecture.template import of_type

REFERENCE = (DOCS / "reference.md").read_text(encoding="utf-8")
RUNBOOK = (DOCS / "runbook.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_not_stale(name: str) -> None:
    page = (DOCS / name).read_text(encoding="utf-8")

    assert "written by make pages" in page
    assert page == PAGES[name](page), "run make pages"


@pytest.mark.parametrize("name", KEPT)
def test_whatever_the_code_names_is_explained(name: str) -> None:
    rows = rows_of(between(REFERENCE, name))

    assert rows
    assert [cells[0] for cells in rows if not all(cells)] == []


def test_a_new_name_gets_a_row_that_waits_for_its_explanation() -> None:
    without = re.sub(r"^\| `token_in_query` .*\n", "", REFERENCE, count=1, flags=re.MULTILINE)

    written = PAGES["reference.md"](without)

    assert "| `token_in_query` | 400 |  |\n" in written


def test_every_alarm_has_an_entry_in_the_runbook_and_no_other_has() -> None:
    entries = re.split(r"^### (\w+)\n", RUNBOOK, flags=re.MULTILINE)
    told = dict(zip(entries[1::2], entries[2::2], strict=True))

    assert told.keys() == of_type("AWS::CloudWatch::Alarm").keys()
    for text in told.values():
        assert all(text.count(f"- **{word}") == 1 for word in ("Means.**", "Look**", "Do.**"))


def test_the_deployers_policy_allows_what_each_resource_needs_and_fits_into_one() -> None:
    allowed = iam.actions(deployer.policy())
    kinds = resource_types()

    assert len(kinds) > 15
    assert all(set(deployer.actions(kind)) <= allowed for kind in kinds)
    assert all(any(one.split(":")[0] in deployer.OWN_SERVICES.values() for one in deployer.actions(k)) for k in kinds)
    assert len(iam.as_text(deployer.policy(), short=True)) <= deployer.LARGEST_POLICY


def test_what_the_deployer_may_not_do_is_something_that_a_schema_names() -> None:
    named = {action for kind in resource_types() - deployer.WITHOUT_SCHEMA.keys() for action in deployer.named(kind)}

    assert {f"{service}:{name}" for service, names in deployer.UNUSED.items() for name in names} <= named
