"""Reads the audit events out of a test's output, and validates each against the published OCSF schema."""

import json
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema

AUTHENTICATION = 3002

type AuditEvent = dict[str, Any]


@cache
def _validator(version: str) -> Draft202012Validator:
    """The schema of the Authentication class in the version that the event itself names."""
    return Draft202012Validator(OcsfJsonSchemaEmbedded(get_ocsf_schema(version)).get_class_schema("authentication"))


def mistakes(event: AuditEvent) -> list[str]:
    """What the published schema has against an event."""
    return [error.message for error in _validator(event["metadata"]["version"]).iter_errors(event)]


class Output:
    """Everything that the handler wrote during a test."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self.capture = capture
        self.stdout = ""
        self.stderr = ""

    def read(self) -> str:
        """Both streams so far."""
        out, err = self.capture.readouterr()
        self.stdout += out
        self.stderr += err
        return self.stdout + self.stderr

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The JSON objects on standard output; an audit event that is not alone on its line fails."""
        self.read()
        objects = []
        for line in self.stdout.splitlines():
            try:
                objects.append(json.loads(line))
            except ValueError:
                assert "class_uid" not in line, f"no JSON object alone on its line: {line}"
        return [content for content in objects if isinstance(content, dict)]

    @property
    def events(self) -> list[AuditEvent]:
        """The audit events, each valid."""
        events = [line for line in self.lines if line.get("class_uid") == AUTHENTICATION]
        for event in events:
            assert not mistakes(event), f"{event['unmapped']}: {mistakes(event)}"
        return events

    def steps(self, *names: str) -> list[AuditEvent]:
        """The audit events of these steps."""
        return [event for event in self.events if event["unmapped"]["logout"]["step"] in names]

    @property
    def metrics(self) -> dict[str, float]:
        """The counts in the lines of CloudWatch's embedded metric format, added up."""
        counts: dict[str, float] = {}
        for line in self.lines:
            for directive in line.get("_aws", {}).get("CloudWatchMetrics", []):
                assert directive["Namespace"] == "LogoutCoordinator"
                for metric in directive["Metrics"]:
                    value = line[metric["Name"]]
                    counts[metric["Name"]] = counts.get(metric["Name"], 0) + sum(
                        value if isinstance(value, list) else [value]
                    )
        return counts


def ours(event: AuditEvent) -> dict[str, Any]:
    """What an audit event says in our own words."""
    content: dict[str, Any] = event["unmapped"]["logout"]
    return content
