"""A stand-in for Lambda's SnapStart: its library of hooks, and, as a program, one snapshot that is restored twice."""

import json
import os
import sys
from collections.abc import Callable
from types import ModuleType

type Hook = Callable[[], None]


class Hooks(ModuleType):
    """What `snapshot_restore_py` is in Lambda's runtime (https://pypi.org/project/snapshot-restore-py/)."""

    def __init__(self) -> None:
        super().__init__("snapshot_restore_py")
        self.before: list[Hook] = []
        self.after: list[Hook] = []

    def register_before_snapshot(self, hook: Hook) -> Hook:
        """Have `hook` called before the snapshot is taken."""
        self.before.append(hook)
        return hook

    def register_after_restore(self, hook: Hook) -> Hook:
        """Have `hook` called in each process that is restored from it."""
        self.after.append(hook)
        return hook


def restored_twice() -> None:
    """Answer the event on standard input in two processes that were one until then, each on a line."""
    event = json.load(sys.stdin)
    hooks = Hooks()
    sys.modules[hooks.__name__] = hooks
    from logout.handler import lambda_handler

    for hook in hooks.before:
        hook()
    for _ in range(2):
        restored = os.fork()
        if restored == 0:
            for hook in hooks.after:
                hook()
            sys.stdout.write(json.dumps(lambda_handler(event, None)) + "\n")
            sys.stdout.flush()
            os._exit(0)
        os.waitpid(restored, 0)


if __name__ == "__main__":
    restored_twice()
