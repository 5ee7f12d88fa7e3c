"""The role with which API Gateway writes access logs: one for a whole account and Region, lent where there is none.

Source: API Gateway developer guide, "set-up-logging" (`cloudwatchRoleArn` of the account's settings; without it a stage
with access logs cannot be made).
"""

import json
import time
from typing import Any

from botocore.exceptions import ClientError

from verify_aws.account import Account, code_of
from verify_aws.names import PATH, Run

POLICY = "service-role/AmazonAPIGatewayPushToCloudWatchLogs"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "apigateway.amazonaws.com"}}
    ],
}
SETTING = "/cloudwatchRoleArn"
TRIES = 12
SECONDS = 5.0
NOT_YET = {"BadRequestException"}
"""What API Gateway says of a role that IAM has not told everybody of yet."""


def is_needed(account: Account) -> bool:
    """Tell whether the account has no such role in this Region."""
    return not account.client("apigateway").get_account().get("cloudwatchRoleArn")


def lend(account: Account, run: Run, seconds: float = SECONDS) -> None:
    """Make the role and set it. Raises ClientError when API Gateway does not take it within a minute."""
    iam = account.client("iam")
    made = iam.create_role(
        RoleName=run.api_role, Path=PATH, AssumeRolePolicyDocument=json.dumps(TRUST), Tags=run.tag_list
    )["Role"]
    partition = str(made["Arn"]).split(":")[1]
    iam.attach_role_policy(RoleName=run.api_role, PolicyArn=f"arn:{partition}:iam::aws:policy/{POLICY}")
    for left in reversed(range(TRIES)):
        try:
            _set(account, made["Arn"])
        except ClientError as error:
            if code_of(error) not in NOT_YET or not left:
                raise
            time.sleep(seconds)
        else:
            return


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
