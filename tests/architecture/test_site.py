"""The site of the pages builds, loads nothing from outside, and does not build when a link in it is broken."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from local.pages.marks import DOCS
from tests.architecture.sources import ROOT

LOADED = re.compile(
    r"""<(?:script|img|iframe|source)[^>]*\ssrc=["']([^"']+)|<link[^>]*\shref=["']([^"']+)|url\(["']?([^"')]+)"""
)
OPTIONS = re.search(r"-m sphinx (.+?) docs ", (ROOT / "Makefile").read_text(encoding="utf-8"))


def build(source: Path, target: Path) -> subprocess.CompletedProcess[str]:
    """Build as `make docs` does."""
    assert OPTIONS
    command = [sys.executable, "-m", "sphinx", *OPTIONS[1].split(), str(source), str(target)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site")
    done = build(DOCS, target)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A site of one page, with the settings of ours."""
    shutil.copytree(DOCS / "static", tmp_path / "docs/static")
    shutil.copy(DOCS / "conf.py", tmp_path / "docs")
    return tmp_path / "docs"


def test_every_page_is_in_the_site(site: Path) -> None:
    pages = {path.relative_to(DOCS).with_suffix(".html") for path in DOCS.rglob("*.md")}

    assert len(pages) > 30
    assert [page for page in pages if not (site / page).is_file()] == []


def test_nothing_is_loaded_from_outside(site: Path) -> None:
    read = [path for path in site.rglob("*") if path.suffix in (".html", ".css") and "_downloads" not in path.parts]
    loaded = {next(filter(None, found)) for path in read for found in LOADED.findall(path.read_text(encoding="utf-8"))}

    assert any(one.endswith("site.css") or "site.css?" in one for one in loaded)
    assert [one for one in loaded if re.match(r"(?:https?:)?//", one)] == []


@pytest.mark.parametrize(
    "link", ["[a](nowhere.md)", "[a](index.md#nothing)", "[a](#nothing)", "![a](nowhere.svg)", "[a](../b.py)"]
)
def test_a_link_that_leads_nowhere_fails(small: Path, link: str) -> None:
    (small / "index.md").write_text(f"# A page\n\n{link}\n", encoding="utf-8")

    done = build(small, small.parent / "site")

    assert done.returncode != 0
    assert "index.md:3: WARNING" in done.stderr


def test_links_to_pages_headings_and_files_outside_are_good(small: Path) -> None:
    (small.parent / "other.md").write_text("# Other\n", encoding="utf-8")
    links = "[a](index.md) [b](#a-page) [c](../other.md) [d](conf.py)"
    (small / "index.md").write_text(f"# A page\n\n{links}\n", encoding="utf-8")

    done = build(small, small.parent / "site")

    assert (done.returncode, done.stderr) == (0, "")
