"""IAM policies as documents: what each command of this project needs to be allowed, for whoever hands that out."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

ANY = "*"


def document(statements: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return a policy of some statements."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def statement(sid: str, allowed: Iterable[str], resource: str | Sequence[str]) -> dict[str, Any]:
    """Return a statement that allows some actions on one resource, or on several."""
    return {"Sid": sid, "Effect": "Allow", "Action": list(allowed), "Resource": resource}


def of(service: str, names: Iterable[str]) -> list[str]:
    """Return calls of a service as actions."""
    return [f"{service}:{name}" for name in names]


def actions(policy: dict[str, Any]) -> set[str]:
    """Return every action that a policy allows."""
    return {action for statement in policy["Statement"] for action in statement["Action"]}


def partition(region: str) -> str:
    """Return the partition of a Region, as ARNs begin with it."""
    return {"us-gov": "aws-us-gov", "cn": "aws-cn"}.get(region.rpartition("-")[0].rpartition("-")[0], "aws")


def as_text(policy: dict[str, Any], *, short: bool = False) -> str:
    """Return a policy as JSON, on one line where it is to be short."""
    return json.dumps(policy, separators=(",", ":")) if short else json.dumps(policy, indent=2)
