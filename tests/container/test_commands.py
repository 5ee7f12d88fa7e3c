"""`make invoke` and `make start-api` as a person meets them: the readable end, and one sentence where nothing works."""

import re
import signal
from pathlib import Path

import pytest

from local.container import runtime
from local.errors import LocalError
from tests.container.commands import command, run, started, wait_for_line
from tests.container.conftest import Left

pytestmark = pytest.mark.more
EVENT = "events/logout.json"
ONE_SENTENCE = re.compile(r"^[^\n]+\.\n$")


@pytest.mark.parametrize("module", ["local.invoke", "local.start_api"])
def test_without_docker_there_is_one_sentence(module: str, folder: Path) -> None:
    asked = [EVENT] if module == "local.invoke" else []
    done = run(command(module, folder, None, *asked), DOCKER_HOST="unix:///nonexistent")

    assert (done.returncode, done.stdout) == (2, "")
    assert ONE_SENTENCE.match(done.stderr) and "install or start Docker" in done.stderr


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", "Say which event to run"),
        ("events/nope.json", "There is no event events/nope.json"),
        ("Makefile", "Makefile is no JSON"),
    ],
)
def test_an_event_that_is_none_is_one_sentence(asked: str, said: str, folder: Path) -> None:
    done = run(command("local.invoke", folder, None, asked))

    assert (done.returncode, done.stdout) == (2, "")
    assert ONE_SENTENCE.match(done.stderr) and done.stderr.startswith(said)


@pytest.mark.parametrize("module", ["local.invoke", "local.start_api"])
def test_an_image_that_is_not_here_is_one_sentence(module: str, folder: Path, image: str | None) -> None:
    asked = [EVENT] if module == "local.invoke" else []
    done = run(command(module, folder, "no-such-image:none", *asked))

    assert (done.returncode, done.stdout) == (2, "")
    assert ONE_SENTENCE.match(done.stderr) and "no-such-image:none" in done.stderr


def test_an_image_that_could_not_be_fetched_is_told_from_a_failure_of_sam(monkeypatch: pytest.MonkeyPatch) -> None:
    for images, said in (("", "could not be fetched"), ("0123abcd", "SAM failed")):
        monkeypatch.setattr(runtime, "ask", lambda *_, images=images: images)
        error = runtime.no_image_or("SAM failed", None)
        assert isinstance(error, LocalError) and said in str(error)


def test_the_end_of_an_invocation_can_be_read(folder: Path, image: str | None, left: Left) -> None:
    done = run(command("local.invoke", folder, image, EVENT))

    assert done.returncode == 0, done.stderr
    assert re.search(r"status +│ 303", done.stdout)
    assert re.search(r"Location +│ http://localhost:8001/logout\?client_id=shopexample", done.stdout)
    assert re.search(r"cookie deleted +│ shop_rt", done.stdout)
    assert re.search(r"effect +│ tokens +│ +│ failed", done.stdout), "nobody is there to revoke them"
    assert '"class_uid":3002' in done.stderr, "SAM's own output is kept"
    assert left(folder) == []


def test_live_the_command_shows_that_the_tokens_are_dead(folder: Path, image: str | None, left: Left) -> None:
    done = run(command("local.invoke", folder, image, "--live", EVENT))

    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"refresh token +│ Cognito's token endpoint +│ alive +│ dead +│ dead +│ ✓", done.stdout)
    assert re.search(r"access token +│ Cognito's GetUser +│ alive +│ dead +│ dead +│ ✓", done.stdout)
    assert "eyJ" not in done.stdout + done.stderr, "a token is shown"
    assert left(folder) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_invocation_leaves_no_container(
    number: signal.Signals, folder: Path, image: str | None, left: Left
) -> None:
    with started(command("local.invoke", folder, image, EVENT)) as child:
        wait_for_line(child, "SAM_CONTAINER_ID")
        child.send_signal(number)
        rest, _ = child.communicate(timeout=60)

    assert child.returncode == 130
    assert "local/invoke.py" not in rest, "no traceback of ours"
    assert left(folder) == []
