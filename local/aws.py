"""The embedded AWS: MiniStack in a process of its own, and clients that talk to it."""

import os
import shutil
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any

import boto3
from botocore import UNSIGNED
from botocore.config import Config

from local.places import NAME, REGION, Places
from local.processes import Process

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

# The embedded AWS's one administrator signs with this; it listens on loopback and lives as long as a run.
ANY_KEY = "local"
CLIENT = Config(region_name=REGION, connect_timeout=5, read_timeout=30, retries={"total_max_attempts": 2})


def bare_environment() -> dict[str, str]:
    """The little that a server needs: functions of the embedded AWS inherit it, and AWS would not give them more."""
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL") if name in os.environ}


def account(places: Places) -> dict[str, str]:
    """Environment of a program that shall use the embedded AWS, and cannot reach another by mistake."""
    return {
        "AWS_ENDPOINT_URL": places.aws,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": ANY_KEY,
        "AWS_SECRET_ACCESS_KEY": ANY_KEY,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def aws_process(places: Places) -> Process:
    """The embedded AWS, not started yet; whatever an earlier run left in its folder is removed."""
    folder = places.root / "aws"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "tmp").mkdir(parents=True)
    environment = bare_environment() | {
        "GATEWAY_PORT": str(places.aws_port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": NAME,
        "MINISTACK_REGION": REGION,
        "TMPDIR": str(folder / "tmp"),
        "S3_DATA_DIR": str(folder / "s3"),
        "STATE_DIR": str(folder / "state"),
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
        "LAMBDA_EXECUTOR": "local",
        # Check signatures, policies and tokens as AWS does: without it GetUser takes a revoked token, for instance.
        "AUTH": "true",
        "AWS_ACCESS_KEY_ID": ANY_KEY,
        "AWS_SECRET_ACCESS_KEY": ANY_KEY,
        # At its start it removes containers that look like its own, those of other instances too: keep it from Docker.
        "DOCKER_HOST": f"unix://{folder}/no-docker",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return Process("the embedded AWS", [sys.executable, "-m", "ministack"], environment, places.logs("aws"))


class Clients:
    """boto3 clients of the embedded AWS, each made when it is first used."""

    def __init__(self, places: Places) -> None:
        self._endpoint = places.aws
        self._session = boto3.Session(ANY_KEY, ANY_KEY, region_name=REGION)

    @cached_property
    def cognito(self) -> "CognitoIdentityProviderClient":
        """User pools, as their administrator."""
        return self._session.client("cognito-idp", endpoint_url=self._endpoint, config=CLIENT)

    @cached_property
    def cognito_for_anyone(self) -> "CognitoIdentityProviderClient":
        """User pools without an AWS account, as an app calls them: GetUser and its like."""
        unsigned = CLIENT.merge(Config(signature_version=UNSIGNED))
        return self._session.client("cognito-idp", endpoint_url=self._endpoint, config=unsigned)

    def of(self, service: str) -> Any:
        """A client of another service, by boto3's name for it."""
        client: Any = self._session.client
        return client(service, endpoint_url=self._endpoint, config=CLIENT)
