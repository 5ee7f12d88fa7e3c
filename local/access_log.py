"""An access log that names paths and no queries: codes, hints and tokens travel in those."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from werkzeug.serving import WSGIRequestHandler


class PathsOnly(WSGIRequestHandler):
    """Logs method, path and status of each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Called by the server after each answer."""
        self.log("info", "%s %s %s", self.command, self.path.partition("?")[0], code)


@contextmanager
def access_log(path: Path) -> Iterator[None]:
    """Send werkzeug's access log to a file instead of the terminal."""
    logger, handler = logging.getLogger("werkzeug"), logging.FileHandler(path, mode="w")
    logger.addHandler(handler)
    logger.propagate = False
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = True
        handler.close()
