"""Which provider did the person come from? Read from the verified ID token's `identities`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Identity:
    """One linked identity: the provider's name in the pool, its `providerType`, its issuer, and who the user is there.

    `issuer` is None for social providers; for SAML it is the provider's entity id. `user_id` is None, too, when two
    identities of one provider say different things.
    """

    provider: str
    type: str | None = None
    issuer: str | None = None
    user_id: str | None = None


def identities(claims: Mapping[str, Any]) -> tuple[Identity, ...] | None:
    """Return the identities of a user: the primary one first, then as listed, each provider once.

    An empty tuple is a native user, who has no provider. None means that the claim is there but unreadable.
    Tokens carry an array of strings, the user attribute is JSON text with booleans (Amazon Cognito developer
    guide, "Understanding the ID token" and "Linking federated users"), so both are read.
    """
    listed = _listed(claims)
    if listed is None:
        return None
    entries = [entry for entry in listed if isinstance(entry, Mapping) and _is_name(entry.get("providerName"))]
    if len(entries) != len(listed):
        return None
    entries.sort(key=lambda entry: str(entry.get("primary")).lower() != "true")
    names = dict.fromkeys(entry["providerName"] for entry in entries)
    return tuple(_identity(name, [entry for entry in entries if entry["providerName"] == name]) for name in names)


def is_known_as(claims: Mapping[str, Any], provider: str, user_id: str) -> bool:
    """Tell whether one of a user's identities is this very person at this very provider, letter by letter."""
    wanted = (provider, user_id)
    return any(
        isinstance(entry, Mapping) and (entry.get("providerName"), entry.get("userId")) == wanted
        for entry in _listed(claims) or ()
    )


def _listed(claims: Mapping[str, Any]) -> list[Any] | None:
    """Return what the claim lists, nothing where there is none; None when it cannot be read."""
    listed = claims.get("identities")
    if listed is None:
        return []
    if isinstance(listed, str):
        try:
            listed = json.loads(listed)
        except (ValueError, RecursionError):
            return None
    return listed if isinstance(listed, list) else None


def _identity(name: str, entries: list[Mapping[str, Any]]) -> Identity:
    users = {_text(entry, "userId") for entry in entries}
    user = users.pop() if len(users) == 1 else None
    return Identity(name, _text(entries[0], "providerType"), _text(entries[0], "issuer"), user)


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 128 and value.isprintable()


def _text(entry: Mapping[str, Any], key: str) -> str | None:
    value = entry.get(key)
    return value if isinstance(value, str) and value else None


def choose(linked: tuple[str, ...] | None, named: str | None, this_time: str | None = None) -> tuple[str, ...] | None:
    """Return the providers to visit: those of the token, narrowed to the `named` one when it is among them.

    Else to the one that the person came in through `this_time`, where somebody remembers. Without a verified token
    (`linked` is None) the caller's `named` provider stands alone; None means unknown.
    """
    if linked is None:
        return (named,) if named else None
    return next(((one,) for one in (named, this_time) if one in linked), linked)
