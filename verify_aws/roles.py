"""Roles of our own for AWS's services: making one, and waiting until IAM has told everybody of it."""

import json
import time
from collections.abc import Callable, Collection

from botocore.exceptions import ClientError

from verify_aws.account import Account, code_of
from verify_aws.names import PATH, Run

TRIES = 12
SECONDS = 5.0


def made(account: Account, run: Run, name: str, service: str) -> str:
    """Make a role that a service may take, and return its ARN."""
    allowed = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}
    trust = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    iam = account.client("iam")
    role = iam.create_role(RoleName=name, Path=PATH, AssumeRolePolicyDocument=trust, Tags=run.tag_list)["Role"]
    return str(role["Arn"])


def once_known(use: Callable[[], None], not_yet: Collection[str]) -> None:
    """Use a new role, again and again for a minute while the refusal is one of `not_yet`. Raises ClientError."""
    for left in reversed(range(TRIES)):
        try:
            use()
        except ClientError as error:
            if code_of(error) not in not_yet or not left:
                raise
            time.sleep(SECONDS)
        else:
            return
