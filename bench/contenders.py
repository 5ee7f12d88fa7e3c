"""Who is compared: each contender's artefact, as `sam build` makes it, and with what a careful team would add."""

import compileall
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from py_compile import PycInvalidationMode

from local import sam
from local.places import REPOSITORY

HERE = Path(__file__).resolve().parent
IN_THE_RUNTIME = ("boto3", "botocore", "s3transfer")
"""What Lambda's Python has of boto3, so that an artefact need not."""
HANDLER = "handler.lambda_handler"
LOGOUT = "logout.handler.lambda_handler"


@dataclass(frozen=True, slots=True)
class Contender:
    """One contender: its name in the tables, its folder, its handler, and what is special about it."""

    name: str
    artefact: Path
    handler: str = HANDLER
    note: str = ""


def built(root: Path) -> list[Contender]:
    """Build all of them below `root`, and return them in the order of the tables."""
    ours, others = built_by_us(root) / "LogoutFunction", root / "others" / "build"
    _sam_build(HERE / "contenders" / "template.yaml", root / "others")
    made = root / "made"
    return [
        Contender("ours", ours, LOGOUT, "as `sam build` makes it: with bytecode, boto3 from the runtime"),
        Contender(
            "ours without bytecode", _changed(ours, made / "ours", _without_bytecode), LOGOUT, "to see what it is worth"
        ),
        Contender("bare", others / "Bare", note="the standard library alone: the floor"),
        Contender("usual", others / "Usual", note="as plain `sam build` makes it: no bytecode, boto3 inside"),
        Contender(
            "usual, tuned",
            _changed(others / "Usual", made / "usual", _tuned),
            note="with bytecode, and boto3 from the runtime",
        ),
        Contender("FastAPI + Mangum", others / "FastApiMangum", note="as plain `sam build` makes it"),
        Contender(
            "FastAPI + Mangum, tuned",
            _changed(others / "FastApiMangum", made / "fastapi", _tuned),
            note="with bytecode, and boto3 from the runtime",
        ),
        Contender("nothing", _nothing(made / "nothing"), note="interpreter and runtime client alone"),
    ]


def built_by_us(root: Path) -> Path:
    """Build this project's functions below `root`, and return the folder that has an artefact of each by its name."""
    _sam_build(REPOSITORY / "template.yaml", root / "ours")
    return root / "ours" / "build"


def runtime(root: Path) -> Path:
    """Install what Lambda's own folder has: the runtime client and boto3, with bytecode; return the folder."""
    target, wanted = root / "runtime", HERE / "runtime" / "requirements.txt"
    stamp = target / ".installed"
    if not stamp.exists() or stamp.stat().st_mtime < wanted.stat().st_mtime:
        shutil.rmtree(target, ignore_errors=True)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(target), "--require-hashes"]
        subprocess.run([*pip, "-r", str(wanted)], check=True)  # noqa: S603
        compile_all(target)
        stamp.touch()
    return target


def compile_all(folder: Path) -> None:
    """Compile whatever lies in a folder, for good: its bytecode is never compared with the source again."""
    compileall.compile_dir(str(folder), quiet=2, force=True, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH)


def _sam_build(template: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    command = [sam.program(), "build", "--cached", "--template-file", str(template), "--build-dir", "build"]
    done = subprocess.run(  # noqa: S603 - a program of this project's requirements
        [*command, "--cache-dir", "cache"], cwd=folder, env=sam.environment(os.environ), capture_output=True, text=True
    )
    if done.returncode != 0:
        raise RuntimeError(f"sam build failed: {done.stderr}")


def _changed(artefact: Path, copy: Path, change: Callable[[Path], None]) -> Path:
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(artefact, copy)
    change(copy)
    return copy


def _without_bytecode(folder: Path) -> None:
    for cache in list(folder.rglob("__pycache__")):
        shutil.rmtree(cache)


def _tuned(folder: Path) -> None:
    for name in IN_THE_RUNTIME:
        for found in (folder / name, *folder.glob(f"{name}-*.dist-info")):
            shutil.rmtree(found, ignore_errors=True)
    compile_all(folder)


def _nothing(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    text = "def lambda_handler(event, context):\n    return {}\n"
    (folder / "handler.py").write_text(text, encoding="utf-8")
    return folder
