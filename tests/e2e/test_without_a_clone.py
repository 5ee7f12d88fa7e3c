"""What docs/deploying-without-a-clone.md says, done word by word: a release is deployed with an SSM parameter."""

import platform
import re
import shlex
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

pytestmark = [pytest.mark.e2e, pytest.mark.more]

# What the page's commands begin with, and what becomes of them in tests.
HELD = {
    "sha256sum --check": "run by test_release.py",
    "gh attestation verify": "nothing but GitHub has attestations",
    "unzip logout-coordinator-*-x86_64.zip": "done by zipfile, so that no machine needs unzip",
    "cd logout-coordinator-*/": "where what follows is run",
    "aws ssm put-parameter": "the same call by boto3",
    "sam deploy": "run, filled in",
    "sam package": "run by test_packaging.py",
    "sam publish": "nothing but AWS has that repository",
    "sam init --location": "run by test_sam_init.py and test_release.py, from a file",
}
PAGE = (REPOSITORY / "docs" / "deploying-without-a-clone.md").read_text(encoding="utf-8")


def commands(start: str) -> list[list[str]]:
    """The commands of the page that begin with these words."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    return [shlex.split(line) for block in blocks for line in block.splitlines() if line.startswith(start)]


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


def test_every_command_of_the_page_is_tried_or_cannot_be() -> None:
    assert [command for command in commands("") if not " ".join(command).startswith(tuple(HELD))] == []
    assert all(commands(start) for start in HELD)


def test_people_sign_out_of_what_the_page_deploys(
    released: Path,
    system: LocalSystem,
    put: Callable[[list[str], str], str],
    deploy: Callable[[Path, str], str],
    tmp_path: Path,
) -> None:
    processor = "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"
    with zipfile.ZipFile(released / f"logout-coordinator-{VERSION}-{processor}.zip") as archive:
        archive.extractall(tmp_path)
    project = tmp_path / f"logout-coordinator-{VERSION}"
    first, changed = commands("aws ssm put-parameter")
    text = deployment.stage_file(system.places, system.pool, system.provider)

    assert deploy(project, put(first, f"# the first text\n{text}")) == f"# the first text\n{text}"
    assert deploy(project, put(changed, text)) == text
    chapter = journeys.browser_logout(system, AuditTrail(system.clients))
    assert [finding.subject for finding in chapter.findings if not finding.right] + chapter.problems == []
