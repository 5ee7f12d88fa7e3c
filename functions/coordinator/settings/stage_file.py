"""The stage file: apps and providers, each key checked, each mistake named with its place."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from coordinator.core.model import App, Provider
from coordinator.core.returns import is_app_scheme, is_web_url
from coordinator.providers.catalogue import CATALOGUE
from coordinator.providers.row import Cascade, HintPolicy, Returns, Row
from coordinator.settings import cookie_tables
from coordinator.settings.tables import Table

CONFIRM = frozenset({"always", "auto", "never"})
RETURNS = frozenset(Returns)
METHODS = frozenset({"GET", "POST"})
LONGEST_SESSION = 24 * 366
"""Hours."""
LONGEST_RETURN = 1_024


def read(
    document: Mapping[str, Any], secrets: Mapping[str, str], problems: list[str]
) -> tuple[dict[str, App], dict[str, Provider]]:
    """Return apps and providers by name, and add every mistake to `problems`, each with the key's place."""
    whole = Table("stage", document, problems)
    apps = {
        name: _app(f"apps.{name}", name, content, secrets, problems) for name, content in whole.table("apps").items()
    }
    providers = {
        name: _provider(f"providers.{name}", name, content, problems)
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


def _app(place: str, name: str, content: Any, secrets: Mapping[str, str], problems: list[str]) -> App:
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


def _secret(table: Table, secrets: Mapping[str, str]) -> str | None:
    reference = table.text("client_secret")
    if reference is None:
        return None
    scheme, _, key = reference.partition(":")
    if scheme != "env" or not key:
        table.problem("client_secret", "must be env:<a key of CLIENT_SECRETS>, never the secret itself")
        return None
    if key not in secrets:
        table.problem("client_secret", "names a key that CLIENT_SECRETS does not have")
    return secrets.get(key)


def _provider(place: str, name: str, content: Any, problems: list[str]) -> Provider:
    table = Table(place, content, problems)
    profile = table.text("profile", required=True) or ""
    row = CATALOGUE.get(profile)
    if profile and row is None:
        near = " or ".join(get_close_matches(profile, CATALOGUE)) or "oidc, custom, saml or none"
        table.problem("profile", f"is no profile of the catalogue (docs/providers.md); perhaps {near}")
    provider = Provider(
        name=name,
        profile=profile if row else "none",
        issuer=table.url("issuer"),
        client_id=table.text("client_id"),
        logout_url=table.url("logout_url"),
        hint=_claim(table, "hint"),
        logout_hint=_claim(table, "logout_hint"),
        return_param=table.text("return_param"),
        client_param=table.text("client_param"),
        state_param=table.text("state_param"),
        returns=table.word("returns", RETURNS, "maybe") or "maybe",
        extra=_extra(table),
        method=table.word("method", METHODS, "GET") or "GET",
        cascade=table.flag("cascade"),
        session_hours=table.number("session_hours", 1, LONGEST_SESSION),
    )
    if row:
        _check(table, provider, row)
    table.finish()
    return provider


def _check(table: Table, provider: Provider, row: Row) -> None:
    """Name what the row needs and the file lacks, and what the file says and the row has no use for."""
    profile = provider.profile
    for alternatives in row.needs:
        if not any(getattr(provider, key) for key in alternatives):
            table.problem(" or ".join(alternatives), f"is missing: the profile {profile} needs it")
    if not row.configurable:
        for key in ("return_param", "client_param", "state_param", "returns"):
            if table.has(key):
                table.problem(key, f"is fixed in the profile {profile}; only custom has one of its own")
    if provider.hint and not row.wants_hint:
        refused = row.hint is HintPolicy.FORBIDDEN
        table.problem("hint", f"{'is refused there' if refused else 'is of no use'}: the profile {profile} sends none")
    if provider.logout_hint and row.logout_hint_param is None:
        table.problem("logout_hint", f"is of no use: the profile {profile} sends none")
    if provider.cascade and row.cascade is not Cascade.ON_REQUEST:
        table.problem("cascade", f"is nothing that the profile {profile} can ask for")
    if provider.method == "POST" and not row.takes_post:
        table.problem("method", f"must be GET: nothing says that the profile {profile} takes a form")


def _claim(table: Table, key: str) -> str | None:
    reference = table.text(key)
    if reference is None:
        return None
    if reference == "remembered":
        table.problem(key, "nothing remembers hints yet: name a claim, as claim:<its name>")
        return None
    scheme, _, claim = reference.partition(":")
    if scheme != "claim" or not claim:
        table.problem(key, "must be claim:<a claim of the Cognito ID token>")
        return None
    return claim


def _extra(table: Table) -> tuple[tuple[str, str], ...]:
    pairs = table.table("extra")
    if not all(isinstance(value, str) for value in pairs.values()):
        table.problem("extra", "must be a table of texts")
        return ()
    return tuple(pairs.items())
