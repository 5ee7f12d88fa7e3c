"""SnapStart: what a first request would wait for is loaded before the snapshot, and what is too old forgotten after it.

Each restored environment draws its own ids and seals, since both come from the system at each request; ages are told by
the wall clock, and no connection is kept. https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-python.html
"""

from coordinator import bootstrap
from coordinator.deadline import Deadline, side_by_side
from snapshot_restore_py import register_after_restore, register_before_snapshot

SECONDS = 8.0
"""For the whole: nobody waits, and what is not there in time is loaded when it is needed."""


def load() -> None:
    """Load settings, keys, discovery documents and AWS clients.

    Raises ConfigurationError, so that the version is not published.
    """
    side_by_side(bootstrap.dependencies().ahead, Deadline(SECONDS), SECONDS)


def renew() -> None:
    """Forget what grew old in the snapshot."""
    bootstrap.dependencies().renew()


register_before_snapshot(load)
register_after_restore(renew)
