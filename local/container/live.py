"""An event against the local system: its placeholders are real tokens, and what they open is asked for afterwards."""

import json
import secrets
from collections.abc import Callable
from dataclasses import replace
from http.cookies import SimpleCookie
from pathlib import Path

import requests
import yaml

from local.addresses import query_value
from local.aws import account
from local.container import casting
from local.container.bridge import ADD_HOST, DOCKERS_NAME, NAME
from local.container.child import without_account
from local.container.function import Event, Function, Invocation
from local.deployment import stage_file
from local.findings import Finding
from local.journeys import wait_for_next_second
from local.owners import Owners
from local.person import Person, Tokens
from local.places import NAME as LOOPBACK
from local.pool import AppClient
from local.provider.process import discovery
from local.system import LocalSystem

ENDPOINT = "AWS_ENDPOINT_URL"
ENDING_LEGS = {"tokens", "other_sessions"}


def seen_from_inside(address: str, name: str = NAME) -> str:
    """An address of this machine as a container says it."""
    return address.replace(f"//{LOOPBACK}:", f"//{name}:", 1)


class Scene:
    """One signed-in person, the events that are played with this person's tokens, and what became of the tokens."""

    def __init__(self, system: LocalSystem, template: Path, image: str | None, event: Event) -> None:
        self._system = system
        self._owners = Owners(system)
        self._event = event
        self._cookies: dict[str, str] = {}
        self._values: dict[str, str] = {}
        self.client: AppClient = system.pool.apps["desk" if casting.is_native(event) else "shop"]
        options = ("--env-vars", str(self._write_environment()), *ADD_HOST)
        environment = without_account() | account(system.places)
        self._function = Function(with_endpoint(template), image, environment, options)

    def play(self, earlier: Callable[[str], Event], tell: Callable[[str], None]) -> tuple[Invocation, list[Finding]]:
        """Sign in, run the events that come before, then the event; the last invocation and who is alive.

        `earlier` gives an event by its name, `tell` says which one is run. Raises LocalError without an answer.
        """
        person = Person(self._system, self.client.name)
        person.sign_in()
        tokens = person.tokens()
        wait_for_next_second()
        before = self._alive(tokens)
        self._values = self._words(person, tokens)
        played = []
        for name in casting.earlier(self._event):
            tell(f"First {name}, for what it leaves in the browser")
            played.append(self._invoke(earlier(name)))
        tell("Now the event itself")
        played.append(self._invoke(self._event))
        tried = any(one.step == "effect" and one.leg in ENDING_LEGS for run in played for one in run.events)
        return played[-1], findings(before, self._alive(tokens), should_live=not tried)

    def _invoke(self, event: Event) -> Invocation:
        invocation = self._function.invoke(casting.cast(event, self._values))
        self._receive(invocation)
        return invocation

    def _receive(self, invocation: Invocation) -> None:
        for value in invocation.header("Set-Cookie"):
            for name, cookie in SimpleCookie(value).items():
                if name.startswith("__Host-"):
                    self._cookies[name] = "" if cookie["max-age"] == "0" else cookie.value
        kept = "; ".join(f"{name}={value}" for name, value in self._cookies.items() if value)
        (location,) = invocation.header("Location") or [fetched_location(invocation)]
        self._values |= {casting.JOURNEY: kept, casting.STATE: query_value(location, "state")}
        self._values[casting.TICKET] = query_value(location, "ticket")

    def _words(self, person: Person, tokens: Tokens) -> dict[str, str]:
        id_token = person.browser.cookie(f"{self.client.name}_id") or ""
        words = {"ID_TOKEN": id_token, "ACCESS_TOKEN": tokens.access, "REFRESH_TOKEN": tokens.refresh}
        kinds = (casting.PERSON, casting.NATIVE)
        filled = {f"{word}_OF_A_{kind}": value for word, value in words.items() for kind in kinds}
        return filled | casting.addresses(self._system.places, self.client)

    def _alive(self, tokens: Tokens) -> dict[tuple[str, str], bool]:
        return {
            ("refresh token", "Cognito's token endpoint"): self._owners.honours_refresh_token(
                self.client, tokens.refresh
            ),
            ("access token", "Cognito's GetUser"): self._owners.honours_access_token(tokens.access),
        }

    def _write_environment(self) -> Path:
        path = self._system.places.root / "environment.json"
        path.touch(mode=0o600)
        path.write_text(json.dumps({"Parameters": environment(self._system, self.client)}))
        return path


def environment(system: LocalSystem, client: AppClient) -> dict[str, str]:
    """The function's variables for this system, whose one app is `client`, as in the stage `local`."""
    places, pool = system.places, system.pool
    keys = f"{seen_from_inside(places.aws)}/{pool.pool_id}/.well-known"
    stage = stage_file(places, replace(pool, apps={client.name: client}), system.provider)
    # The provider's issuer is an address that a container takes for itself. Its table is the file's last.
    end_session = requests.get(discovery(system.provider), timeout=10).json()["end_session_endpoint"]
    return {
        "USER_POOL_ID": pool.pool_id,
        "COGNITO_DOMAIN": seen_from_inside(places.cognito),
        "COGNITO_ISSUER": pool.issuer,
        "COGNITO_JWKS_URL": f"{keys}/jwks.json",
        "COGNITO_DISCOVERY_URL": f"{keys}/openid-configuration",
        "CONFIG": f"{stage}logout_url = {json.dumps(end_session)}\n",
        "PUBLIC_URL": places.logout,
        "ADMIN_SIGN_OUT": "on",
        # One key for all events of a journey: each has a container of its own.
        "SIGNING_KEYS": secrets.token_urlsafe(48),
        "CLIENT_SECRETS": json.dumps({client.name: client.secret}) if client.secret else "",
        ENDPOINT: seen_from_inside(places.aws, DOCKERS_NAME),
    }


def with_endpoint(template: Path) -> Path:
    """The built template with one more variable, beside it: SAM hands a container only those that a template names."""
    document = yaml.safe_load(template.read_text(encoding="utf-8"))
    document["Globals"]["Function"]["Environment"]["Variables"][ENDPOINT] = ""
    path = template.with_name("live.yaml")
    path.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    return path


def fetched_location(invocation: Invocation) -> str:
    """Where a script is told to go, an empty text where the answer is none for a script."""
    try:
        answered = json.loads(invocation.answer.get("body") or "{}")
    except ValueError:
        return ""
    return str(answered.get("location", ""))


def findings(
    before: dict[tuple[str, str], bool], after: dict[tuple[str, str], bool], *, should_live: bool
) -> list[Finding]:
    """What the owners said, beside what the audit says."""
    return [
        Finding(subject, owner, alive, after[subject, owner], should_live) for (subject, owner), alive in before.items()
    ]
