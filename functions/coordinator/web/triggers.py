"""The dialect of Cognito's inbound-federation trigger: its event becomes a sign-in, its answer changes nothing.

https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-inbound-federation.html (read November 2026).
It runs at each sign-in through a provider, before the profile is made or updated; an empty `userAttributesToMap` is as
if it had not run. The page does not agree with itself: `tokenResponse` "contains" the raw `id_token`, which no example
shows; `userName` is `<provider>_<subject>` in the examples, and the subject alone in events that people wrote down. So
each shape is read, and an object also where it arrives as JSON text.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from coordinator.core.sign_ins import SignIn, usual_username

TRIGGER = "InboundFederation_ExternalProvider"
LONGEST_ID_TOKEN = 16_384
LONGEST_NAME = 1_024
"""Characters of anything else: a `sub` has 255 at most (OpenID Connect Core 1.0 section 2), a username 128."""
LONGEST_TEXT = 65_536
"""Characters of an object that arrives as text."""
TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]+")


def unchanged(event: Any) -> Any:
    """Return the answer that leaves all of a person's attributes as the provider gave them."""
    if not isinstance(event, dict) or event.get("triggerSource") != TRIGGER:
        return event
    return {**event, "response": {"userAttributesToMap": {}}}


def read(event: Any, pool: str, at: int) -> SignIn | None:
    """Return the sign-in of `pool` that an event tells of, at the time `at` (ms); None when it tells of none.

    Cognito has verified what it hands over, and nobody else may invoke the function: it is believed. The raw token is
    carried along without a look at it, for the provider that issued it.
    """
    whole = _members(event)
    if whole.get("triggerSource") != TRIGGER or whole.get("userPoolId") != pool:
        return None
    request = _members(whole.get("request"))
    provider, name = _text(request.get("providerName")), _text(whole.get("userName"))
    attributes = _members(request.get("attributes"))
    claims = _members(attributes.get("idToken"))
    if provider is None:
        return None
    subject = _text(claims.get("sub")) or _without(provider, name)
    if subject is None:
        return None
    return SignIn(
        provider=provider,
        subject=subject,
        username=_username(provider, subject, name),
        client_id=_text(_members(whole.get("callerContext")).get("clientId")) or "",
        at=at,
        sid=_text(claims.get("sid")),
        login_hint=_text(claims.get("login_hint")),
        id_token=_token(_members(attributes.get("tokenResponse")).get("id_token")),
    )


def _without(provider: str, name: str | None) -> str | None:
    """Return who somebody is at a provider without an ID token (SAML, Facebook): the name tells it, with or without
    the provider's before it."""
    return name.removeprefix(f"{provider}_") or None if name else None


def _username(provider: str, subject: str, name: str | None) -> str:
    """Return the user's name in the pool: Cognito's usual one, unless the event names another.

    Pools that do not tell upper from lower case write the usual one in lower case.
    """
    usual = usual_username(provider, subject)
    return usual if name is None or name.lower() in (subject.lower(), usual.lower()) else name


def _members(value: Any) -> Mapping[str, Any]:
    """Return an object that may be written as text, an empty one for anything else."""
    if isinstance(value, str) and len(value) <= LONGEST_TEXT:
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return {}
    return value if isinstance(value, Mapping) else {}


def _text(value: Any) -> str | None:
    good = isinstance(value, str) and 0 < len(value) <= LONGEST_NAME and value.isprintable()
    return value if good else None


def _token(value: Any) -> str | None:
    good = isinstance(value, str) and len(value) <= LONGEST_ID_TOKEN and TOKEN.fullmatch(value) is not None
    return value if good else None
