"""One deployed LogoutFunction: its environment, its stage file, its cold starts and its warm instances."""

import json
import secrets
import time
from functools import cache
from pathlib import Path

import pytest

from tests.functional.answers import Answer
from tests.functional.browser import BASE, Browser
from tests.functional.cognito import KEYS, Cognito
from tests.functional.events import Event
from tests.functional.instances import Instance, warm_instance
from tests.functional.secrecy import Secrets
from tests.functional.tokens import POOL

UNSET = (
    "COGNITO_ISSUER",
    "COGNITO_DISCOVERY_URL",
    "CLIENT_SECRETS",
    "ADMIN_SIGN_OUT",
    "ADMIN_GET_USER",
    "CONFIG",
    "CONFIG_FILE",
)
OPTIONAL = ("REVOCATION_TABLE", "RETRY_QUEUE_URL", "RETRY_KEY_ARN", "REMEMBER_TABLE", "BACK_CHANNEL")
SURROUNDINGS = {
    "AWS_REGION": "eu-central-1",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    **dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"), "testing"),
}


class LambdaContext:
    """What Lambda tells a handler about its invocation."""

    function_name = "LogoutFunction"
    function_version = "1"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:eu-central-1:123456789012:function:LogoutFunction"
    aws_request_id = "52fdfc07-2182-454f-963f-5f0f9a621d72"

    def get_remaining_time_in_millis(self) -> int:
        """The function's own timeout is 15 s."""
        return 15_000


class Deployment:
    """Answers events with a configuration.

    As at Lambda a changed configuration meets another instance. One that is like an earlier one may meet its warm
    instance, unless time was moved, a cold start was asked for, or Cognito has unusual documents from the beginning.
    """

    def __init__(self, patch: pytest.MonkeyPatch, folder: Path, cognito: Cognito, remembered: Secrets) -> None:
        self.patch = patch
        self.folder = folder
        self.cognito = cognito
        self.remembered = remembered
        self.instance: Instance | None = None
        self.is_cold = False
        self.public_url = BASE
        self.stage = ""
        self.environment: dict[str, str | None] = {}
        base = cognito.base
        urls = {"COGNITO_DOMAIN": base, "COGNITO_JWKS_URL": base + KEYS, "AWS_ENDPOINT_URL": base, "PUBLIC_URL": BASE}
        keys = {"SIGNING_KEYS": remembered.add(_usual_key()), "USER_POOL_ID": POOL, "STAGE": "test"}
        self.set(**dict.fromkeys(UNSET + OPTIONAL), **SURROUNDINGS, **urls, **keys)

    def new_key(self) -> str:
        """A signing key of this run."""
        return self.remembered.add(secrets.token_urlsafe(32))

    def set(self, **environment: str | None) -> None:
        """Change the environment; None takes a name away."""
        for name, value in environment.items():
            if value is None:
                self.patch.delenv(name, raising=False)
            else:
                self.patch.setenv(name, value)
        self.environment |= environment
        self.public_url = environment.get("PUBLIC_URL") or self.public_url
        self.instance = None

    def configure(self, stage: str, **environment: str | None) -> None:
        """Write the stage file."""
        self.stage = stage.replace("CORP_ISSUER", self.cognito.issuer)
        file = self.folder / "stage.toml"
        file.write_text(self.stage, encoding="utf-8")
        self.set(CONFIG_FILE=str(file), **environment)

    def start_cold(self) -> None:
        """Meet an instance that knows no key and no provider yet."""
        self.instance = None
        self.is_cold = True

    def later(self, seconds: float) -> None:
        """Let time pass; whoever answers then knows nothing of now."""
        now = time.time()
        self.patch.setattr(time, "time", lambda: now + seconds)
        self.start_cold()

    def keep_client_secret(self, name: str) -> str:
        """Make a client secret and deploy it under this key of CLIENT_SECRETS."""
        value = self.remembered.add(secrets.token_urlsafe(24))
        self.set(CLIENT_SECRETS=json.dumps({name: value}))
        return value

    def send(self, event: Event) -> Answer:
        """Invoke the handler."""
        if self.instance is None:
            self.instance = self.met("logout.handler", cold=self.is_cold or not self.cognito.is_ordinary)
        return Answer(self.instance.handle(event, LambdaContext()))

    def met(self, module: str, *, cold: bool = False) -> Instance:
        """The instance of a handler that an event meets: a new one, or what an earlier test left of these settings."""
        alike = {**self.environment, "CONFIG_FILE": self.stage}
        return Instance(module) if cold else warm_instance(module, json.dumps(alike, sort_keys=True))

    def browser(self, base: str | None = None) -> Browser:
        """A browser without any cookie."""
        return Browser(self.send, self.remembered, base or self.public_url)


@cache
def _usual_key() -> str:
    return secrets.token_urlsafe(32)
