"""A function in a container: one event in, its answer and its audit events out."""

import json
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from local.audit import AUTHENTICATION, AuditEvent, parsed_line
from local.container import child, runtime
from local.deployment import BUILD_SECONDS, build
from local.errors import LocalError
from local.places import Places

type Event = dict[str, Any]

FUNCTION = "LogoutFunction"


@dataclass(frozen=True, slots=True)
class Invocation:
    """What the function answered, in API Gateway's form, and what it logged, line by line."""

    answer: Event = field(repr=False)
    lines: list[str] = field(repr=False)

    @property
    def events(self) -> list[AuditEvent]:
        """The audit events, oldest first."""
        parsed = [parsed_line(line) for line in self.lines]
        return [AuditEvent.of(event) for event in parsed if event.get("class_uid") == AUTHENTICATION]

    def header(self, name: str) -> list[str]:
        """The values of a header of the answer."""
        return list(self.answer.get("multiValueHeaders", {}).get(name, []))


@dataclass(frozen=True, slots=True)
class Function:
    """A built function; each event gets a container of its own. `environment` is that of SAM itself."""

    template: Path
    image: str | None
    environment: Mapping[str, str]
    options: Sequence[str] = ()
    name: str = FUNCTION

    def invoke(self, event: Event) -> Invocation:
        """Run one event; what SAM and the function say is shown as it comes. Raises LocalError without an answer."""
        options = (self.name, "--event", "-", *runtime.image_options(self.image), *self.options)
        command = child.command("invoke", self.template, *options)
        lines: list[str] = []
        with (
            runtime.none_left_of(code(self.template, self.name)),
            child.running(command, self.environment, piped=True) as sam,
        ):
            reading = threading.Thread(target=pass_through, args=(sam.stderr, lines), daemon=True)
            reading.start()
            printed = talk(sam, json.dumps(event))
            reading.join(10)
        if sam.returncode != 0:
            raise runtime.no_image_or("SAM could not run the function; its own words are above.", self.image)
        return Invocation(answer_in(printed), lines)


def code(template: Path, name: str = FUNCTION) -> Path:
    """The folder of a built function, which is mounted into its containers."""
    return template.parent / name


def talk(sam: subprocess.Popen[str], text: str) -> str:
    """Give SAM the event, and wait for its end; what it printed."""
    if sam.stdin is None or sam.stdout is None:
        raise ValueError("the child needs pipes")
    # A child that ended before it read the event has said why.
    with suppress(BrokenPipeError):
        sam.stdin.write(text)
        sam.stdin.close()
    printed = sam.stdout.read()
    sam.wait()
    return printed


def pass_through(stream: IO[str], lines: list[str]) -> None:
    """Show and keep what a child says."""
    for line in stream:
        sys.stderr.write(line)
        sys.stderr.flush()
        lines.append(line)


def answer_in(printed: str) -> Event:
    """The answer that SAM printed. Raises LocalError for an error of the function, which has another form."""
    answer = parsed_line(printed.strip())
    if not answer or "errorType" in answer:
        raise LocalError(f"The function gave no answer but {answer.get('errorType', 'nothing')}: its log is above.")
    return answer


def built(places: Places) -> Path:
    """Build the functions in the folder of `places`; the built template. Raises LocalError when SAM fails."""
    process = build(places)
    try:
        process.start(places.root)
        process.finish(BUILD_SECONDS)
    finally:
        process.stop()
    return places.root / "build" / "template.yaml"
