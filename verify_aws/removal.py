"""Removing what a run made: each thing by its name, in any order, as often as it takes; what is not there is fine."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from verify_aws import api_role, trigger
from verify_aws.account import Account, code_of
from verify_aws.names import Run

PAUSES = (5.0, 15.0, 30.0)
"""Seconds between rounds."""
STACK_SECONDS = 1200.0
POLL_SECONDS = 5.0
NO_STACK = "ValidationError"
NO_BUCKET = {"NoSuchBucket", "404"}


class StillThere(Exception):
    """Raised when something could not be removed; the text names it and says why."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One kind of thing that a run makes: what a person reads, its name, and its removal, true when it was there."""

    kind: str
    name: str
    remove: Callable[[], bool]

    @property
    def told(self) -> str:
        """What a person reads."""
        return f"{self.kind} {self.name}"


class Remover:
    """Removes the things of one run."""

    def __init__(self, account: Account, run: Run, pauses: tuple[float, ...] = PAUSES, poll: float = POLL_SECONDS):
        """Remove nothing yet."""
        self._account = account
        self._run = run
        self._pauses = pauses
        self._poll = poll

    def things(self) -> list[Thing]:
        """Return everything that the run may have made. The stack first: it takes longest."""
        run = self._run
        return [
            Thing("stack", run.name, self._stack),
            Thing("SSM parameter", run.parameter, self._parameter),
            Thing("bucket", run.name, self._bucket),
            Thing("user pool", run.name, lambda: self._pool(run.name)),
            Thing("user pool", run.upstream, lambda: self._pool(run.upstream)),
            Thing("role of API Gateway", run.api_role, lambda: api_role.take_back(self._account, run)),
            Thing("trigger function, its role and log", run.trigger, lambda: trigger.remove(self._account, run)),
        ]

    def everything(self, say: Callable[[str], None]) -> list[str]:
        """Remove it all, and again what failed; the sentences about what is still there, none when all has gone."""
        left, problems = self.things(), dict[str, str]()
        for pause in (0.0, *self._pauses):
            time.sleep(pause if problems else 0.0)
            problems = {}
            for thing in left:
                try:
                    if thing.remove():
                        say(f"removed the {thing.told}")
                except (ClientError, BotoCoreError, StillThere) as error:
                    problems[thing.told] = _why(error)
            left = [thing for thing in left if thing.told in problems]
            if not left:
                break
        return [f"the {what}: {why}" for what, why in problems.items()]

    def _stack(self) -> bool:
        stacks, name = self._account.client("cloudformation"), self._run.name
        deadline, asked = time.monotonic() + STACK_SECONDS, False
        while (status := self._status()) is not None:
            if asked and status.endswith("_FAILED"):
                raise StillThere(f"CloudFormation says {status}")
            if not asked:
                stacks.delete_stack(StackName=name)
                asked = True
            elif time.monotonic() > deadline:
                raise StillThere("CloudFormation has not deleted it in time")
            else:
                time.sleep(self._poll)
        return asked

    def _status(self) -> str | None:
        try:
            found = self._account.client("cloudformation").describe_stacks(StackName=self._run.name)["Stacks"]
        except ClientError as error:
            if code_of(error) == NO_STACK:
                return None
            raise
        status = str(found[0]["StackStatus"])
        return None if status == "DELETE_COMPLETE" else status

    def _parameter(self) -> bool:
        answer = self._account.client("ssm").delete_parameters(Names=[self._run.parameter])
        return bool(answer["DeletedParameters"])

    def _bucket(self) -> bool:
        s3, name = self._account.client("s3"), self._run.name
        try:
            for page in s3.get_paginator("list_objects_v2").paginate(Bucket=name):
                keys = [{"Key": one["Key"]} for one in page.get("Contents", [])]
                if keys:
                    s3.delete_objects(Bucket=name, Delete={"Objects": keys, "Quiet": True})
            s3.delete_bucket(Bucket=name)
        except ClientError as error:
            if code_of(error) in NO_BUCKET:
                return False
            raise
        return True

    def _pool(self, name: str) -> bool:
        cognito = self._account.client("cognito-idp")
        pages = cognito.get_paginator("list_user_pools").paginate(MaxResults=60)
        found = [pool["Id"] for page in pages for pool in page["UserPools"] if pool["Name"] == name]
        for pool_id in found:
            # A pool that has a domain cannot be deleted (API reference, DeleteUserPool).
            domain = cognito.describe_user_pool(UserPoolId=pool_id)["UserPool"].get("Domain")
            if domain:
                cognito.delete_user_pool_domain(Domain=domain, UserPoolId=pool_id)
            cognito.delete_user_pool(UserPoolId=pool_id)
        return bool(found)


def _why(error: Exception) -> str:
    if isinstance(error, ClientError):
        return f"AWS refuses {error.operation_name} ({code_of(error)})"
    return str(error) if isinstance(error, StillThere) else type(error).__name__
