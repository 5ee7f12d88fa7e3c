"""The row about RememberFunction: does the pool call it for who comes in by a provider, and how is that brought about?

Sources: developer guide, user-pool-lambda-inbound-federation (a pool has one such trigger, and a sign-in whose trigger
fails does not succeed); API reference, UpdateUserPool (what is not sent is reset).
"""

from doctor.attaching import Attaching
from doctor.checks.console import console
from doctor.finding import CouldNotLook, Finding, not_seen, ok, red
from doctor.pool import LivePool
from doctor.stage import Stage

SUBJECT, CHECK = "pool", "sign-ins remembered"


def every(stage: Stage, live: LivePool, attaching: Attaching) -> list[Finding]:
    """Check the trigger, where the stack has the function, or the pool still calls one that the stack had."""
    trigger = live.configuration.trigger
    if isinstance(attaching.function, CouldNotLook):
        return [not_seen(SUBJECT, CHECK, attaching.function)] if stage.parameters.get("Remember") == "on" else []
    if attaching.function is None:
        return [_left_behind(stage, trigger)] if trigger and attaching.is_ours(trigger) else []
    if trigger == attaching.function:
        return [ok(SUBJECT, CHECK, f"the pool calls {trigger}")]
    if trigger is not None:
        return [_another(stage, live, attaching, trigger)]
    return [_missing(live, attaching, attaching.function)]


def _missing(live: LivePool, attaching: Attaching, function: str) -> Finding:
    found = "the pool does not call RememberFunction, so nothing is remembered"
    by_hand = f"{console(live.pool_id, 'Extensions', 'Add Lambda trigger')}: inbound federation, {function}"
    if live.configuration.unknown:
        names = ", ".join(live.configuration.unknown)
        why = f"Cognito tells {names}, which the boto3 of this doctor does not know: an update by it would reset that"
        return red(SUBJECT, CHECK, f"{found}; {why}", f"take a newer boto3, and ask again; or {by_hand}")
    command = attaching.command("attach", live.pool_id)
    return red(SUBJECT, CHECK, found, f"soon, since it sends all of the configuration as it is now: {command}")


def _another(stage: Stage, live: LivePool, attaching: Attaching, trigger: str) -> Finding:
    if attaching.is_ours(trigger):
        found = f"the pool calls {trigger}, and the stack's is {attaching.function}"
        return red(SUBJECT, CHECK, found, f"make doctor STAGE={stage.name} DETACH=1, then ask the doctor again")
    found = f"the pool has another trigger there, {trigger}, and can have but one: it is never replaced"
    change = (
        f"let that function invoke {attaching.function} with the same event (docs/remembering.md), or take it away: "
        f"{console(live.pool_id, 'Extensions')}; then ask the doctor again"
    )
    return red(SUBJECT, CHECK, found, change)


def _left_behind(stage: Stage, trigger: str) -> Finding:
    found = f"the pool calls {trigger}, which the stack no longer has: sign-ins through providers fail"
    return red(SUBJECT, CHECK, found, f"at once: make doctor STAGE={stage.name} DETACH=1")
