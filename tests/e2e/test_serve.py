"""`make serve` keeps a system for a browser: its page signs in and out, saved code is seen, Ctrl-C ends it all."""

import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.browser import Browser
from local.places import REPOSITORY
from tests.e2e.conftest import unused_places
from tests.e2e.left_running import alive_with
from tests.e2e.serving import READY, Serving, is_sign_in

pytestmark = [pytest.mark.e2e, pytest.mark.more]
SEEN_WITHIN = 5.0
# More code at the end of a handler, so that the test knows nothing of its text.
MARK = """
_before = lambda_handler


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    answer = _before(event, context)
    return answer | {"body": answer["body"] + "<!-- changed -->"}
"""


@pytest.fixture(scope="module")
def functions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code that tests may change."""
    copy = tmp_path_factory.mktemp("code") / "functions"
    shutil.copytree(REPOSITORY / "functions", copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


@pytest.fixture(scope="module")
def root() -> Path:
    """A folder that nobody else uses now."""
    return unused_places("e2e-serve").root


@pytest.fixture(scope="module")
def serving(root: Path, functions: Path) -> Iterator[Serving]:
    """The command, when it says that all is there; the last test here ends it."""
    command = Serving(root, functions)
    try:
        command.wait_for(READY, 120)
        yield command
    finally:
        command.kill()


def signed_in(serving: Serving, browser: Browser, home: str) -> bool:
    """Sign Ada in from the app's page; whether a password was asked for."""
    hops = browser.walk(f"{home}sign-in", clicked_on=home)
    form = hops[-1].form
    if form is None or not is_sign_in(form):
        return False
    browser.submit(form, {"username": "ada", "password": serving.password("ada")}, hops[-1].url)
    return True


def test_a_person_signs_in_and_out_through_the_apps_page(serving: Serving) -> None:
    browser, home = Browser(), serving.address("/shop/")
    assert signed_in(serving, browser, home)
    page = browser.open(home)
    assert "Signed in as Ada Example." in page.text
    assert page.form is not None
    hops = browser.submit(page.form, {}, home)
    assert hops[-1].url == f"{home}signed-out"
    assert "Nobody is signed in." in browser.open(home).text
    assert signed_in(serving, browser, home)


def test_the_links_of_the_page_sign_out_as_far_as_was_chosen(serving: Serving) -> None:
    browser, home = Browser(), serving.address("/shop/")
    assert signed_in(serving, browser, home)
    assert "reach=browser&amp;" in browser.open(home).text
    assert "reach=app&amp;" in browser.open(f"{home}?reach=app").text
    assert "reach=browser&amp;" in browser.open(f"{home}?reach=%22nonsense").text


def test_saved_code_is_seen_within_seconds(serving: Serving, functions: Path) -> None:
    browser, address = Browser(), serving.address("/logout")
    handler = functions / "logout" / "handler.py"
    assert "<!-- changed -->" not in browser.open(address).text
    began = time.monotonic()
    handler.write_text(handler.read_text() + MARK)
    while "<!-- changed -->" not in browser.open(address).text:
        assert time.monotonic() - began < SEEN_WITHIN
        time.sleep(0.1)
    serving.wait_for("Loaded logout/handler.py.", 10)


def test_code_with_a_mistake_is_one_sentence_and_not_loaded(serving: Serving, functions: Path) -> None:
    before, handler = len(serving.said), functions / "logout" / "handler.py"
    right = handler.read_text()
    handler.write_text(f"{right}\ndef (\n")
    said = serving.wait_for("The code from before goes on.", 10, after=before)
    assert "logout/handler.py, line " in said
    assert "Traceback" not in said
    assert Browser().open(serving.address("/logout")).status == 200
    handler.write_text(right)
    serving.wait_for("All is again as it was loaded.", 10, after=before)


def test_code_that_cannot_be_imported_is_named_and_can_be_mended(serving: Serving, functions: Path) -> None:
    before, handler = len(serving.said), functions / "logout" / "handler.py"
    right = handler.read_text()
    handler.write_text(f"{right}\nimport nothing_of_this_name\n")
    assert "No module named 'nothing_of_this_name'" in serving.wait_for("which fails", 10, after=before)
    handler.write_text(right)
    serving.wait_for("Loaded logout/handler.py.", 10, after=before)
    assert Browser().open(serving.address("/logout")).status == 200


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "local.serve", "--free-ports", "--folder", str(tmp_path)]
    answer = subprocess.run(  # noqa: S603 - our own command
        [*command, "--functions", str(tmp_path / "none")], cwd=REPOSITORY, capture_output=True, text=True, timeout=30
    )
    assert (answer.returncode, answer.stderr) == (2, "")
    assert answer.stdout == f"{tmp_path / 'none'} cannot be watched: No such file or directory.\n"


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc to see other processes")
def test_ctrl_c_leaves_nothing_running_and_nothing_listening(serving: Serving, root: Path) -> None:
    assert len(alive_with(str(root))) > 1
    assert serving.end(signal.SIGINT) == 0
    assert serving.said.endswith("Ended; nothing is left running.\n")
    assert alive_with(str(root)) == []
    for port in serving.ports():
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0
