"""Attaching RememberFunction: exactly one member changes, whatever Cognito says of a pool; nothing is replaced."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings

from doctor.configuration import Configuration, changes, configuration
from tests.unit.doctor.any_pool import ANY_POOL, GIVES, TAKES, Cognito
from tests.unit.doctor.samples import OURS, POOL, THEIRS

ADDED = [
    "+ LambdaConfig.InboundFederation.LambdaVersion = 'V1_0'",
    f"+ LambdaConfig.InboundFederation.LambdaArn = '{OURS}'",
]
TRIGGER = {"InboundFederation": {"LambdaVersion": "V1_0", "LambdaArn": THEIRS}}


def read(described: Mapping[str, Any], raw: Any = None) -> Configuration:
    return configuration(described, raw, TAKES, GIVES)


@settings(max_examples=60)
@given(ANY_POOL)
def test_of_any_pool_everything_else_is_left_as_it_was(described: dict[str, Any]) -> None:
    described.get("LambdaConfig", {}).pop("InboundFederation", None)
    cognito, now = Cognito(described), read(described, described)
    sent = json.loads(json.dumps(now.attached(OURS)))

    assert now.unknown == ()
    assert changes(now.request, sent) == ADDED
    cognito.update(sent)
    assert cognito.described.pop("LambdaConfig") == {
        **described.pop("LambdaConfig", {}),
        "InboundFederation": {"LambdaVersion": "V1_0", "LambdaArn": OURS},
    }
    assert cognito.described == described


@settings(max_examples=30)
@given(ANY_POOL)
def test_what_was_attached_is_taken_away_again_and_nothing_else(described: dict[str, Any]) -> None:
    described["LambdaConfig"] = {**described.get("LambdaConfig", {}), **TRIGGER}
    cognito = Cognito(described)

    cognito.update(json.loads(json.dumps(read(described).detached())))

    before = {name: value for name, value in described["LambdaConfig"].items() if name != "InboundFederation"}
    assert cognito.described == {**described, "LambdaConfig": before}


def test_an_existing_trigger_is_never_replaced_not_even_by_itself() -> None:
    now = read({"Id": POOL, "Name": "people", "LambdaConfig": TRIGGER})

    with pytest.raises(ValueError, match="never replaced"):
        now.attached(OURS)


def test_both_shapes_have_the_same_members_but_for_those_that_are_treated_by_name() -> None:
    assert set(TAKES.members) - set(GIVES.members) == {"UserPoolId", "PoolName"}
    for name in set(TAKES.members) & set(GIVES.members):
        assert TAKES.members[name].name == GIVES.members[name].name, "another shape of the same name"


def test_what_is_left_out_on_purpose_is_said() -> None:
    described = {
        "Id": POOL,
        "Policies": {"PasswordPolicy": {"TemporaryPasswordValidityDays": 3}},
        "AdminCreateUserConfig": {"UnusedAccountValidityDays": 7, "AllowAdminCreateUserOnly": True},
        "UserPoolTags": {"aws:cloudformation:stack-name": "people", "owner": "identity"},
    }
    now = read(described)

    assert now.request["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert now.request["UserPoolTags"] == {"owner": "identity"}
    assert [said.split()[0] for said in now.left_out] == ["AdminCreateUserConfig.UnusedAccountValidityDays,", "the"]


def test_what_is_empty_and_may_not_be_sent_so_is_not_set_at_all() -> None:
    empty = {"SmsVerificationMessage": "", "AccountRecoverySetting": {"RecoveryMechanisms": []}}
    kept = {"AutoVerifiedAttributes": [], "SmsConfiguration": {"SnsCallerArn": ""}, "MfaConfiguration": "OFF"}
    days = {"Policies": {"PasswordPolicy": {"PasswordHistorySize": 0, "RequireSymbols": False}}}

    request = read({"Id": POOL, **empty, **kept, **days}).request

    assert request == {"UserPoolId": POOL, "AccountRecoverySetting": {}, **kept, **days}


def test_an_old_pool_without_the_successor_keeps_the_legacy_days() -> None:
    described = {"Id": POOL, "AdminCreateUserConfig": {"UnusedAccountValidityDays": 30}}

    assert read(described).request["AdminCreateUserConfig"] == {"UnusedAccountValidityDays": 30}


def test_a_list_is_looked_into_for_what_is_not_known() -> None:
    raw = {"AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "admin_only", "Priority": 1, "Since": 1}]}}

    assert read({"Id": POOL}, raw).unknown == ("AccountRecoverySetting.RecoveryMechanisms[].Since",)
