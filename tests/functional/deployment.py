"""One deployed LogoutFunction: its environment, its stage file, and cold starts."""

import importlib
import json
import logging
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.functional.answers import Answer
from tests.functional.browser import BASE, Browser
from tests.functional.cognito import KEYS, Cognito
from tests.functional.events import Event
from tests.functional.secrecy import Secrets
from tests.functional.tokens import POOL

OURS = ("coordinator", "logout")


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
    """Answers events with a configuration; every change of it is a cold start, as at Lambda."""

    def __init__(self, patch: pytest.MonkeyPatch, folder: Path, cognito: Cognito, remembered: Secrets) -> None:
        self.patch = patch
        self.folder = folder
        self.cognito = cognito
        self.remembered = remembered
        self.handler: Callable[[Event, object], dict[str, Any]] | None = None
        self.public_url = BASE
        self._surroundings()

    def _surroundings(self) -> None:
        """The environment of the contract, and what Lambda itself sets."""
        region = {"AWS_REGION": "eu-central-1", "AWS_DEFAULT_REGION": "eu-central-1"}
        account = dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"), "testing")
        for name in (
            "COGNITO_ISSUER",
            "COGNITO_DISCOVERY_URL",
            "CLIENT_SECRETS",
            "ADMIN_SIGN_OUT",
            "CONFIG",
            "CONFIG_FILE",
        ):
            self.patch.delenv(name, raising=False)
        base = self.cognito.base
        urls = {"COGNITO_DOMAIN": base, "COGNITO_JWKS_URL": base + KEYS, "AWS_ENDPOINT_URL": base, "PUBLIC_URL": BASE}
        keys = {"SIGNING_KEYS": self.new_key()}
        self.set(**region, **account, **urls, **keys, USER_POOL_ID=POOL, STAGE="test", AWS_EC2_METADATA_DISABLED="true")

    def new_key(self) -> str:
        """A signing key of this run."""
        return self.remembered.add(secrets.token_urlsafe(32))

    def set(self, **environment: str | None) -> None:
        """Change the environment (None takes a name away) and start cold at the next event."""
        for name, value in environment.items():
            if value is None:
                self.patch.delenv(name, raising=False)
            else:
                self.patch.setenv(name, value)
        self.public_url = environment.get("PUBLIC_URL") or self.public_url
        self.handler = None

    def configure(self, stage: str, **environment: str | None) -> None:
        """Write the stage file and start cold at the next event."""
        file = self.folder / "stage.toml"
        file.write_text(stage.replace("CORP_ISSUER", self.cognito.issuer), encoding="utf-8")
        self.set(CONFIG_FILE=str(file), **environment)

    def later(self, seconds: float) -> None:
        """Let time pass, and start cold: whoever answers then knows nothing of now."""
        now = time.time()
        self.patch.setattr(time, "time", lambda: now + seconds)
        self.handler = None

    def keep_client_secret(self, name: str) -> str:
        """Make a client secret and deploy it under this key of CLIENT_SECRETS."""
        value = self.remembered.add(secrets.token_urlsafe(24))
        self.set(CLIENT_SECRETS=json.dumps({name: value}))
        return value

    def send(self, event: Event) -> Answer:
        """Invoke the handler."""
        if self.handler is None:
            self.handler = _cold_start()
        return Answer(self.handler(event, LambdaContext()))

    def browser(self, base: str | None = None) -> Browser:
        """A browser without any cookie."""
        return Browser(self.send, self.remembered, base or self.public_url)


def _cold_start() -> Callable[[Event, object], dict[str, Any]]:
    _forget()
    handler: Callable[[Event, object], dict[str, Any]] = importlib.import_module("logout.handler").lambda_handler
    return handler


def _ours() -> list[str]:
    return [name for name in sys.modules if name.partition(".")[0] in OURS]


def _forget() -> None:
    """Drop our modules, and the stream that Powertools' loggers took from an earlier test."""
    for name in _ours():
        del sys.modules[name]
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger) and hasattr(logger, "powertools_handler"):
            logger.handlers.clear()
            for mark in ("powertools_handler", "init"):
                logger.__dict__.pop(mark, None)


@contextmanager
def own_modules() -> Iterator[None]:
    """Leave the modules of other tests as they were: a class that was imported twice is two classes."""
    before = {name: sys.modules[name] for name in _ours()}
    try:
        yield
    finally:
        _forget()
        sys.modules.update(before)
