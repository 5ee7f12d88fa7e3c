"""What a person reads at the terminal when a command cannot work: one sentence, and no traceback."""

import sys
from collections.abc import Callable

CANNOT_WORK = 2


def or_a_sentence(command: Callable[[], int]) -> int:
    """Run a command and return its exit status: 2 after saying what a person can mend."""
    from local.errors import LocalError

    try:
        return command()
    except LocalError as error:
        say(str(error))
        return CANNOT_WORK


def say(text: str) -> None:
    """Say one thing."""
    print(text, file=sys.stderr)
