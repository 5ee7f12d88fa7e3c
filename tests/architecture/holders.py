"""Which test or file holds each block of code in the pages."""

import re
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.sources import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^( *)```(\S*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
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
    ("docs/backchannel.md", "[providers.Corp]"): "architecture/test_code_blocks.py",
    ("docs/remembering.md", "def remember("): "architecture/test_code_blocks.py",
    ("docs/remembering.md", "[providers.Okta]"): "architecture/test_code_blocks.py",
    ("docs/services.md", "  AuthorizerPermission:"): "architecture/test_services_page.py",
    ("docs/services.md", '{"Effect": "Allow"'): "architecture/test_code_blocks.py",
    ("docs/services.md", 'pip install "logout-guard @'): "architecture/test_package.py",
    ("docs/reference.md", '{\n  "logout_id": "…",\n  "location"'): "architecture/test_code_blocks.py",
    ("docs/reference.md", '{\n  "logout_id": "…",\n  "user"'): "architecture/test_code_blocks.py",
}
# Pages whose commands a test reads and types, every one of them.
FOLLOWED = {
    "docs/deploying.md": "e2e/test_deploying_page.py",
    "docs/deploying-without-a-clone.md": "e2e/test_without_a_clone.py",
}
# What runs each command that a page shows, and the words by which it does.
RUN = {
    "backfill": ("tests/e2e/test_backfill.py", "local.backfill"),
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
    "verify-aws": ("tests/e2e/test_verify_aws.py", '"-m", "verify_aws"'),
}


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


def holder(block: Block) -> str | None:
    """What holds a block: the name of a file, or of what reads it."""
    if block.language == "{toctree}":
        return "make docs"
    if block.language == "sh" and block.page in FOLLOWED:
        return FOLLOWED[block.page]
    if block.language == "sh" and not block.text.startswith("pip"):
        return "each of its lines, by RUN"
    for file in TESTED:
        if file.is_file() and block.text in file.read_text(encoding="utf-8", errors="replace"):
            return str(file)
    for (page, begin), test in READ.items():
        if block.page == page and block.text.startswith(begin):
            return test
    return None
