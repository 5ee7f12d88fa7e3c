"""Giving the deployed functions the code that lies in a folder now, without building or deploying anew.

The functions share one CodeUri, so one package does for all. What `sam build` installed is set apart with its bytecode,
on the functions' PYTHONPATH, and a package holds our code alone: so a load is three times as fast.
"""

import compileall
import io
import json
import shutil
import zipfile
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from py_compile import PycInvalidationMode
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local.aws import Clients
from local.deployment import STACK, resource
from local.errors import LocalError
from local.places import REPOSITORY

FUNCTIONS = REPOSITORY / "functions"
# Asks for what a person may see and no audit event tells of: it makes the function load its code.
TRIAL = {"httpMethod": "GET", "path": "/.well-known/openid-configuration"}


class Reloader:
    """The code of `folder` in the functions of a local system whose files lie below `root`, as deployed by SAM."""

    def __init__(self, clients: Clients, root: Path, folder: Path) -> None:
        self._lambda = clients.of("lambda")
        self._names = functions(clients)
        self._tried = resource(clients, "LogoutFunction")
        self._folder = folder
        self._loaded: dict[str, bytes] = {}
        self._waits = False
        ours = {path.name for source in (FUNCTIONS, folder) for path in source.iterdir()}
        set_apart(root / "build" / "LogoutFunction", ours, root / "dependencies")
        for name in self._names:
            variables = self._lambda.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
            more = {"PYTHONPATH": str(root / "dependencies")}
            self._lambda.update_function_configuration(FunctionName=name, Environment={"Variables": variables | more})

    def load(self) -> str:
        """Load what has changed since the last time; a sentence about it, empty when nothing has.

        Code that Python cannot read is not loaded, and the code from before stays. Raises LocalError when the embedded
        AWS does not take the code.
        """
        found = files(self._folder)
        names = found.keys() | self._loaded.keys()
        changed = sorted(name for name in names if found.get(name) != self._loaded.get(name))
        if not changed:
            mended, self._waits = self._waits, False
            return "All is again as it was loaded." if mended else ""
        wrong = next(filter(None, (mistake(name, found.get(name, b"")) for name in changed)), "")
        self._waits = bool(wrong)
        if wrong:
            return f"{wrong}. The code from before goes on."
        first, self._loaded = not self._loaded, found
        failure = self._take(package(found))
        what = "the code" if first else ", ".join(changed)
        return f"Loaded {what}" + (f", which fails: {failure}." if failure else ".") + ("" if first else note(changed))

    def _take(self, content: bytes) -> str:
        """Give the package to every function; what goes wrong with it then, or an empty string."""
        try:
            for name in self._names:
                self._lambda.update_function_code(FunctionName=name, ZipFile=content)
            return self._failure()
        except (BotoCoreError, ClientError) as error:
            raise LocalError(f"The embedded AWS did not take the code: {type(error).__name__}.") from error

    def _failure(self) -> str:
        """What the function says when it cannot answer a harmless request, else an empty string."""
        answer = self._lambda.invoke(FunctionName=self._tried, Payload=json.dumps(TRIAL))
        said: Any = json.loads(answer["Payload"].read())
        if "FunctionError" in answer:
            return " ".join(f"{said.get('errorType', 'error')}: {said.get('errorMessage', '')}".split()).rstrip(".")
        return f"it answers {said['statusCode']}" if said["statusCode"] >= 500 else ""


def functions(clients: Clients) -> list[str]:
    """The names of all functions of the stack."""
    pages = clients.of("cloudformation").get_paginator("list_stack_resources").paginate(StackName=STACK)
    found = [one for page in pages for one in page["StackResourceSummaries"]]
    return [str(one["PhysicalResourceId"]) for one in found if one["ResourceType"] == "AWS::Lambda::Function"]


def files(folder: Path) -> dict[str, bytes]:
    """What lies below a folder, by the path in it; without bytecode and what editors keep beside a file."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder)
        beside = name.name.startswith("#") or name.name.endswith("~")
        if beside or any(part.startswith(".") or part == "__pycache__" for part in name.parts):
            continue
        with suppress(FileNotFoundError, IsADirectoryError):  # gone since it was listed: another change tells of that
            found[name.as_posix()] = path.read_bytes()
    return found


def set_apart(built: Path, ours: Collection[str], target: Path) -> None:
    """Copy a function's folder after `sam build` without what is `ours` at its top, and compile the copy."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(built, target, ignore=lambda folder, names: ours if Path(folder) == built else ())
    compileall.compile_dir(str(target), quiet=2, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH)


def package(content: Mapping[str, bytes]) -> bytes:
    """A zip of these files, the same for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in content.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return buffer.getvalue()


def mistake(name: str, source: bytes) -> str:
    """Why Python cannot read a file of code, with its line; an empty string when it can."""
    if not name.endswith(".py"):
        return ""
    try:
        compile(source, name, "exec", dont_inherit=True)
    except SyntaxError as error:
        return f"{name}, line {error.lineno}: {error.msg}"
    except ValueError as error:  # a null byte, for instance
        return f"{name}: {error}"
    return ""


def note(changed: Iterable[str]) -> str:
    """What is to be said when files changed that loading is not enough for."""
    notes = {
        "requirements.txt": " New requirements are installed at the next start.",
        "config": " The settings here come from local/deployment.py and not from config/.",
    }
    return "".join(text for part, text in notes.items() if any(Path(name).parts[0] == part for name in changed))
