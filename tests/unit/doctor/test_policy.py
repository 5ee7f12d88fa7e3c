"""The policy: read-only calls, for one pool, stack and parameter where they are known."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctor.policy import policy
from local.iam import actions, as_text
from tests.unit.doctor.samples import POOL

READ_ONLY = ("Describe", "List", "Get")


def test_every_call_only_reads() -> None:
    assert all(action.partition(":")[2].startswith(READ_ONLY) for action in actions(policy()))


def test_it_is_as_narrow_as_what_is_known() -> None:
    narrow = policy(POOL, "logout-prod", "/logout/prod/config:3")
    resources = {statement["Sid"]: statement["Resource"] for statement in narrow["Statement"]}

    assert resources == {
        "ReadThePool": f"arn:aws:cognito-idp:eu-central-1:*:userpool/{POOL}",
        "ReadItsDomain": "*",
        "ReadTheStack": "arn:aws:cloudformation:*:*:stack/logout-prod/*",
        "ReadTheConfiguration": "arn:aws:ssm:*:*:parameter/logout/prod/config",
    }


@pytest.mark.parametrize(
    ("pool", "partition"),
    [("us-gov-west-1_A", "aws-us-gov"), ("cn-north-1_A", "aws-cn"), ("eu-west-1_A", "aws"), ("*", "aws")],
)
def test_it_names_the_partition_of_the_pool(pool: str, partition: str) -> None:
    assert policy(pool)["Statement"][0]["Resource"].startswith(f"arn:{partition}:cognito-idp:")


@given(st.booleans())
def test_its_text_is_json(short: bool) -> None:
    text = as_text(policy(POOL), short=short)

    assert json.loads(text) == policy(POOL)
    assert short == ("\n" not in text)
