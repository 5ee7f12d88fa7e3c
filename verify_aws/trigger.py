"""A function of our own as two of the pool's triggers: it logs which one, and which fields it was given, never a value.

Source: Amazon Cognito developer guide, "user-pool-lambda-inbound-federation" (read 2026-08): it runs at a federated
sign-in with `request.attributes`, of which `tokenResponse` is described as holding the provider's tokens, and an empty
`userAttributesToMap` changes nothing.
"""

import io
import json
import zipfile
from typing import Any

from botocore.exceptions import ClientError

from verify_aws import roles
from verify_aws.account import Account, code_of
from verify_aws.made import Pool
from verify_aws.names import Run

CODE = '''"""Logs the shape of the event: the name of each field, and whether it holds a JWT, text, or what else."""

import json


def shape(value):
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, str):
        return "JWT" if value.startswith("eyJ") and value.count(".") == 2 else "text"
    return type(value).__name__


def handler(event, context):
    attributes = event.get("request", {}).get("attributes", {})
    seen = {name: shape(value) for name, value in attributes.items() if name == "tokenResponse"}
    print("shape " + json.dumps({"source": event["triggerSource"]} | seen))
    if event["triggerSource"].startswith("InboundFederation"):
        event.setdefault("response", {})["userAttributesToMap"] = {}
    return event
'''
MARK = "shape "
NOT_YET = {"InvalidParameterValueException"}
"""What Lambda says of a role that IAM has not told everybody of yet."""
GONE = {"ResourceNotFoundException", "NoSuchEntity"}


def make(account: Account, run: Run) -> None:
    """Make its log group, role and function. No pool calls it yet: a sign-in that it broke would prove nothing."""
    account.client("logs").create_log_group(logGroupName=run.trigger_log, tags=run.tags)
    role = roles.made(account, run, run.trigger, "lambda.amazonaws.com")
    where = account.where
    log = f"arn:aws:logs:{where.region}:{where.account}:log-group:{run.trigger_log}:*"
    allowed = {"Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": log}
    document = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    account.client("iam").put_role_policy(RoleName=run.trigger, PolicyName="log", PolicyDocument=document)
    roles.once_known(lambda: _make_function(account, run, role), NOT_YET)
    account.client("lambda").get_waiter("function_active_v2").wait(FunctionName=run.trigger)


def connect(account: Account, run: Run, pool: Pool) -> None:
    """Let the pool call it; the pool's other settings are given anew, since the call would reset them."""
    found = account.client("lambda").get_function_configuration(FunctionName=run.trigger)
    source = f"arn:aws:cognito-idp:{account.region}:{account.where.account}:userpool/{pool.pool_id}"
    account.client("lambda").add_permission(
        FunctionName=run.trigger,
        StatementId="cognito",
        Action="lambda:InvokeFunction",
        Principal="cognito-idp.amazonaws.com",
        SourceArn=source,
    )
    account.client("cognito-idp").update_user_pool(
        UserPoolId=pool.pool_id,
        UserPoolTags=run.tags,
        AdminCreateUserConfig={"AllowAdminCreateUserOnly": True},
        LambdaConfig={
            "InboundFederation": {"LambdaVersion": "V1_0", "LambdaArn": found["FunctionArn"]},
            "PostAuthentication": found["FunctionArn"],
        },
    )


def shapes(account: Account, run: Run, source: str) -> list[dict[str, Any]]:
    """Return what it has logged so far as the trigger whose source begins so, a line for each time that it ran."""
    pages = account.client("logs").get_paginator("filter_log_events")
    lines = [
        str(event["message"])
        for page in pages.paginate(logGroupName=run.trigger_log, filterPattern=MARK.strip())
        for event in page["events"]
    ]
    found = [json.loads(line.partition(MARK)[2]) for line in lines if MARK in line]
    return [one for one in found if one["source"].startswith(source)]


def remove(account: Account, run: Run) -> bool:
    """Remove function, role and log group; whether there was anything."""
    iam = account.client("iam")
    found = [
        _gone(account.client("lambda").delete_function, FunctionName=run.trigger),
        _gone(iam.delete_role_policy, RoleName=run.trigger, PolicyName="log"),
        _gone(iam.delete_role, RoleName=run.trigger),
        _gone(account.client("logs").delete_log_group, logGroupName=run.trigger_log),
    ]
    return any(found)


def _gone(call: Any, **arguments: str) -> bool:
    try:
        call(**arguments)
    except ClientError as error:
        if code_of(error) in GONE:
            return False
        raise
    return True


def _make_function(account: Account, run: Run, role: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("shape.py", CODE)
    account.client("lambda").create_function(
        FunctionName=run.trigger,
        Runtime="python3.13",
        Role=role,
        Handler="shape.handler",
        Code={"ZipFile": packed.getvalue()},
        LoggingConfig={"LogGroup": run.trigger_log},
        Tags=run.tags,
    )
