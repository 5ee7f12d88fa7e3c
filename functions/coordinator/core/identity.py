"""Which provider did the person come from? Read from the verified ID token's `identities`."""

import json
from collections.abc import Mapping
from typing import Any


def linked_providers(claims: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Return the provider names of `identities`: the primary one first, then as listed, once each.

    An empty tuple is a native user, who has no provider. None means that the claim is there but unreadable.
    Tokens carry an array of strings, the user attribute is JSON text with booleans (Amazon Cognito developer
    guide, "Understanding the ID token" and "Linking federated users"), so both are read.
    """
    identities = claims.get("identities")
    if identities is None:
        return ()
    if isinstance(identities, str):
        try:
            identities = json.loads(identities)
        except (ValueError, RecursionError):
            return None
    if not isinstance(identities, list):
        return None
    entries = [entry for entry in identities if isinstance(entry, Mapping) and _is_name(entry.get("providerName"))]
    if len(entries) != len(identities):
        return None
    entries.sort(key=lambda entry: str(entry.get("primary")).lower() != "true")
    return tuple(dict.fromkeys(entry["providerName"] for entry in entries))


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 128 and value.isprintable()


def choose(linked: tuple[str, ...] | None, named: str | None) -> tuple[str, ...] | None:
    """Return the providers to visit: those of the token, narrowed to the `named` one when it is among them.

    Without a verified token (`linked` is None) the caller's `named` provider stands alone; None means unknown.
    """
    if linked is None:
        return (named,) if named else None
    return (named,) if named in linked else linked
