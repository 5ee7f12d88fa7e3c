"""Every block of code in the pages is held: run, quoted from a tested file, written from the code, or read by a test.

A new block that nothing of this holds fails here, and says where it stands.
"""

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from coordinator.core.model import Leg, LegReport, Outcome, Reach
from coordinator.core.receipt import as_json

from tests.architecture.template import PARAMETERS, ROOT, of_type

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^( *)```(\S+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
WRITTEN = re.compile(r"<!-- [\w ]+: written by make pages -->\n.*?<!-- end of [\w ]+ -->", re.DOTALL)
# Files that tests run or compare with what they say.
TESTED = (
    *sorted((ROOT / "tests/browser/clients").rglob("*.*")),
    ROOT / "tests/browser/plain.html",
    ROOT / "tests/browser/pages.toml",
    ROOT / "local/app_pages/static/sign-out.js",
    *sorted((ROOT / "tests/functional/services").glob("*.py")),
    *sorted((ROOT / "tests/e2e/protected").glob("*.yaml")),
    ROOT / "functions/coordinator/providers/rows/servers.py",
    ROOT / "tests/unit/golden_urls.txt",
)
# Blocks that a test of their own reads, by page and first line.
READ = {
    ("docs/deploying.md", "[dev.global.parameters]"): "e2e/test_deploying_page.py",
    ("docs/providers.md", "[providers.Corp] "): "architecture/test_providers_page.py",
    ("docs/services.md", "  AuthorizerPermission:"): "architecture/test_services_page.py",
    ("docs/services.md", '{"Effect": "Allow"'): "architecture/test_code_blocks.py",
    ("docs/services.md", 'pip install "logout-guard @'): "architecture/test_package.py",
    ("docs/reference.md", '{\n  "logout_id": "…",\n  "location"'): "architecture/test_code_blocks.py",
    ("docs/reference.md", '{\n  "logout_id": "…",\n  "user"'): "architecture/test_code_blocks.py",
}
# What runs each command that a page shows, and the words by which it does.
RUN = {
    "check": (".ci/run", "make test test-all"),
    "configure": ("tests/e2e/test_deploying_page.py", "reader.types(configure)"),
    "deploy": ("tests/e2e/test_deploying_page.py", "reader.types(deploy)"),
    "doctor": ("tests/e2e/test_deploying_page.py", "reader.types(doctor)"),
    "explain": ("tests/adapters/test_explaining.py", "local.explain"),
    "faults": ("tests/e2e/test_faults.py", "tests.faults"),
    "load": ("tests/e2e/test_load.py", "tests.load"),
    "remove": ("tests/e2e/test_deploying_page.py", 'types_from_the_page("Remove it"'),
    "run": ("Makefile", "test-all: test run"),
    "serve": ("tests/e2e/test_serve.py", "local.serve"),
    "sign-out": ("tests/e2e/test_sign_out.py", "local.sign_out"),
    "test": (".ci/run", "make test test-all"),
}
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Block:
    """A block of code: the page that it is in, its language and its text, without the indentation of a list."""

    page: str
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}: {self.text.splitlines()[0]}"


def blocks(page: Path) -> list[Block]:
    """Every block that is not written from the code: test_pages.py holds those."""
    text = WRITTEN.sub("", page.read_text(encoding="utf-8"))
    name = str(page.relative_to(ROOT))
    return [
        Block(name, two, re.sub(rf"^{one}", "", three, flags=re.MULTILINE)) for one, two, three in BLOCK.findall(text)
    ]


BLOCKS = [block for page in PAGES for block in blocks(page)]
COMMANDS = [
    (str(block), line)
    for block in BLOCKS
    if block.language == "sh"
    for line in block.text.splitlines()
    if "pip" not in line
]


def holder(block: Block) -> str | None:
    """What holds a block: the name of a file, or of what reads it."""
    if block.language == "{toctree}":
        return "make docs"
    if block.language == "sh" and not block.text.startswith("pip"):
        return "COMMANDS, below"
    for file in TESTED:
        if file.is_file() and block.text in file.read_text(encoding="utf-8", errors="replace"):
            return str(file)
    for (page, begin), test in READ.items():
        if block.page == page and block.text.startswith(begin):
            return test
    return None


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_something_holds_a_block_of_code(block: Block) -> None:
    assert holder(block) is not None, "run it in a test, quote it from a tested file, or write it from the code"


def test_what_is_said_to_read_a_block_is_there_and_so_is_the_block() -> None:
    read = [
        (block.page, begin)
        for block in BLOCKS
        for page, begin in READ
        if block.page == page and block.text.startswith(begin)
    ]

    assert sorted(read) == sorted(READ)
    assert all((ROOT / "tests" / test).is_file() for test in READ.values())


@pytest.mark.parametrize(("where", "line"), COMMANDS)
def test_a_command_is_one_that_something_runs_with_variables_that_it_reads(where: str, line: str) -> None:
    program, *words = line.split()
    if program == "git":
        assert where.startswith("docs/deploying.md"), "tests/e2e/test_deploying_page.py runs that page alone"
    elif program == "make":
        target, *variables = words
        file, by = RUN[target]
        recipe = MAKEFILE.partition(f"\n{target}: ")[2].partition("\n\n")[0]
        assert recipe and by in (ROOT / file).read_text(encoding="utf-8")
        assert all(f"$({one.split('=')[0]}" in recipe or f'"$${one.split("=")[0]}"' in recipe for one in variables)
    else:
        assert (program, words[:2]) == (".venv/bin/python", ["-m", "pytest"])
        assert (ROOT / words[2]).exists()
        named = words[4] if words[3:4] == ["-k"] else ""
        assert not named or any(named in path.read_text(encoding="utf-8") for path in (ROOT / words[2]).rglob("*.py"))


def test_the_answers_of_the_reference_have_the_members_of_the_code() -> None:
    made = as_json(Reach.BROWSER, [LegReport(Leg.TOKENS, Outcome.DONE)], {})
    shown = [
        json.loads(block.text) for block in BLOCKS if block.page == "docs/reference.md" and block.language == "json"
    ]

    assert [list(answer) for answer in shown] == [
        ["logout_id", "location", "receipt"],
        ["logout_id", "user", "receipt"],
    ]
    for receipt in (answer["receipt"] for answer in shown):
        assert receipt.keys() == made.keys()
        assert all(leg.keys() == made["legs"][0].keys() for leg in receipt["legs"])
        assert all(leg["leg"] in list(Leg) and leg["outcome"] in list(Outcome) for leg in receipt["legs"])


def test_a_service_may_do_what_the_authorizer_may() -> None:
    (shown,) = [block for block in BLOCKS if block.page == "docs/services.md" and block.language == "json"]
    statements = [
        statement
        for policy in of_type("AWS::IAM::Role")["AuthorizerRole"]["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
    ]

    assert json.loads(shown.text)["Action"] in [one["Action"] for one in statements if one["Sid"] == "AskTheList"]


def test_the_table_for_samconfig_is_one_of_a_stage_that_the_template_takes() -> None:
    (table,) = [block.text for block in BLOCKS if block.page == "docs/deploying.md" and block.language == "toml"]
    given = dict(one.split("=") for one in tomllib.loads(table)["dev"]["global"]["parameters"]["parameter_overrides"])

    assert given.keys() <= PARAMETERS.keys()
    for name, value in given.items():
        pattern = PARAMETERS[name].get("AllowedPattern")
        assert re.fullmatch(pattern, value) if pattern else value in PARAMETERS[name]["AllowedValues"]
