"""The environment of this process, as far as settings are read from it."""

import os

from coordinator.settings import config

type Environment = tuple[tuple[str, str], ...]
"""Names and values: hashable, so that what is built of an environment is built once."""


def given() -> Environment:
    """Return what is set of it now."""
    return tuple((name, os.environ[name]) for name in config.NAMES if name in os.environ)
