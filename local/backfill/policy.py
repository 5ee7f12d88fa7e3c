"""The IAM policy that the command needs: to read the stack and its pool, and to write links into its one table."""

from typing import Any

from local.iam import ANY, document, partition, statement


def policy(pool_id: str = ANY, stack: str = ANY, parameter: str = ANY) -> dict[str, Any]:
    """Return the policy document, for one pool, stack and SSM parameter where they are known."""
    region = ANY if pool_id == ANY else pool_id.partition("_")[0]
    arn, key = f"arn:{partition(region)}", parameter.lstrip("/").partition(":")[0]
    table = f"{arn}:dynamodb:*:*:table/{stack}-sign-ins"
    statements = [
        statement("ReadTheStack", ["cloudformation:DescribeStacks"], f"{arn}:cloudformation:*:*:stack/{stack}/*"),
        statement("ReadTheUsers", ["cognito-idp:ListUsers"], f"{arn}:cognito-idp:{region}:*:userpool/{pool_id}"),
        statement("WriteTheLinks", ["dynamodb:UpdateItem"], table),
    ]
    if parameter:
        statements.append(statement("ReadTheConfiguration", ["ssm:GetParameter"], f"{arn}:ssm:*:*:parameter/{key}"))
    return document(statements)
