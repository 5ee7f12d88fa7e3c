"""How the commands of this folder end: in good order on every signal, and with a sentence instead of a traceback."""

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def end_like_ctrl_c(number: int, frame: FrameType | None) -> None:
    """End in good order on a signal, and only once: the clean-up that follows is not to be interrupted."""
    for name in ENDINGS:
        signal.signal(name, signal.SIG_IGN)
    raise KeyboardInterrupt


def in_good_order(command: Callable[[], int]) -> int:
    """Run a command and return its exit status: 2 when a Python module is missing, 130 after a signal.

    It is 1 when whoever reads what it prints has gone, as `head` does.
    """
    for name in ENDINGS:
        signal.signal(name, end_like_ctrl_c)
    try:
        status = command()
        sys.stdout.flush()
        return status
    except ModuleNotFoundError as error:
        print(f"The Python module {error.name} is missing: run `make clean install` and try again.", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Else the interpreter meets it again when it ends (Python's documentation of `signal`, "Note on SIGPIPE").
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("Ended before the end; nothing is left running.", file=sys.stderr)
        return 130
