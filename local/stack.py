"""A deployed stack: what it put out, for commands that use it from outside."""

import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, NoRegionError

from local.errors import LocalError
from local.places import REPOSITORY

NO_CREDENTIALS = "There are no AWS credentials: name a profile in AWS_PROFILE, or sign in (`aws sso login`)."
NO_REGION = "No Region is named: set AWS_DEFAULT_REGION to the user pool's, or give your AWS profile a Region."


@dataclass(frozen=True, slots=True)
class Stack:
    """The stack of a stage of samconfig.toml: its outputs and parameters by name, and a session in its Region."""

    name: str
    outputs: dict[str, str]
    session: Any
    parameters: dict[str, str] = field(default_factory=dict)

    def output(self, name: str, parameter: str) -> str:
        """Return an output; raises LocalError where the `parameter` that makes it is off."""
        if name not in self.outputs:
            raise LocalError(f"{self.name} has no {name}: deploy it with {parameter}=on.")
        return self.outputs[name]

    @property
    def region(self) -> str:
        """The Region."""
        return str(self.session.region_name)

    @property
    def sign_out_url(self) -> str:
        """Where operators sign users out. An AWS on one's own machine serves its APIs below its own address."""
        url = self.output("SignOutUrl", "OperatorSignOut")
        own = os.environ.get("AWS_ENDPOINT_URL", "").rstrip("/")
        return f"{own}/_aws/execute-api/{self.outputs['ApiId']}/live/sign-out" if own else url


def of_stage(stage: str) -> Stack:
    """Find the stack; raises LocalError with a sentence when it is not there, or AWS cannot be asked."""
    settings = tomllib.loads((REPOSITORY / "samconfig.toml").read_text(encoding="utf-8"))
    if stage not in settings or stage == "default":
        raise LocalError(f"samconfig.toml: has no stage {stage}")
    parameters = settings[stage]["global"]["parameters"]
    with in_a_sentence():
        session = boto3.Session(region_name=parameters.get("region"))
        stacks = session.client("cloudformation").describe_stacks(StackName=parameters["stack_name"])["Stacks"]
    given = {one["ParameterKey"]: one.get("ParameterValue", "") for one in stacks[0].get("Parameters", [])}
    return Stack(parameters["stack_name"], outputs(stacks[0]), session, given)


def outputs(described: Mapping[str, Any]) -> dict[str, str]:
    """Return the outputs of a stack by name, as DescribeStacks tells them."""
    return {one["OutputKey"]: str(one["OutputValue"]) for one in described.get("Outputs", [])}


@contextmanager
def in_a_sentence() -> Iterator[None]:
    """Turn what boto3 raises into a LocalError."""
    try:
        yield
    except ClientError as error:
        told = error.response.get("Error", {})
        raise LocalError(f"AWS refuses {error.operation_name}: {told.get('Message') or told.get('Code')}") from error
    except NoCredentialsError as error:
        raise LocalError(NO_CREDENTIALS) from error
    except NoRegionError as error:
        raise LocalError(NO_REGION) from error
    except BotoCoreError as error:
        raise LocalError(f"AWS cannot be asked: {error}") from error
