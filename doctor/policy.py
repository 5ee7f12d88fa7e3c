"""The calls that the doctor makes, all of them read-only, and the IAM policy for exactly these."""

import json
from typing import Any

COGNITO = (
    "DescribeIdentityProvider",
    "DescribeUserPool",
    "DescribeUserPoolClient",
    "DescribeUserPoolDomain",
    "ListIdentityProviders",
    "ListUserPoolClients",
    "ListUserPoolReplicas",
)
STACK = ("DescribeStacks",)
PARAMETER = ("GetParameter",)
ANY = "*"


def policy(pool_id: str = ANY, stack: str = ANY, parameter: str = ANY) -> dict[str, Any]:
    """Return the policy document, for one pool, stack and parameter where they are known.

    A call that names no pool takes no resource (service authorization reference, Amazon Cognito User Pools:
    DescribeUserPoolDomain).
    """
    region = ANY if pool_id == ANY else pool_id.partition("_")[0]
    arn = f"arn:{partition(region)}"
    key = parameter.lstrip("/").partition(":")[0]
    of_pool = [f"cognito-idp:{name}" for name in COGNITO if name != "DescribeUserPoolDomain"]
    statements = [
        statement("ReadThePool", of_pool, f"{arn}:cognito-idp:{region}:*:userpool/{pool_id}"),
        statement("ReadItsDomain", ["cognito-idp:DescribeUserPoolDomain"], ANY),
        statement("ReadTheStack", _of("cloudformation", STACK), f"{arn}:cloudformation:*:*:stack/{stack}/*"),
        statement("ReadTheConfiguration", _of("ssm", PARAMETER), f"{arn}:ssm:*:*:parameter/{key}"),
    ]
    return {"Version": "2012-10-17", "Statement": statements}


def as_text(document: dict[str, Any], *, short: bool = False) -> str:
    """Return the policy as JSON, on one line where it is to be short."""
    return json.dumps(document, separators=(",", ":")) if short else json.dumps(document, indent=2)


def actions(document: dict[str, Any]) -> set[str]:
    """Return every action that a policy allows."""
    return {action for statement in document["Statement"] for action in statement["Action"]}


def partition(region: str) -> str:
    """Return the partition of a Region, as ARNs begin with it."""
    return {"us-gov": "aws-us-gov", "cn": "aws-cn"}.get(region.rpartition("-")[0].rpartition("-")[0], "aws")


def _of(service: str, names: tuple[str, ...]) -> list[str]:
    return [f"{service}:{name}" for name in names]


def statement(sid: str, allowed: list[str], resource: str) -> dict[str, Any]:
    """Return a statement that allows some actions on one resource."""
    return {"Sid": sid, "Effect": "Allow", "Action": allowed, "Resource": resource}
