"""The audit trail: one OCSF Authentication event per step, alone on its line, and a count per leg and outcome."""

import json
import logging
import sys
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TextIO

from aws_lambda_powertools import Logger
from aws_lambda_powertools.logging.formatter import BasePowertoolsFormatter

from coordinator.core.model import LegReport, Outcome, Trail

PRODUCT = "Logout Coordinator for Amazon Cognito"
OCSF_VERSION = "1.6.0"
CLASS_UID, CATEGORY_UID = 3002, 3
LOGOFF, OTHER = 2, 99
INFORMATIONAL, LOW = 1, 2
SUCCESS, FAILURE, OTHER_STATUS = 1, 2, 99
CALLERS_FAULT = frozenset({"NotAuthorizedException", "too_many_tokens"})
"""Why an act failed that only its caller can mend: anybody with an account can make it so, and no alarm counts it."""
EVENT_NAMESPACE = uuid.UUID("5c0d2d47-3a36-5ab5-bb0b-7c3c6f1d4a52")


class _Formatter(BasePowertoolsFormatter):
    """Writes the event that a record carries, and nothing else: Powertools' own top level is not OCSF's."""

    def append_keys(self, **additional_keys: Any) -> None:
        """Add nothing: an event is complete when it is logged."""

    def clear_state(self) -> None:
        """Keep nothing between events."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the event as one line of ASCII JSON, so that no terminal or parser reads it as more than one."""
        return json.dumps(getattr(record, "event", {}), separators=(",", ":"))


class _StandardOutput(logging.StreamHandler[TextIO]):
    """Writes to what standard output is now, not to what it was when the logger was made."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        """Today's standard output."""
        return sys.stdout


class Audit:
    """Writes events and counts outcomes. It stops nothing: what cannot be written is lost, not raised."""

    def __init__(self, version: str, clock: Callable[[], float]) -> None:
        """Name `version` as the product's; `clock` gives seconds since the epoch."""
        self._version = version
        self._clock = clock
        self._counts: dict[str, int] = {}
        self._logger = Logger(
            service="logout", level="INFO", logger_handler=_StandardOutput(), logger_formatter=_Formatter()
        )

    def step(self, trail: Trail, step: str, report: LegReport | None = None, detail: str | None = None) -> None:
        """Write the event of one step: `requested`, `refused`, `effect`, `hop`, `completed` or `signal`.

        `detail` is a code. Legs are counted as `<leg>_<outcome>`, refusals as `refused`, signals by reason or outcome.
        """
        if report is not None and step == "signal":
            self._count(f"signal_{report.reason or report.outcome}")
        elif report is not None:
            self.count(report)
        if step in ("refused", "requested", "completed"):
            self._count(step)
        try:
            self._write(self._event(trail, step, report, detail))
        except Exception:  # whatever it is, nobody may stay signed in for it
            self._count("audit_failed")

    def count(self, report: LegReport) -> None:
        """Count an outcome that has no event: nothing happened on a server."""
        told = report.outcome is Outcome.FAILED and report.reason in CALLERS_FAULT
        self._count(f"{report.leg}_{'refused' if told else report.outcome}")

    def notice(self, name: str) -> None:
        """Count what is no outcome, but for somebody to look into, such as `provider_not_configured`."""
        self._count(name)

    def error(self, logout_id: str, error: BaseException) -> None:
        """Write that an error of ours met the last resort: type and place, never its text, which may quote a token."""
        frame = error.__traceback__
        while frame is not None and frame.tb_next is not None:
            frame = frame.tb_next
        code = frame.tb_frame.f_code if frame else None
        where = f"{code.co_qualname}:{frame.tb_lineno}" if frame and code else "unknown"
        self._count("server_error")
        report = f"{type(error).__name__} at {where}"
        self._write(self._event(Trail(logout_id), "refused", None, f"server_error: {report}"))

    def warn(self, message: str) -> None:
        """Write a line for whoever operates this: one that is no event."""
        self._write({"level": "WARNING", "message": message})

    def flush(self) -> None:
        """Write the counts as one line in CloudWatch's embedded metric format."""
        if not self._counts:
            return
        from aws_lambda_powertools.metrics import Metrics, MetricUnit

        metrics = Metrics(service="logout", namespace="LogoutCoordinator")
        for name, count in self._counts.items():
            metrics.add_metric(name=name, unit=MetricUnit.Count, value=count)
        self._counts.clear()
        with suppress(Exception):  # a count that cannot be written must not take the answer with it
            metrics.flush_metrics()
        metrics.clear_metrics()

    def _count(self, name: str) -> None:
        self._counts[name] = self._counts.get(name, 0) + 1

    def _write(self, event: dict[str, Any]) -> None:
        self._logger.info("audit", extra={"event": event})

    def _event(self, trail: Trail, step: str, report: LegReport | None, detail: str | None) -> dict[str, Any]:
        outcome = report.outcome if report else None
        logoff = outcome is Outcome.DONE or step == "completed"
        status_id, status = _status(step, outcome)
        why = detail or (report.reason if report else None)
        return {
            "activity_id": LOGOFF if logoff else OTHER,
            "activity_name": "Logoff" if logoff else step,
            "category_uid": CATEGORY_UID,
            "class_uid": CLASS_UID,
            "type_uid": CLASS_UID * 100 + (LOGOFF if logoff else OTHER),
            "severity_id": LOW if status_id == FAILURE else INFORMATIONAL,
            "status_id": status_id,
            "status": status,
            **({"status_detail": why} if why else {}),
            "time": int(self._clock() * 1000),
            "user": {"uid": trail.subject} if trail.subject else {"name": "unknown"},
            **({"actor": {"user": {"uid": trail.operator}}} if trail.operator else {}),
            "service": {"name": trail.app.name, "uid": trail.app.client_id} if trail.app else {"name": "logout"},
            "metadata": {
                "version": OCSF_VERSION,
                "product": {"name": PRODUCT, "vendor_name": PRODUCT, "version": self._version},
                "uid": _uid(trail, step, report),
                "correlation_uid": trail.logout_id,
            },
            "unmapped": {"logout": _ours(trail, step, report)},
        }


def _uid(trail: Trail, step: str, report: LegReport | None) -> str:
    """Return the event's id: the same for a repeated step, so that readers can count distinct ones."""
    leg = f"{report.leg}/{report.provider}" if report else "None/None"
    return str(uuid.uuid5(EVENT_NAMESPACE, f"{trail.logout_id}/{step}/{leg}"))


def _ours(trail: Trail, step: str, report: LegReport | None) -> dict[str, Any]:
    return {
        "logout_id": trail.logout_id,
        "step": step,
        "reach": trail.reach.value if trail.reach else None,
        "app": trail.app.name if trail.app else None,
        "provider": (report.provider if report else None) or trail.provider,
        "leg": report.leg.value if report else None,
        "outcome": report.outcome.value if report else None,
        "verified": trail.subject is not None,
    }


def _status(step: str, outcome: Outcome | None) -> tuple[int, str]:
    """Return OCSF's status: success, failure, or Other with a word of ours."""
    if step == "refused" or outcome is Outcome.FAILED:
        return FAILURE, "Failure"
    if outcome is None or outcome is Outcome.DONE:
        return SUCCESS, "Success"
    return OTHER_STATUS, outcome.value
