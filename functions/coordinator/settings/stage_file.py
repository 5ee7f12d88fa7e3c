"""The stage file: apps and providers, each key checked, each mistake named with its place."""

from collections.abc import Mapping
from typing import Any

from coordinator.core.model import App, Provider
from coordinator.core.returns import is_app_scheme, is_web_url
from coordinator.settings import cookie_tables, looks, provider_tables
from coordinator.settings.tables import Table

CONFIRM = frozenset({"always", "auto", "never"})
LONGEST_RETURN = 1_024
LONGEST_REFRESH_DAYS = 3_650
"""Amazon Cognito developer guide, "Using the refresh token" (read November 2026): 60 minutes to 10 years."""
USUAL_REFRESH_DAYS = 30
"""What Cognito gives an app client that says nothing (same page)."""


def read(
    document: Mapping[str, Any], secrets: Mapping[str, str] | None, problems: list[str]
) -> tuple[dict[str, App], dict[str, Provider]]:
    """Return apps and providers by name, and add every mistake to `problems`, each with the key's place.

    Without `secrets` no app has one: for whoever has no use for them.
    """
    whole = Table("stage", document, problems)
    apps = {
        name: _app(f"apps.{name}", name, content, secrets, problems) for name, content in whole.table("apps").items()
    }
    providers = {
        name: provider_tables.read(f"providers.{name}", name, content, problems)
        for name, content in whole.table("providers").items()
    }
    whole.finish()
    if not apps:
        problems.append("apps: one app at least is needed")
    clients: dict[str, str] = {}
    for app in apps.values():
        first = clients.setdefault(app.client_id, app.name)
        if first != app.name:
            problems.append(f"apps.{app.name}.client_id: is also that of apps.{first}")
    return apps, providers


def _app(place: str, name: str, content: Any, secrets: Mapping[str, str] | None, problems: list[str]) -> App:
    table = Table(place, content, problems)
    client_id, return_to = table.text("client_id", required=True) or "", _returns(table)
    app = App(
        name=name,
        client_id=client_id,
        return_to=return_to,
        cookies=cookie_tables.read(place, table.items("cookies"), client_id, return_to, problems),
        client_secret=_secret(table, secrets),
        confirm=table.word("confirm", CONFIRM, "auto") or "auto",
        default_return=table.flag("default_return"),
        refresh_token_days=table.number("refresh_token_days", 1, LONGEST_REFRESH_DAYS) or USUAL_REFRESH_DAYS,
        display_name=looks.display_name(table),
        logo=looks.logo(table),
        color=looks.color(table),
    )
    table.finish()
    return app


def _returns(table: Table) -> tuple[str, ...]:
    urls = table.items("return_to", required=True)
    for position, url in enumerate(urls):
        good = isinstance(url, str) and len(url) <= LONGEST_RETURN and (is_web_url(url) or is_app_scheme(url))
        if not good:
            table.problem(
                f"return_to[{position}]",
                f"must be an https URL (http on loopback only) or an app's own scheme like com.example.shop:/path, "
                f"without fragment or wildcard, of {LONGEST_RETURN} characters at most",
            )
    return tuple(url for url in urls if isinstance(url, str))


def _secret(table: Table, secrets: Mapping[str, str] | None) -> str | None:
    reference = table.text("client_secret")
    if reference is None:
        return None
    scheme, _, key = reference.partition(":")
    if scheme != "env" or not key:
        table.problem("client_secret", "must be env:<a key of CLIENT_SECRETS>, never the secret itself")
        return None
    if secrets is None:
        return None
    if key not in secrets:
        table.problem("client_secret", "names a key that CLIENT_SECRETS does not have")
    return secrets.get(key)
