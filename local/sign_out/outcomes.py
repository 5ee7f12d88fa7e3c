"""How what was left to the queue has ended: read from the audit events of the retry function."""

import json
from collections.abc import Iterator
from typing import Any

from local.sign_out.answers import Result
from local.sign_out.journal import Journal
from local.stack import Stack, in_a_sentence

EFFECTS = '{ $.unmapped.logout.step = "effect" }'
LATE_SECONDS = 60
"""How much later than its own time an event may come into the log."""


class Outcomes:
    """Reads the log from where it stopped, and a little before: events come late and out of order."""

    def __init__(self, stack: Stack) -> None:
        self._group = stack.output("RetryLogGroupName", "Retry")
        with in_a_sentence():
            self._logs = stack.session.client("logs")
        self._since: float | None = None

    def look(self, journal: Journal) -> None:
        """Note in the journal what has ended. Raises LocalError when the log cannot be read."""
        waiting = {one.logout_id: one for one in journal.pending()}
        if not waiting:
            return
        oldest = min(one.at for one in waiting.values())
        since = oldest if self._since is None else max(oldest, self._since - LATE_SECONDS)
        with in_a_sentence():
            events = list(self._events(since))
        for event in events:
            self._since = max(self._since or 0.0, event["time"] / 1000)
            ours = event["unmapped"]["logout"]
            known = waiting.get(ours["logout_id"])
            if known is not None:
                waiting[known.logout_id] = known.ended(ours["leg"], ours["outcome"], event.get("status_detail"))
        for before in journal.pending():
            now = waiting.get(before.logout_id, before)
            if now != before:
                journal.note(now)

    def _events(self, since: float) -> Iterator[dict[str, Any]]:
        pages = self._logs.get_paginator("filter_log_events").paginate(
            logGroupName=self._group, startTime=int(since * 1000), filterPattern=EFFECTS
        )
        for page in pages:
            for line in page["events"]:
                event = _parsed(line["message"])
                if event.get("class_uid") == 3002 and event["unmapped"]["logout"]["step"] == "effect":
                    yield event


def _parsed(line: str) -> dict[str, Any]:
    try:
        event = json.loads(line)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}


def is_lost(result: Result, now: float, seconds: float) -> bool:
    """Whether a user's end has not been heard of for so long that nothing will come of it."""
    return result.state == "pending" and now - result.at > seconds
