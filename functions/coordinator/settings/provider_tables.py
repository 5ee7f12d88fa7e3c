"""A provider in the stage file: what its row of the catalogue asks for, and what it has no use for."""

from dataclasses import fields
from difflib import get_close_matches
from typing import Any

from coordinator.core.model import Provider
from coordinator.providers.catalogue import CATALOGUE
from coordinator.providers.hops import row_of
from coordinator.providers.row import HintPolicy, Returns, Row
from coordinator.settings import looks
from coordinator.settings.tables import Table

RETURNS = frozenset(Returns)
METHODS = frozenset({"GET", "POST"})
ALGORITHMS = (*(f"{family}{bits}" for family in ("RS", "PS", "ES") for bits in (256, 384, 512)), "EdDSA")
"""What logout tokens may be signed with: never by a shared secret, and never not at all."""
BACKCHANNEL = frozenset({"session", "user"})
PARAMETERS = tuple(field.name for field in fields(Row) if field.name.endswith("_param"))
"""The keys of a row that name parameters."""
HINTS = ("hint", "logout_hint")
REMEMBERED = "remembered"
"""What stands in the place of a claim where RememberFunction keeps the hint."""
LONGEST_SESSION = 24 * 366
"""Hours."""


def read(place: str, name: str, content: Any, problems: list[str]) -> Provider:
    """Return the provider at `place`, and add every mistake to `problems`."""
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
        display_name=looks.display_name(table),
        algs=_algorithms(table),
        compat=table.flag("compat"),
        backchannel=table.word("backchannel", BACKCHANNEL, "session") or "session",
        remembered=frozenset(key for key in HINTS if table.says(key, REMEMBERED)),
    )
    if row:
        _name_what_is_missing(table, provider, row)
        _name_what_is_of_no_use(table, provider, row)
    table.finish()
    return provider


def _name_what_is_missing(table: Table, provider: Provider, row: Row) -> None:
    for alternatives in row.needs:
        if not any(getattr(provider, key) for key in alternatives):
            table.problem(" or ".join(alternatives), f"is missing: the profile {provider.profile} needs it")
    if provider.client_param and not provider.client_id:
        table.problem("client_id", "is missing: client_param needs it")
    if None in (provider.issuer, provider.client_id):
        for key in ("algs", "compat", "backchannel"):
            if table.has(key):
                table.problem(key, "is of no use without issuer and client_id, by which its logout tokens are known")


def _name_what_is_of_no_use(table: Table, provider: Provider, row: Row) -> None:
    profile = provider.profile
    no_hop, fixed = ("logout_url", "extra"), ("return_param", "client_param", "state_param", "returns")
    refused = "is refused there" if row.hint is HintPolicy.FORBIDDEN else "is of no use"
    has_hint, has_logout_hint = (key in provider.remembered or getattr(provider, key) is not None for key in HINTS)
    useless = [
        *(
            (key, not row.is_hop and table.has(key), "is of no use: the profile {} has no hop of ours")
            for key in no_hop
        ),
        *(
            (key, not row.configurable and table.has(key), "is fixed in the profile {}, and not in custom")
            for key in fixed
        ),
        ("hint", has_hint and not row.wants_hint, f"{refused}: the profile {{}} sends none"),
        ("logout_hint", has_logout_hint and not row.logout_hint_param, "is of no use: the profile {} sends none"),
        ("cascade", provider.cascade and not row.cascade_param, "is nothing that the profile {} can ask for"),
        ("method", provider.method == "POST" and not row.takes_post, "must be GET: nothing says that {} takes a form"),
    ]
    for key, is_so, text in useless:
        if is_so:
            table.problem(key, text.format(profile))
    own = {getattr(row_of(provider), name) for name in PARAMETERS}
    for name in (name for name, _ in provider.extra if name in own):
        table.problem(f"extra.{name}", f"is what the profile {profile} says by itself")


def _algorithms(table: Table) -> tuple[str, ...]:
    """Return what the provider signs its logout tokens with: RS256, where nothing is said (section 2.6)."""
    listed = table.items("algs", required=table.has("algs"))
    for one in listed:
        if one not in ALGORITHMS:
            table.problem("algs", f"holds another than {', '.join(ALGORITHMS)}")
            return ("RS256",)
    return tuple(dict.fromkeys(listed)) or ("RS256",)


def _claim(table: Table, key: str) -> str | None:
    reference = table.text(key)
    if reference is None:
        return None
    if reference == REMEMBERED:
        return None
    scheme, _, claim = reference.partition(":")
    if scheme != "claim" or not claim:
        table.problem(key, "must be claim:<a claim of the Cognito ID token>, or remembered")
        return None
    return claim


def _extra(table: Table) -> tuple[tuple[str, str], ...]:
    pairs = table.table("extra")
    if not all(isinstance(value, str) for value in pairs.values()):
        table.problem("extra", "must be a table of texts")
        return ()
    return tuple(pairs.items())
