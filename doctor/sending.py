"""Writes what may be sent to UpdateUserPool into private files, and says how it is sent and what it changes."""

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from doctor.attaching import Attaching, Requests
from doctor.configuration import TRIGGERS, Configuration, changes
from doctor.pool import LivePool

HEADS = {
    "attach": "To let the pool {pool} call RememberFunction:",
    "detach": "To let the pool {pool} no longer call RememberFunction:",
}


def write(attaching: Attaching, found: Requests) -> None:
    """Write each request, readable by its owner alone: it has the names of roles, and the texts of messages.

    In ASCII: AWS's CLI reads a file by the locale of whoever calls it (user guide, "file://", AWS_CLI_FILE_ENCODING).
    """
    attaching.folder.mkdir(parents=True, exist_ok=True)
    for act, request in found.by_act.items():
        path = attaching.path(act, found.pool_id)
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            json.dump(request, file, indent=2)


def told(attaching: Attaching, found: Requests, now: Configuration, stage: str) -> str:
    """Return how the first request is sent, the difference that it makes, and how it is undone."""
    act, request = next(iter(found.by_act.items()))
    lines = [HEADS[act].format(pool=found.pool_id), f"  {attaching.command(act, found.pool_id)}"]
    lines += ["", *_difference(now, request), "", _needed(request), "", _soon(stage, act)]
    if act == "attach":
        lines += [
            "",
            "To undo it at once (later: make doctor STAGE=" + stage + " DETACH=1, which reads the pool anew):",
            f"  {attaching.command('detach', found.pool_id)}",
        ]
    return "\n".join(lines)


def nothing(attaching: Attaching, live: LivePool | None) -> str:
    """Say in a sentence why there is no request that takes the function away."""
    trigger = live.configuration.trigger if live else None
    if live is None or trigger is None:
        return "There is no pool that calls RememberFunction: nothing is to be taken away."
    if not attaching.is_ours(trigger):
        return f"The pool calls {trigger}, which is not of this stack: nothing is to be taken away."
    names = ", ".join(live.configuration.unknown)
    return f"Take a newer boto3, or the console: an update by this one would reset {names}."


def _difference(now: Configuration, request: Mapping[str, Any]) -> list[str]:
    lines = ["It changes this member of the pool's configuration, and sends all others as they are:"]
    lines += [f"  {line}" for line in changes(now.request, request)]
    return lines + [f"Not sent: {one}." for one in now.left_out]


def _needed(request: Mapping[str, Any]) -> str:
    """Say what IAM must allow: Cognito takes roles and keys anew from each update (developer guide, user-pool-settings-
    sms and user-pool-lambda-custom-email-sender)."""
    sms, triggers = request.get("SmsConfiguration") or {}, request.get(TRIGGERS) or {}
    roles = [sms.get("SnsCallerArn"), (sms.get("EumsSms") or {}).get("CallerArn")]
    needs = [f"cognito-idp:UpdateUserPool on userpool/{request['UserPoolId']}"]
    needs += [f"iam:PassRole on {role}" for role in roles if role]
    if triggers.get("KMSKeyID"):
        needs.append(f"kms:CreateGrant on {triggers['KMSKeyID']}")
    return f"Who sends it needs {', '.join(needs)}."


def _soon(stage: str, act: str) -> str:
    read = datetime.now(UTC).strftime("%H:%M:%S UTC")
    again = f"make doctor STAGE={stage}{' DETACH=1' if act == 'detach' else ''}"
    return (
        f"The configuration was read at {read}: what somebody changes after that, it sets back. "
        f"Send it within minutes, or ask anew: {again}"
    )
