"""The secrets in the environment: the keys that seal, and the confidential clients' own."""

import json
from collections.abc import Mapping
from secrets import token_urlsafe

SHORTEST_KEY = 32


def signing_keys(environment: Mapping[str, str], problems: list[str]) -> tuple[str, ...]:
    """Return the keys from oldest to newest. `sam local` resolves no secret: a key for this process is made there."""
    text = environment.get("SIGNING_KEYS", "")
    if is_unresolved(text):
        if environment.get("AWS_SAM_LOCAL") == "true":
            return (token_urlsafe(48),)
        problems.append("SIGNING_KEYS: the reference to Secrets Manager was not resolved at deployment")
        return ()
    keys = tuple(key.strip() for key in text.split(",") if key.strip())
    if not keys or any(len(key) < SHORTEST_KEY for key in keys):
        problems.append(f"SIGNING_KEYS: needs one key or more of {SHORTEST_KEY} characters at least, comma-separated")
    return keys


def client_secrets(environment: Mapping[str, str], problems: list[str]) -> dict[str, str]:
    """Return the confidential clients' secrets by the names that the stage file has for them."""
    text = environment.get("CLIENT_SECRETS", "")
    if not text or (is_unresolved(text) and environment.get("AWS_SAM_LOCAL") == "true"):
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(value, str) and value for value in found.values()):
        problems.append('CLIENT_SECRETS: must be a JSON object of names and secrets, such as {"shop": "…"}')
        return {}
    return found


def is_unresolved(value: str) -> bool:
    """Whether a value is still a reference to somewhere else: what `sam local` leaves as it stands."""
    return value.startswith("{{resolve:")
