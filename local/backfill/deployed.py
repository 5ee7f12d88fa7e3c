"""What the deployed stack says: its table, the pool that it serves, and how long its sessions last."""

import os
import time
import tomllib
from typing import Any

from botocore.config import Config
from coordinator.adapters.seals import Seals
from coordinator.adapters.sign_ins import SignInStore
from coordinator.core import sign_ins
from coordinator.settings import stage_file

from local.errors import LocalError
from local.places import REPOSITORY
from local.stack import Stack, in_a_sentence
from local.stage import AnySecret

SETTINGS = Config(connect_timeout=5, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 8})


def store(stack: Stack) -> SignInStore:
    """Return the table of sign-ins, without keys: links need none. Raises LocalError where nothing is remembered."""
    table = stack.output("SignInsTableName", "Remember")
    # As at Lambda, the adapter takes its Region from the environment.
    os.environ["AWS_DEFAULT_REGION"] = stack.region
    return SignInStore(table, Seals((), time.time), time.time)


def pool_id(stack: Stack) -> str:
    """Return the pool that the stack serves."""
    return stack.parameters["UserPoolId"]


def cognito(stack: Stack) -> Any:
    """Return a client for that pool, in the Region of its id; it waits and tries again where Cognito throttles."""
    with in_a_sentence():
        return stack.session.client("cognito-idp", region_name=pool_id(stack).partition("_")[0], config=SETTINGS)


def expires(stack: Stack) -> int:
    """Return until when, in seconds since the epoch, a session of today may live, in the app where it lives longest."""
    mistakes: list[str] = []
    apps, _ = stage_file.read(tomllib.loads(_configuration(stack)), AnySecret(), mistakes)
    if not apps:
        raise LocalError(f"The stage has no app: {'; '.join(mistakes)}")
    return sign_ins.expires(int(time.time() * 1_000), max(app.refresh_token_days for app in apps.values()))


def _configuration(stack: Stack) -> str:
    """Return the stage file's text, or that of the SSM parameter which takes its place."""
    parameter = stack.parameters.get("ConfigParameter")
    if parameter:
        with in_a_sentence():
            return str(stack.session.client("ssm").get_parameter(Name=parameter)["Parameter"]["Value"])
    path = REPOSITORY / "functions" / "config" / f"{stack.parameters.get('Stage') or 'dev'}.toml"
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise LocalError(f"{path} cannot be read ({type(error).__name__}).") from error
