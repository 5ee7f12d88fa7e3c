"""The row about RememberFunction: when there is one, what it says, and the files and commands that belong to it."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from doctor import checks, sending
from doctor.attaching import Attaching, requests
from doctor.configuration import changes
from doctor.finding import CouldNotLook, Finding, Verdict
from doctor.pool import LivePool
from doctor.stage import Stage
from tests.unit.doctor.samples import LIVE, NOT_REMEMBERING, OURS, OUTSIDE, POOL, RETURN_URL, STAGE, THEIRS, parameters
from tests.unit.doctor.test_attaching import ADDED, TRIGGER, read

ATTACHING = replace(NOT_REMEMBERING, function=OURS)


def live(described: Mapping[str, Any], raw: Any = None) -> LivePool:
    return replace(LIVE, configuration=read({"Id": POOL, "Name": "people", **described}, raw))


def rows(attaching: Attaching, pool: LivePool, stage: Stage = STAGE) -> list[Finding]:
    found = checks.every(stage, RETURN_URL, pool, OUTSIDE, attaching)
    return [row for row in found if row.check == "sign-ins remembered"]


def test_a_stack_that_remembers_nothing_has_no_row() -> None:
    assert rows(NOT_REMEMBERING, live({})) == []
    assert rows(NOT_REMEMBERING, live({"LambdaConfig": TRIGGER})) == [], "somebody else's is none of our business"
    assert requests(NOT_REMEMBERING, live({})) is None


def test_a_pool_that_does_not_call_it_is_red_with_the_whole_command() -> None:
    (row,) = rows(ATTACHING, live({"LambdaConfig": {"PreSignUp": THEIRS}}))
    command = row.change.partition(": ")[2]

    assert row.verdict is Verdict.RED
    assert shlex.split(command) == [
        *("aws", "cognito-idp", "update-user-pool", "--region", "eu-central-1"),
        *("--cli-input-json", f"file:///work folder/.local/doctor/attach-{POOL}.json"),
    ]


def test_a_pool_that_calls_it_is_as_it_should_be() -> None:
    attached = live({"LambdaConfig": {"InboundFederation": {"LambdaVersion": "V1_0", "LambdaArn": OURS}}})
    (row,) = rows(ATTACHING, attached)

    assert row.verdict is Verdict.OK
    found = requests(ATTACHING, attached)
    assert found is not None and list(found.by_act) == ["detach"]


def test_another_trigger_is_named_and_nothing_is_printed() -> None:
    (row,) = rows(ATTACHING, live({"LambdaConfig": TRIGGER}))

    assert row.verdict is Verdict.RED
    assert THEIRS in row.found and "never replaced" in row.found
    assert "update-user-pool" not in row.change
    assert requests(ATTACHING, live({"LambdaConfig": TRIGGER})) is None


@pytest.mark.parametrize(
    ("attaching", "said"),
    [(ATTACHING, f"the stack's is {OURS}"), (NOT_REMEMBERING, "no longer has: sign-ins through providers fail")],
)
def test_a_function_that_the_stack_had_is_to_be_taken_away(attaching: Attaching, said: str) -> None:
    old = OURS.replace(":live", ":3")
    pool = live({"LambdaConfig": {"InboundFederation": {"LambdaVersion": "V1_0", "LambdaArn": old}}})
    (row,) = rows(attaching, pool)

    assert (row.verdict, said in row.found, "DETACH=1" in row.change) == (Verdict.RED, True, True)
    found = requests(attaching, pool)
    assert found is not None
    assert changes(pool.configuration.request, found.by_act["detach"]) == [
        "- LambdaConfig.InboundFederation.LambdaVersion = 'V1_0'",
        f"- LambdaConfig.InboundFederation.LambdaArn = '{old}'",
    ]


def test_what_this_boto3_does_not_know_is_named_and_nothing_is_printed() -> None:
    raw = {"Id": POOL, "Passkeys": {"Kept": True}, "EmailConfiguration": {"Footer": "x"}, "Nothing": None}
    pool = live({}, raw)
    (row,) = rows(ATTACHING, pool)

    assert "Cognito tells Passkeys, EmailConfiguration.Footer" in row.found
    assert "newer boto3" in row.change and "Add Lambda trigger" in row.change
    assert "update-user-pool" not in row.change
    assert requests(ATTACHING, pool) is None


def test_a_stack_that_nobody_may_read_is_a_warning_where_it_should_remember() -> None:
    unseen = replace(NOT_REMEMBERING, function=CouldNotLook("DescribeStacks", "denied", denied=True))
    (row,) = rows(unseen, live({}), parameters(Remember="on"))

    assert row.verdict is Verdict.WARN
    assert rows(unseen, live({}), STAGE) == []


def test_the_files_are_private_and_hold_what_is_sent(tmp_path: Path) -> None:
    attaching = replace(ATTACHING, folder=tmp_path / "doctor")
    message = {"VerificationMessageTemplate": {"EmailMessage": "Grüße: {####}"}}
    pool = live({"LambdaConfig": {"PreSignUp": THEIRS}, **message})
    found = requests(attaching, pool)
    assert found is not None
    old = attaching.path("attach", POOL)
    old.parent.mkdir()
    old.write_text("of yesterday, for everybody")

    sending.write(attaching, found)

    for act, request in found.by_act.items():
        path = attaching.path(act, POOL)
        assert path.stat().st_mode & 0o777 == 0o600
        assert json.loads(path.read_text(encoding="ascii")) == request


def told(pool: LivePool) -> str:
    found = requests(ATTACHING, pool)
    assert found is not None
    return sending.told(ATTACHING, found, pool.configuration, "prod")


def test_what_is_told_names_the_one_change_and_how_to_undo_it() -> None:
    lines = told(live({"LambdaConfig": {"PreSignUp": THEIRS}})).splitlines()

    assert [line.strip() for line in lines if line.startswith(("  +", "  -"))] == ADDED
    assert lines[1].strip() == ATTACHING.command("attach", POOL)
    assert lines[-1].strip() == ATTACHING.command("detach", POOL)
    assert "DETACH=1" in lines[-2]


def test_what_iam_must_allow_for_it_is_told_with_the_roles_and_keys_of_the_pool() -> None:
    role, key = "arn:aws:iam::111122223333:role/sms", "arn:aws:kms:eu-central-1:111122223333:key/1"
    plain, rich = live({}), live({"SmsConfiguration": {"SnsCallerArn": role}, "LambdaConfig": {"KMSKeyID": key}})
    update = f"cognito-idp:UpdateUserPool on userpool/{POOL}"

    assert f"Who sends it needs {update}.\n" in told(plain)
    assert f"Who sends it needs {update}, iam:PassRole on {role}, kms:CreateGrant on {key}.\n" in told(rich)


@pytest.mark.parametrize(
    ("pool", "said"),
    [
        (None, "no pool that calls"),
        (live({}), "no pool that calls"),
        (live({"LambdaConfig": TRIGGER}), f"calls {THEIRS}, which is not of this stack"),
        (live({"LambdaConfig": {"InboundFederation": {"LambdaArn": OURS}}}, {"New": 1}), "would reset New"),
    ],
)
def test_why_nothing_can_be_taken_away_is_a_sentence(pool: LivePool | None, said: str) -> None:
    assert said in sending.nothing(ATTACHING, pool)
