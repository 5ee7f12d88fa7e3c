"""What ListUsers tells of one user: which person at which provider it is, where its name alone does not say so."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coordinator.core.sign_ins import usual_username


@dataclass(frozen=True, slots=True)
class Linked:
    """A person `subject` at a provider is this user of the pool."""

    provider: str
    subject: str
    username: str


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of one user by its identities, and whether one of them could not be read."""

    sub: str
    links: tuple[Linked, ...] = ()
    comes_from_providers: bool = False
    unreadable: bool = False


def told(user: Mapping[str, Any]) -> Told:
    """Read a UserType of ListUsers.

    `identities` is JSON text: a list of objects with `providerName` and `userId` among others (developer guide,
    "Linking federated users to an existing user profile"). Whoever is called `<Provider>_<userId>` needs no link.
    """
    attributes = {one["Name"]: one.get("Value", "") for one in user.get("Attributes", [])}
    username, sub = user["Username"], attributes.get("sub", "")
    if "identities" not in attributes:
        return Told(sub)
    listed = _listed(attributes["identities"])
    if listed is None:
        return Told(sub, unreadable=True)
    pairs = [_pair(entry) for entry in listed]
    links = [Linked(*pair, username) for pair in pairs if pair and usual_username(*pair) != username]
    return Told(sub, tuple(dict.fromkeys(links)), any(pairs), None in pairs)


def _listed(text: str) -> list[Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, list) else None


def _pair(entry: Any) -> tuple[str, str] | None:
    if not isinstance(entry, Mapping):
        return None
    provider, subject = entry.get("providerName"), entry.get("userId")
    if isinstance(provider, str) and isinstance(subject, str) and provider and subject:
        return provider, subject
    return None
