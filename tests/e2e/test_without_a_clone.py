"""A release is made twice alike, and deployed by what docs/deploying-without-a-clone.md says, with an SSM parameter."""

import json
import re
import shlex
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from coordinator.version import VERSION

from local import deployment, journeys
from local.audit import AuditTrail
from local.places import REPOSITORY
from local.system import LocalSystem
from tests.e2e.conftest import Silent, unused_places
from tests.e2e.test_sam_init import sam, sam_init

pytestmark = [pytest.mark.e2e, pytest.mark.more]

PAGE = (REPOSITORY / "docs" / "deploying-without-a-clone.md").read_text(encoding="utf-8")
FILES = {
    f"logout-coordinator-{VERSION}-x86_64.zip",
    f"logout-coordinator-{VERSION}-arm64.zip",
    f"logout-coordinator-{VERSION}.cdx.json",
    f"logout_guard-{VERSION}-py3-none-any.whl",
}


def commands(start: str) -> list[list[str]]:
    """The commands of the page that begin with these words."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    return [shlex.split(line) for block in blocks for line in block.splitlines() if line.startswith(start)]


def release(clone: Path, into: Path) -> Path:
    """What `make release` makes out of a clone."""
    command = [sys.executable, "-m", "release", "--into", str(into)]
    done = subprocess.run(command, cwd=clone, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert (done.returncode, done.stderr) == (0, "")
    return into


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the last commit."""
    return release(REPOSITORY, tmp_path_factory.mktemp("release") / "dist")


@pytest.fixture(scope="module")
def system() -> Iterator[LocalSystem]:
    """A pool and people, and nothing deployed yet."""
    with LocalSystem(unused_places("e2e-without-a-clone"), Silent(), deployed=False) as running:
        yield running


@pytest.fixture
def put(system: LocalSystem, tmp_path: Path) -> Callable[[list[str], str], str]:
    """`aws ssm put-parameter`, as the page gives it, with a text as the file; returns the version."""

    def call(command: list[str], text: str) -> str:
        assert command[:3] == ["aws", "ssm", "put-parameter"]
        given = dict(zip(command[3:9:2], command[4:9:2], strict=True))
        assert given.pop("--value") == "file://prod.toml"
        answer = system.clients.of("ssm").put_parameter(
            Name=given.pop("--name"), Type=given.pop("--type"), Value=text, Overwrite="--overwrite" in command[9:]
        )
        assert not given
        return str(answer["Version"])

    return call


@pytest.fixture
def deploy(system: LocalSystem, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, str], str]:
    """`sam deploy`, as the page gives it, filled in, with what an AWS on one's own machine needs; gives CONFIG then."""
    monkeypatch.setattr(deployment, "STACK", "logout-coordinator-prod")
    (command,) = commands("sam deploy")
    values = deployment.parameters(system.places, system.pool, deployment.client_secrets(system.clients, system.pool))
    told = {part.partition("=")[0] for part in command}
    more = [f"{name}={value}" for name, value in values.items() if name not in {*told, "Stage"}]

    def call(project: Path, version: str) -> str:
        text = "\n".join(command[2:]).replace("<pool-id>", values["UserPoolId"])
        text = re.sub(r":\d+$", f":{version}", text.replace("<https-pool-domain>", values["CognitoDomain"]))
        process = deployment.sam(system.places, "deploy", *text.split("\n"), *more)
        process.start(project)
        process.finish(deployment.DEPLOY_SECONDS)
        system._gateway.api_id = deployment.resource(system.clients, "LogoutApi")
        function = deployment.resource(system.clients, "LogoutFunction")
        found = system.clients.of("lambda").get_function_configuration(FunctionName=function)
        return str(found["Environment"]["Variables"]["CONFIG"])

    return call


def test_a_release_holds_what_it_says_with_its_checksums(made: Path) -> None:
    done = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=made, capture_output=True, check=False)  # noqa: S607

    assert done.returncode == 0
    assert {file.name for file in made.iterdir()} == FILES | {"SHA256SUMS"}


def test_the_bill_names_every_package_of_the_functions(made: Path) -> None:
    bill = json.loads((made / f"logout-coordinator-{VERSION}.cdx.json").read_text(encoding="utf-8"))
    pinned = (REPOSITORY / "functions" / "requirements.txt").read_text(encoding="utf-8")
    named = {f"{one['name'].lower().replace('_', '-')}=={one['version']}" for one in bill["components"]}

    assert named == {line.lower().split()[0] for line in pinned.splitlines() if "==" in line}
    assert all(one["licenses"] for one in bill["components"])
    assert (bill["metadata"]["component"]["name"], bill["metadata"]["component"]["version"]) == (
        "logout-coordinator",
        VERSION,
    )


def test_the_same_commit_gives_the_same_bytes_elsewhere_and_beside_other_files(made: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(REPOSITORY), str(clone)], check=True)  # noqa: S603, S607 - ours
    (clone / "functions" / "scratch").mkdir()
    (clone / "functions" / "scratch" / "notes.py").write_text("# not committed", encoding="utf-8")

    again = release(clone, tmp_path / "dist")

    assert (again / "SHA256SUMS").read_text(encoding="utf-8") == (made / "SHA256SUMS").read_text(encoding="utf-8")


def test_an_archive_is_a_project_for_sam_init(made: Path, tmp_path: Path) -> None:
    project = sam_init(str(made / f"logout-coordinator-{VERSION}-x86_64.zip"), tmp_path)

    assert (project / "functions" / "logout" / "handler.py").is_file()
    assert "valid" in sam(project, "validate", "--lint")


def test_people_sign_out_of_what_the_page_deploys(
    made: Path,
    system: LocalSystem,
    put: Callable[[list[str], str], str],
    deploy: Callable[[Path, str], str],
    tmp_path: Path,
) -> None:
    with zipfile.ZipFile(made / f"logout-coordinator-{VERSION}-x86_64.zip") as archive:
        archive.extractall(tmp_path)
    project = tmp_path / f"logout-coordinator-{VERSION}"
    first, changed = commands("aws ssm put-parameter")
    text = deployment.stage_file(system.places, system.pool, system.provider)

    assert deploy(project, put(first, f"# the first text\n{text}")) == f"# the first text\n{text}"
    assert deploy(project, put(changed, text)) == text
    chapter = journeys.browser_logout(system, AuditTrail(system.clients))
    assert [finding.subject for finding in chapter.findings if not finding.right] + chapter.problems == []
