"""The calls that the doctor makes, all of them read-only, and the IAM policy for exactly these."""

from typing import Any

from local.iam import ANY, document, of, partition, statement

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


def policy(pool_id: str = ANY, stack: str = ANY, parameter: str = ANY) -> dict[str, Any]:
    """Return the policy document, for one pool, stack and parameter where they are known.

    A call that names no pool takes no resource (service authorization reference, Amazon Cognito User Pools:
    DescribeUserPoolDomain).
    """
    region = ANY if pool_id == ANY else pool_id.partition("_")[0]
    arn = f"arn:{partition(region)}"
    key = parameter.lstrip("/").partition(":")[0]
    of_pool = of("cognito-idp", [name for name in COGNITO if name != "DescribeUserPoolDomain"])
    return document(
        [
            statement("ReadThePool", of_pool, f"{arn}:cognito-idp:{region}:*:userpool/{pool_id}"),
            statement("ReadItsDomain", ["cognito-idp:DescribeUserPoolDomain"], ANY),
            statement("ReadTheStack", of("cloudformation", STACK), f"{arn}:cloudformation:*:*:stack/{stack}/*"),
            statement("ReadTheConfiguration", of("ssm", PARAMETER), f"{arn}:ssm:*:*:parameter/{key}"),
        ]
    )
