"""What the servers saw: the audit events of the deployed function, and the requests in the access log."""

import re
from typing import Any

from local.audit import AUTHENTICATION, parsed_line
from local.deployment import functions_log
from local.system import LocalSystem


class Evidence:
    """Everything that happened since this was made."""

    def __init__(self, system: LocalSystem) -> None:
        self._system = system
        self._log = system.places.logs("servers")
        self._events_before = len(functions_log(system.clients))
        self._requests_before = len(self._log.read_text())

    def events(self, step: str = "") -> list[dict[str, Any]]:
        """The audit events of a step, or of all, oldest first."""
        lines = functions_log(self._system.clients)[self._events_before :]
        events = [event for event in map(parsed_line, lines) if event.get("class_uid") == AUTHENTICATION]
        return [event for event in events if not step or event["unmapped"]["logout"]["step"] == step]

    def steps(self) -> set[str]:
        """The steps that there are events of."""
        return {str(event["unmapped"]["logout"]["step"]) for event in self.events()}

    def distinct(self, step: str) -> int:
        """How often a step happened: repeats have the same `metadata.uid`."""
        return len({event["metadata"]["uid"] for event in self.events(step)})

    def answers(self, path: str) -> list[int]:
        """The statuses of the requests for a path, on whichever server, oldest first."""
        log = self._log.read_text()[self._requests_before :]
        return [int(status) for status in re.findall(rf"[A-Z]+ {re.escape(path)} (\d+)$", log, re.MULTILINE)]
