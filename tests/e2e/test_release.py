"""A release holds what its page says, and is made twice alike."""

import json
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from coordinator.version import VERSION

from local.places import REPOSITORY
from tests.e2e.releasing import release
from tests.e2e.test_sam_init import sam, sam_init

pytestmark = [pytest.mark.e2e, pytest.mark.more]

PAGE = (REPOSITORY / "docs" / "deploying-without-a-clone.md").read_text(encoding="utf-8")
FILES = {
    f"logout-coordinator-{VERSION}-x86_64.zip",
    f"logout-coordinator-{VERSION}-arm64.zip",
    f"logout-coordinator-{VERSION}.cdx.json",
    f"logout_guard-{VERSION}-py3-none-any.whl",
}


def test_a_release_holds_what_it_says_with_its_checksums(released: Path) -> None:
    (check,) = re.findall(r"^sha256sum .*$", PAGE, re.MULTILINE)
    done = subprocess.run(shlex.split(check), cwd=released, capture_output=True, text=True, check=False)  # noqa: S603 - the page's

    assert (done.returncode, done.stdout.count(": OK")) == (0, len(FILES))
    assert {file.name for file in released.iterdir()} == FILES | {"SHA256SUMS"}


def test_the_bill_names_every_package_of_the_functions(released: Path) -> None:
    bill = json.loads((released / f"logout-coordinator-{VERSION}.cdx.json").read_text(encoding="utf-8"))
    pinned = (REPOSITORY / "functions" / "requirements.txt").read_text(encoding="utf-8")
    named = {f"{one['name'].lower().replace('_', '-')}=={one['version']}" for one in bill["components"]}

    assert named == {line.lower().split()[0] for line in pinned.splitlines() if "==" in line}
    assert all(one["licenses"] for one in bill["components"])
    assert (bill["metadata"]["component"]["name"], bill["metadata"]["component"]["version"]) == (
        "logout-coordinator",
        VERSION,
    )


def test_the_same_commit_gives_the_same_bytes_elsewhere_and_beside_other_files(released: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(REPOSITORY), str(clone)], check=True)  # noqa: S603, S607 - ours
    (clone / "functions" / "scratch").mkdir()
    (clone / "functions" / "scratch" / "notes.py").write_text("# not committed", encoding="utf-8")

    again = release(clone, tmp_path / "dist")

    assert (again / "SHA256SUMS").read_text(encoding="utf-8") == (released / "SHA256SUMS").read_text(encoding="utf-8")


def test_an_archive_is_a_project_for_sam_init(released: Path, tmp_path: Path) -> None:
    project = sam_init(str(released / f"logout-coordinator-{VERSION}-x86_64.zip"), tmp_path)

    assert (project / "functions" / "logout" / "handler.py").is_file()
    assert "valid" in sam(project, "validate", "--lint")
    links = re.findall(r"\]\(([^)#:]+)|(?:src|srcset)=\"([^\"]+)", (project / "README.md").read_text(encoding="utf-8"))
    assert len(links) > 10
    assert all((project / (link or picture)).is_file() for link, picture in links)
