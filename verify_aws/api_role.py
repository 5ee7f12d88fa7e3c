"""The role with which API Gateway writes access logs: one for a whole account and Region, lent where there is none.

Source: API Gateway developer guide, "set-up-logging" (`cloudwatchRoleArn` of the account's settings; without it a stage
with access logs cannot be made).
"""

from typing import Any

from botocore.exceptions import ClientError

from verify_aws import roles
from verify_aws.account import Account, code_of
from verify_aws.names import Run

POLICY = "service-role/AmazonAPIGatewayPushToCloudWatchLogs"
SETTING = "/cloudwatchRoleArn"
NOT_YET = {"BadRequestException"}
"""What API Gateway says of a role that IAM has not told everybody of yet."""


def is_needed(account: Account) -> bool:
    """Tell whether the account has no such role in this Region."""
    return not account.client("apigateway").get_account().get("cloudwatchRoleArn")


def lend(account: Account, run: Run) -> None:
    """Make the role and set it. Raises ClientError when API Gateway does not take it within a minute."""
    role = roles.made(account, run, run.api_role, "apigateway.amazonaws.com")
    policy = f"arn:{role.split(':')[1]}:iam::aws:policy/{POLICY}"
    account.client("iam").attach_role_policy(RoleName=run.api_role, PolicyArn=policy)
    roles.once_known(lambda: _set(account, role), NOT_YET)


def take_back(account: Account, run: Run) -> bool:
    """Take the role out of the settings if it is ours, and delete it; whether there was anything."""
    iam, name = account.client("iam"), run.api_role
    if str(account.client("apigateway").get_account().get("cloudwatchRoleArn", "")).endswith(f"/{name}"):
        _set(account, "")
    try:
        attached = iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
    except ClientError as error:
        if code_of(error) == "NoSuchEntity":
            return False
        raise
    for policy in attached:
        iam.detach_role_policy(RoleName=name, PolicyArn=policy["PolicyArn"])
    iam.delete_role(RoleName=name)
    return True


def _set(account: Account, arn: str) -> None:
    change: Any = {"op": "replace", "path": SETTING, "value": arn}
    account.client("apigateway").update_account(patchOperations=[change])
