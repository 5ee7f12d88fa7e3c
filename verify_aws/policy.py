"""The IAM policy for a run: what the command calls itself, and what CloudFormation does in the caller's name.

The first is compared with the calls of a whole run by a test, the second put together by hand from the template. Names
are narrowed to our prefix where a service lets them be: Cognito gives pools their ids by itself, and API Gateway its
APIs, so that these two cannot be told apart from others beforehand.
"""

from typing import Any

from local.iam import document, of, statement
from verify_aws.names import PREFIX

POOLS = (
    "AdminCreateUser",
    "AdminGetUser",
    "AdminSetUserPassword",
    "CreateIdentityProvider",
    "CreateManagedLoginBranding",
    "CreateUserPool",
    "CreateUserPoolClient",
    "CreateUserPoolDomain",
    "DeleteUserPool",
    "DeleteUserPoolDomain",
    "DescribeUserPool",
    "DescribeUserPoolClient",
    "ListUserPools",
    "TagResource",
    "UpdateUserPool",
    "UpdateUserPoolClient",
    "UpdateUserPoolDomain",
)
STACK = (
    "CreateChangeSet",
    "DeleteStack",
    "DescribeChangeSet",
    "DescribeStackEvents",
    "DescribeStackResources",
    "DescribeStacks",
    "ExecuteChangeSet",
    "GetTemplate",
    "GetTemplateSummary",
    "TagResource",
)
BUCKET = (
    "CreateBucket",
    "DeleteBucket",
    "DeleteObject",
    "GetBucketLocation",
    "GetObject",
    "ListBucket",
    "PutBucketTagging",
    "PutObject",
)
PARAMETER = ("AddTagsToResource", "DeleteParameters", "GetParameters", "PutParameter")
ROLES = (
    "AttachRolePolicy",
    "CreateRole",
    "DeleteRole",
    "DeleteRolePolicy",
    "DetachRolePolicy",
    "GetRole",
    "GetRolePolicy",
    "ListAttachedRolePolicies",
    "PassRole",
    "PutRolePolicy",
    "TagRole",
)


def policy() -> dict[str, Any]:
    """Return the document."""
    mine = f"{PREFIX}-*"
    statements = [
        statement("AskWhoIsThere", ["sts:GetCallerIdentity", "tag:GetResources", "iam:ListRoles"], "*"),
        statement("MakePools", of("cognito-idp", POOLS), "*"),
        statement("DeployTheStack", of("cloudformation", STACK), f"arn:aws:cloudformation:*:*:stack/{mine}"),
        statement(
            "TransformTheTemplate", ["cloudformation:CreateChangeSet"], "arn:aws:cloudformation:*:aws:transform/*"
        ),
        statement("ReadTemplates", ["cloudformation:GetTemplateSummary"], "*"),
        statement("KeepTheCode", of("s3", BUCKET), [f"arn:aws:s3:::{mine}", f"arn:aws:s3:::{mine}/*"]),
        statement("KeepTheConfiguration", of("ssm", PARAMETER), f"arn:aws:ssm:*:*:parameter/{PREFIX}/*"),
        statement("MakeRoles", of("iam", ROLES), [f"arn:aws:iam::*:role/{mine}", f"arn:aws:iam::*:role/{PREFIX}/*"]),
        statement("MakeTheFunction", ["lambda:*"], f"arn:aws:lambda:*:*:function:{mine}"),
        statement("MakeTheApi", ["apigateway:*"], "arn:aws:apigateway:*::/*"),
        statement(
            "MakeLogs",
            ["logs:*"],
            [f"arn:aws:logs:*:*:log-group:/aws/{one}/{mine}" for one in ("lambda", "apigateway")],
        ),
        statement(
            "SeeLogsAndSaveQueries",
            [
                "logs:DescribeLogGroups",
                "logs:PutQueryDefinition",
                "logs:DeleteQueryDefinition",
                "logs:DescribeQueryDefinitions",
            ],
            "*",
        ),
        statement(
            "MakeAlarms", ["cloudwatch:*Alarm*", "cloudwatch:TagResource"], f"arn:aws:cloudwatch:*:*:alarm:{mine}"
        ),
        statement(
            "MakeADashboard",
            ["cloudwatch:DeleteDashboards", "cloudwatch:GetDashboard", "cloudwatch:PutDashboard"],
            f"arn:aws:cloudwatch::*:dashboard/{mine}",
        ),
        statement("MakeTheKeys", ["secretsmanager:*"], "arn:aws:secretsmanager:*:*:secret:SigningKeys-*"),
        statement("DrawRandomKeys", ["secretsmanager:GetRandomPassword"], "*"),
    ]
    return document(statements)
