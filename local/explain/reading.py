"""The audit events of one logout: from a file, or from the log groups of a deployed stack."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from local.audit import AUTHENTICATION, parsed_line
from local.errors import LocalError
from local.stack import Stack, in_a_sentence

GROUPS = ("LogGroupName", "RetryLogGroupName", "SignOutLogGroupName")
"""The outputs that name a log group with audit events; all but the first depend on parameters."""
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}")


def from_file(path: Path, logout_id: str | None) -> tuple[str, list[dict[str, Any]]]:
    """Return a logout of a file and its events; the last one that began when nobody says which.

    A line is an event, with anything before it, as `aws logs tail` prints; raises LocalError when there is none.
    """
    try:
        events = _events(path.read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        raise LocalError(f"{path}: cannot be read as a text file") from error
    if not events:
        raise LocalError(f"{path}: holds no audit event")
    wanted = logout_id or _id(max(events, key=lambda event: int(event["time"])))
    return wanted, _of(wanted, events, str(path))


def from_stack(found: Stack, logout_id: str) -> tuple[str, list[dict[str, Any]]]:
    """Return a logout of a stack and its events; raises LocalError when its logs hold none."""
    if not IDENTIFIER.fullmatch(logout_id):
        raise LocalError(f"{logout_id!r}: is no logout_id")
    lines: list[str] = []
    with in_a_sentence():
        pages = found.session.client("logs").get_paginator("filter_log_events")
        for group in (found.outputs[name] for name in GROUPS if name in found.outputs):
            # A phrase in quotes is looked for as it stands (CloudWatch Logs user guide, "Filter pattern syntax").
            for page in pages.paginate(logGroupName=group, filterPattern=f'"{logout_id}"'):
                lines += [event["message"] for event in page["events"]]
    return logout_id, _of(logout_id, _events(lines), found.name)


def _events(lines: Iterable[str]) -> list[dict[str, Any]]:
    parsed = (parsed_line(line[line.find("{") :]) for line in lines if "{" in line)
    return [event for event in parsed if event.get("class_uid") == AUTHENTICATION]


def _of(logout_id: str, events: Iterable[dict[str, Any]], where: str) -> list[dict[str, Any]]:
    if not IDENTIFIER.fullmatch(logout_id):
        raise LocalError(f"{logout_id!r}: is no logout_id")
    found = [event for event in events if _id(event) == logout_id]
    if not found:
        raise LocalError(f"{where}: holds no event of {logout_id}")
    return found


def _id(event: dict[str, Any]) -> str:
    return str(event["unmapped"]["logout"]["logout_id"])
