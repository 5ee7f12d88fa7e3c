"""Noticing that something below a folder has changed, without looking at it all the time."""

import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from local.errors import LocalError

# Reading files makes events, too; these are the ones of writing.
WRITTEN = {"created", "modified", "moved", "deleted"}
# Seconds without an event after which a change counts as whole: editors and git write several files, or one in parts.
QUIET = 0.05


class Changes(FileSystemEventHandler):
    """Changes below a folder, from entering this context on. Entering raises LocalError when it cannot be watched."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._written = threading.Event()
        self._observer: Any = Observer()  # its methods have no types

    def __enter__(self) -> Self:
        self._observer.schedule(self, str(self._folder), recursive=True)
        try:
            self._observer.start()
        except OSError as error:  # no such folder, or the system's limit of watches is reached
            raise LocalError(f"{self._folder} cannot be watched: {error.strerror}.") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._observer.stop()
        self._observer.join(5)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Called by the observer's thread."""
        if event.event_type in WRITTEN:
            self._written.set()

    def wait(self) -> float:
        """Return when something has changed and all is quiet again; `time.monotonic()` of when it was noticed."""
        self._written.wait()
        noticed = time.monotonic()
        while self._written.is_set():
            self._written.clear()
            self._written.wait(QUIET)
        return noticed
