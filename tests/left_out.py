"""Leaves out the tests that a machine lacks the software for, and says so; where CI runs, nothing may be left out."""

import os
from collections.abc import Sequence

import pytest

TOLD = pytest.StashKey[list[str]]()


def leave_out(
    config: pytest.Config, items: list[pytest.Item], lacking: Sequence[pytest.Item], why: str, *, in_ci: bool = False
) -> None:
    """Take `lacking` out of `items`; the summary says `why`. Raises UsageError under CI, unless `in_ci` allows it."""
    if os.environ.get("CI") and not in_ci:
        raise pytest.UsageError(f"CI leaves no test out: {len(lacking)} {why}")
    items[:] = [item for item in items if item not in lacking]
    config.hook.pytest_deselected(items=lacking)
    config.stash.setdefault(TOLD, []).append(f"{len(lacking)} {why}")
