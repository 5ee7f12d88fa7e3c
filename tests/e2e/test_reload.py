"""What `make serve` loads, what it refuses to load, and when it looks."""

import threading
import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from local.changes import Changes
from local.errors import LocalError
from local.reload import files, mistake, note, package, set_apart


def written(folder: Path, *names: str) -> Path:
    """The folder with these files in it, each holding its own name."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return folder


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (b"answer = 42\n", ""),
        (b"def (\n", "logout/handler.py, line 1: invalid syntax"),
        (b"\x00", "logout/handler.py"),
        (b"\xff", "logout/handler.py"),
        (b"if True:\nanswer = 42\n", "logout/handler.py, line 2: expected an indented block"),
    ],
)
def test_code_that_python_cannot_read_is_a_mistake(source: bytes, said: str) -> None:
    assert mistake("logout/handler.py", source).startswith(said)
    assert bool(mistake("logout/handler.py", source)) is bool(said)


def test_only_code_has_mistakes() -> None:
    assert mistake("config/local.toml", b"def (") == ""


def test_bytecode_and_what_editors_keep_are_no_code(tmp_path: Path) -> None:
    left_out = ("logout/__pycache__/handler.pyc", ".git/config", "logout/.handler.py.swp", "logout/handler.py~", "#a#")
    written(tmp_path, "logout/handler.py", "config/local.toml", *left_out)
    assert files(tmp_path) == {"logout/handler.py": b"logout/handler.py", "config/local.toml": b"config/local.toml"}


def test_a_package_holds_the_files_and_is_the_same_for_the_same_files() -> None:
    content = {"a.py": b"1", "b/c.py": b"2"}
    with zipfile.ZipFile(BytesIO(package(content))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == content
    assert package(content) == package(dict(content))


def test_dependencies_are_set_apart_from_our_code_and_compiled(tmp_path: Path) -> None:
    built = written(tmp_path / "built", "logout/handler.py", "requests/logout/handler.py")
    (built / "requests" / "__init__.py").write_text("answer = 42\n")
    (built / "requests" / "logout" / "handler.py").write_text("")
    set_apart(built, {"logout"}, tmp_path / "apart")
    assert sorted(files(tmp_path / "apart")) == ["requests/__init__.py", "requests/logout/handler.py"]
    assert list((tmp_path / "apart").rglob("__init__.*.pyc"))


@pytest.mark.parametrize(
    ("changed", "said"),
    [("logout/handler.py", ""), ("requirements.txt", "next start"), ("config/dev.toml", "not from config/")],
)
def test_what_loading_is_not_enough_for_is_said(changed: str, said: str) -> None:
    assert said in note([changed])
    assert bool(note([changed])) is bool(said)


def test_a_saved_file_is_noticed(tmp_path: Path) -> None:
    noticed: list[float] = []
    with Changes(tmp_path) as changes:
        waiting = threading.Thread(target=lambda: noticed.append(changes.wait()), daemon=True)
        waiting.start()
        began = time.monotonic()
        written(tmp_path, "logout/handler.py")
        waiting.join(5)
    assert began <= noticed[0] < time.monotonic()


def test_reading_is_no_change(tmp_path: Path) -> None:
    written(tmp_path, "handler.py")
    with Changes(tmp_path) as changes:
        waiting = threading.Thread(target=changes.wait, daemon=True)
        waiting.start()
        files(tmp_path)
        waiting.join(0.3)
        assert waiting.is_alive()
        written(tmp_path, "end.py")
        waiting.join(5)


def test_a_folder_that_cannot_be_watched_is_one_sentence(tmp_path: Path) -> None:
    refused = pytest.raises(LocalError, match=r"none cannot be watched: No such file or directory\.$")
    with refused, Changes(tmp_path / "none"):
        pytest.fail("it is watched")
