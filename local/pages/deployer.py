"""The IAM policy of whoever deploys, from what AWS says that CloudFormation calls for each type of resource.

Each type's schema names the calls of its handlers (CloudFormation User Guide, "Resource type schema", `handlers`), and
cfn-lint brings the schemas along. Left out is what only serves features that the template does not use.
"""

import re
import textwrap
from typing import Any

from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

from local.iam import as_text, document, of, statement
from local.pages.marks import replaced
from local.pages.template import resource_types
from local.places import REGION

STACK = "logout-coordinator-dev"
SAMS_STACK = "aws-sam-cli-managed-default"
LARGEST_POLICY = 6_144
"""Characters of a managed policy, without white space (IAM User Guide, "IAM and AWS STS quotas")."""
OWN_SERVICES = {
    "AWS::ApiGateway": "apigateway",
    "AWS::CloudWatch": "cloudwatch",
    "AWS::DynamoDB": "dynamodb",
    "AWS::IAM": "iam",
    "AWS::KMS": "kms",
    "AWS::Lambda": "lambda",
    "AWS::Logs": "logs",
    "AWS::Route53": "route53",
    "AWS::SQS": "sqs",
    "AWS::SecretsManager": "secretsmanager",
}
WITHOUT_SCHEMA = {
    "AWS::Route53::RecordSet": (
        "route53:ChangeResourceRecordSets",
        "route53:GetChange",
        "route53:GetHostedZone",
        "route53:ListResourceRecordSets",
    )
}
UNUSED = {
    "dynamodb": (
        *("AssociateTableReplica", "CreateTableReplica", "ImportTable", "DescribeImport"),  # other Regions, imports
        *("BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"),  # what is in the table
        *(
            "EnableKinesisStreamingDestination",
            "DisableKinesisStreamingDestination",
            "UpdateKinesisStreamingDestination",
        ),
        *("DeleteResourcePolicy", "PutResourcePolicy", "UpdateContributorInsights", "UpdateContinuousBackups"),
    ),
    "iam": ("DeleteRolePermissionsBoundary", "PutRolePermissionsBoundary"),
    "lambda": (
        *("PassCapacityProvider", "PutFunctionScalingConfig", "GetLayerVersion"),
        *("PutProvisionedConcurrencyConfig", "DeleteProvisionedConcurrencyConfig"),
        *("PutFunctionConcurrency", "DeleteFunctionConcurrency", "PutFunctionRecursionConfig"),
        *("PutFunctionCodeSigningConfig", "DeleteFunctionCodeSigningConfig"),
    ),
    "logs": (
        *("AssociateKmsKey", "DisassociateKmsKey", "CreateLogDelivery", "PutBearerTokenAuthentication"),
        *("PutDataProtectionPolicy", "DeleteDataProtectionPolicy", "PutIndexPolicy", "DeleteIndexPolicy"),
        *("PutResourcePolicy", "DeleteResourcePolicy", "PutLogGroupDeletionProtection"),
    ),
    "secretsmanager": ("ReplicateSecretToRegions", "RemoveRegionsFromReplication"),
}
# Secrets and the configuration are read while the stack is made: {{resolve:…}} of the template.
READ_FOR_THE_STACK = ("secretsmanager:GetSecretValue", "ssm:GetParameters")
CLOUDFORMATION = (
    *("CreateChangeSet", "DeleteChangeSet", "DescribeChangeSet", "ExecuteChangeSet", "DescribeStacks"),
    *("DescribeStackEvents", "DescribeStackResources", "GetTemplate", "ListStackResources", "DeleteStack"),
)
BUCKET = (
    *("CreateBucket", "GetBucketLocation", "GetBucketPolicy", "ListBucket", "PutBucketPolicy", "PutBucketTagging"),
    *("PutBucketVersioning", "GetBucketVersioning", "PutEncryptionConfiguration", "GetObject", "PutObject"),
    *("DeleteObject", "PutBucketPublicAccessBlock"),
)


def rendered(page: str) -> str:
    """Return the page with today's policy."""
    return replaced(page, "deployer", f"```json\n{text()}\n```\n")


def text() -> str:
    """Return the policy as JSON, its lists of actions filled into lines."""
    whole = as_text(policy())
    return re.sub(r"\[\n(\s+)(\"[^\[\]{}]+?)\s+\]", _filled, whole)


def _filled(found: re.Match[str]) -> str:
    indent, items = found[1], " ".join(found[2].split())
    lines = textwrap.fill(
        items, 110, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return f"[{items}]" if len(items) < 80 else f"[\n{lines}\n{indent[:-2]}]"


def policy() -> dict[str, Any]:
    """Return the policy document."""
    wanted = sorted({action for kind in resource_types() for action in actions(kind)} | set(READ_FOR_THE_STACK))
    roles = [action for action in wanted if action.startswith("iam:")]
    others = [action for action in wanted if not action.startswith("iam:")]
    changed = [f"arn:aws:cloudformation:*:*:stack/{name}/*" for name in (STACK, SAMS_STACK)]
    transform = "arn:aws:cloudformation:*:aws:transform/Serverless-2016-10-31"
    return document(
        [
            statement("ChangeTheStacks", of("cloudformation", CLOUDFORMATION), [*changed, transform]),
            statement("LookAtTemplates", ["cloudformation:GetTemplateSummary"], ["*"]),
            statement("KeepTheCode", of("s3", BUCKET), [f"arn:aws:s3:::{SAMS_STACK}-*"]),
            statement("MakeItsRoles", roles, [f"arn:aws:iam::*:role/{STACK}-*"]),
            statement("MakeItsResources", others, ["*"]),
        ]
    )


def actions(kind: str) -> list[str]:
    """Return the calls for one type of resource, of its own service, and the right to hand a role over."""
    if kind in WITHOUT_SCHEMA:
        return list(WITHOUT_SCHEMA[kind])
    service = OWN_SERVICES[kind.rpartition("::")[0]]
    unused = {f"{service}:{name}" for name in UNUSED.get(service, ())}
    return [
        one for one in named(kind) if (one.startswith(f"{service}:") or one == "iam:PassRole") and one not in unused
    ]


def named(kind: str) -> list[str]:
    """Return every call that the schema of a type names."""
    handlers = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, kind).schema["handlers"].values()
    return sorted({action for handler in handlers for action in handler.get("permissions", ())})
