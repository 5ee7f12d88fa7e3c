"""The audit events of the deployed function, read from its log in the embedded AWS."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from local.aws import Clients
from local.deployment import functions_log

AUTHENTICATION = 3002  # OCSF's class of events


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """What a person wants to read of one event; `None` where it does not say."""

    step: str
    status: str
    leg: str | None
    provider: str | None
    outcome: str | None
    user: str | None

    @classmethod
    def of(cls, event: Mapping[str, Any]) -> "AuditEvent":
        """The event of one line of the log."""
        ours = event.get("unmapped", {}).get("logout", {})
        status = {1: "success", 2: "failure"}.get(event.get("status_id", 99), str(event.get("status", "other")))
        user = event.get("user", {})
        return cls(
            str(ours.get("step")),
            status,
            ours.get("leg"),
            ours.get("provider"),
            ours.get("outcome"),
            user.get("uid") or user.get("name"),
        )


class AuditTrail:
    """The events, as they come."""

    def __init__(self, clients: Clients, function: str = "LogoutFunction") -> None:
        self._clients = clients
        self._function = function
        self._seen = 0

    def forget(self) -> None:
        """Pass over what is there already."""
        self._seen = len(functions_log(self._clients, self._function))

    def new_events(self) -> list[AuditEvent]:
        """The events since the last look, oldest first."""
        lines = functions_log(self._clients, self._function)[self._seen :]
        self._seen += len(lines)
        parsed = [parsed_line(line) for line in lines]
        return [AuditEvent.of(event) for event in parsed if event.get("class_uid") == AUTHENTICATION]


def parsed_line(line: str) -> dict[str, Any]:
    """The JSON object on a line; an empty one for a line of another kind."""
    try:
        value = json.loads(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
