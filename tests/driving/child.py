"""One process of a function: reads events from its input and writes answers and all that the handler prints."""

import importlib
import io
import json
import sys
import time
from typing import Any, TextIO


class Context:
    """What Lambda tells a handler about its invocation."""

    function_name = "driven"
    function_version = "1"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:us-east-1:000000000000:function:driven"
    aws_request_id = "52fdfc07-2182-454f-963f-5f0f9a621d72"

    def get_remaining_time_in_millis(self) -> int:
        """The logout's own timeout is 15 s."""
        return 15_000


class Lines(io.TextIOBase):
    """Passes on each line at once, so that one is not lost when the process is killed after it."""

    def __init__(self, wire: TextIO) -> None:
        self._wire = wire
        self._begun = ""

    def write(self, text: str) -> int:
        """Keep what is no whole line yet."""
        *lines, self._begun = (self._begun + text).split("\n")
        for line in lines:
            say(self._wire, line=line)
        return len(text)


def say(wire: TextIO, **message: Any) -> None:
    """Write one message to whoever drives this process."""
    wire.write(json.dumps(message) + "\n")
    wire.flush()


def main(module: str) -> None:
    """Answer events until the input ends; an uncaught error is told, too."""
    wire = sys.stdout
    sys.stdout = sys.stderr = Lines(wire)
    handler = importlib.import_module(module).lambda_handler
    say(wire, line="")
    for event in sys.stdin:
        began = time.monotonic()
        try:
            answer = {"answer": handler(json.loads(event), Context())}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        say(wire, **answer, milliseconds=(time.monotonic() - began) * 1000)


if __name__ == "__main__":
    main(sys.argv[1])
