"""What `make serve` says when everything runs: where to look, who can sign in, and how to end it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from local.app_pages.pages import arrival
from local.navigation import origin
from local.pool import DEMO
from local.system import LocalSystem

WHO_KNOWS = "Chromium, Chrome, Edge and Firefox know names below localhost by themselves"


def welcome(system: LocalSystem, functions: Path) -> Iterator[str]:
    """The lines, in the order of use."""
    yield ""
    yield f"Open {system.places.app}/ in a browser: there is the demo ({WHO_KNOWS})."
    yield ""
    yield from table(addresses(system))
    yield ""
    yield from table(people(system))
    yield ""
    yield f"What each part writes lies in {system.places.root}/logs. Code saved in {functions} is loaded at once."
    yield "Ctrl-C ends everything."


def addresses(system: LocalSystem) -> dict[str, str]:
    """Every address with what is there."""
    places = system.places
    bare = [client for client in system.pool.apps.values() if client.name != DEMO]
    found = {client.home: f"the app {client.name}: {arrival(client)}" for client in bare}
    found |= {
        f"{places.logout}/logout": "the deployed LogoutFunction; without parameters it asks first",
        f"{places.logout}/.well-known/openid-configuration": "for clients that take their sign-out from there",
        f"{places.cognito}/": "the user pool's domain, as AWS documents it",
        f"{places.provider}/": "the OpenID provider Corp: says who is signed in there",
        f"{places.aws}": "the embedded AWS: AWS_ENDPOINT_URL for aws and sam",
    }
    for other in system.others.values():
        found[f"{origin(other.issuer)}/"] = f"the OpenID provider {other.name}"
    if system.saml_provider:
        found[f"{places.saml_provider}/"] = "the SAML provider CorpSaml"
    return found


def people(system: LocalSystem) -> dict[str, str]:
    """Names and passwords, made anew at each start."""
    found = {
        "at the provider Corp": f"{system.provider.username}  {system.provider.password}",
        "at Cognito itself": f"{system.pool.username}  {system.pool.password}",
    }
    for other in system.others.values():
        found[f"at {other.name}"] = "  ".join(other.typed.values())
    if system.saml_provider:
        found["at CorpSaml"] = f"{system.saml_provider.username}  {system.saml_provider.password}"
    return found


def table(rows: Mapping[str, str]) -> Iterator[str]:
    """Two columns."""
    width = max(map(len, rows))
    for left, right in rows.items():
        yield f"  {left:{width}}  {right}"
