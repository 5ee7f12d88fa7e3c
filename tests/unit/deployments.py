"""A whole LogoutFunction on fakes: settings of a shop, fakes for the world, and events that call its handler."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any, Protocol
from urllib.parse import urlencode

from coordinator import bootstrap
from coordinator.core.model import Claims
from coordinator.dependencies import Dependencies
from coordinator.settings import config
from logout.handler import lambda_handler

from tests.unit.fakes import FakeAudit, FakeCognito, FakeDiscovery, FakeList, FakeSeals, FakeSignIns, FakeTokens
from tests.unit.samples import NOW

BASE = "https://logout.example.com"
STAGE = """
[apps.shop]
client_id = "1example23456789"
return_to = ["https://shop.example.com/signed-out", "https://shop.example.com/"]
cookies = [
  { name = "shop_session", domain = "example.com" },
  { name = "shop_rt", domain = "example.com", holds = "refresh_token" },
  { name = "shop_at", domain = "example.com", holds = "access_token" },
  { name = "shop_id", domain = "example.com", holds = "id_token" },
]
[providers.Corp]
profile = "oidc"
issuer = "https://login.corp.example"
client_id = "cognito-at-corp"
hint = "claim:custom:corp_id_token"
[providers.Legacy]
profile = "custom"
logout_url = "https://login.legacy.example/signout"
return_param = "returnTo"
[providers.CorpSaml]
profile = "saml"
[providers.Deaf]
profile = "none"
"""


def environment(**changes: str | None) -> dict[str, str]:
    """The environment of a deployment; None takes a name away."""
    usual = {
        "USER_POOL_ID": "eu-central-1_Example01",
        "COGNITO_DOMAIN": "https://example.auth.eu-central-1.amazoncognito.com",
        "PUBLIC_URL": BASE,
        "CONFIG": STAGE,
        "SIGNING_KEYS": secrets.token_urlsafe(32),
    }
    return {name: value for name, value in (usual | changes).items() if value is not None}


class Undo(Protocol):
    """What pytest's monkeypatch does for us."""

    def setattr(self, target: object, name: str, value: object) -> None:
        """Replace an attribute until the test is over."""


@dataclass
class Answer:
    """A proxy response, read as a browser reads it."""

    raw: dict[str, Any]

    @property
    def status(self) -> int:
        """The status."""
        return int(self.raw["statusCode"])

    @property
    def body(self) -> str:
        """The body."""
        return str(self.raw["body"])

    def header(self, name: str) -> str | None:
        """The only value of a header."""
        values = self.raw["multiValueHeaders"].get(name)
        return values[0] if values else None

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        return self.header("Location") or ""

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies that it sets, empty ones being deletions."""
        jar: SimpleCookie = SimpleCookie()
        for line in self.raw["multiValueHeaders"].get("Set-Cookie", []):
            jar.load(line)
        return {name: morsel.value for name, morsel in jar.items()}


@dataclass
class Deployed:
    """The handler with fakes around it."""

    undo: Undo
    tokens: FakeTokens = field(default_factory=FakeTokens)
    cognito: FakeCognito = field(default_factory=FakeCognito)
    discovery: FakeDiscovery = field(default_factory=FakeDiscovery)
    audit: FakeAudit = field(default_factory=FakeAudit)
    seals: FakeSeals = field(default_factory=FakeSeals)
    listed: FakeList = field(default_factory=FakeList)
    sign_ins: FakeSignIns = field(default_factory=FakeSignIns)

    def configure(self, **changes: str | None) -> None:
        """Deploy with this environment."""
        settings = config.load(environment(**changes))
        built = Dependencies(
            settings=settings,
            tokens=self.tokens,
            revoke=self.cognito.revoke,
            cognito=self.cognito,
            discovery=self.discovery,
            seals=self.seals,
            audit=self.audit,
            now=lambda: NOW,
            random=lambda: secrets.token_urlsafe(24),
            deny=self.listed.deny if settings.revocation_table else None,
            sign_ins=self.sign_ins if settings.remember_table else None,
        )
        self.undo.setattr(bootstrap, "dependencies", lambda needs=config.LOGOUT: built)

    def knows(self, kind: str, token: str, claims: Claims) -> str:
        """Let a token of this text be valid."""
        self.tokens.known[kind, token] = claims
        return token

    def get(self, path: str = "/logout", headers: Mapping[str, str] | None = None, **query: str) -> Answer:
        """Send a GET."""
        event = {"httpMethod": "GET", "path": path, "headers": dict(headers or {}), "queryStringParameters": query}
        return Answer(lambda_handler(event, None))

    def post(self, path: str = "/logout", headers: Mapping[str, str] | None = None, **form: str) -> Answer:
        """Send a form."""
        sent = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        return Answer(
            lambda_handler({"httpMethod": "POST", "path": path, "headers": sent, "body": urlencode(form)}, None)
        )

    def post_json(self, path: str = "/logout", headers: Mapping[str, str] | None = None, **members: str) -> Answer:
        """Send a JSON object."""
        sent = {"Content-Type": "application/json", **(headers or {})}
        event = {"httpMethod": "POST", "path": path, "headers": sent, "body": json.dumps(members)}
        return Answer(lambda_handler(event, None))

    def legs(self, step: str) -> list[tuple[str, str | None, str, str | None]]:
        """The audited outcomes of one step: leg, provider, outcome, reason."""
        reports = [report for name, report, _ in self.audit.steps if name == step and report]
        return [(report.leg.value, report.provider, report.outcome.value, report.reason) for report in reports]
