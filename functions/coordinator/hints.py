"""The providers' own hints: found in the verified ID token, carried in a sealed cookie of their own."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from coordinator.core.model import Claims, Provider, Purpose
from coordinator.dependencies import Sealer
from coordinator.errors import SealBroken
from coordinator.providers.catalogue import HintPolicy
from coordinator.providers.hops import row_of

TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]+")
"""What a token is written in (RFC 6750 section 2.1); a compact JWS or JWE is a part of that."""
LONGEST_LOGOUT_HINT = 320


@dataclass(frozen=True, slots=True)
class ProviderHint:
    """What one provider is told about whom to sign out: its own ID token, and a `logout_hint`."""

    token: str | None = field(default=None, repr=False)
    logout_hint: str | None = field(default=None, repr=False)


def from_claims(claims: Claims | None, providers: Iterable[Provider]) -> dict[str, ProviderHint]:
    """Return the hints that the verified token's claims hold, by provider: those that its row
    sends on. An unreadable one counts as absent.
    """
    found: dict[str, ProviderHint] = {}
    for provider in providers:
        row = row_of(provider)
        token = _claim(claims, provider.hint) if row.hint is not HintPolicy.UNUSED else None
        logout_hint = _claim(claims, provider.logout_hint) if row.logout_hint_param else None
        hint = ProviderHint(
            token if token and TOKEN.fullmatch(token) else None,
            logout_hint if logout_hint and len(logout_hint) <= LONGEST_LOGOUT_HINT else None,
        )
        if hint != ProviderHint():
            found[provider.name] = hint
    return found


def _claim(claims: Claims | None, name: str | None) -> str | None:
    value = claims.everything.get(name) if claims and name else None
    return value if isinstance(value, str) else None


def seal(hints: Mapping[str, ProviderHint], seals: Sealer) -> str:
    """Return the hints as a cookie's value."""
    document = {name: [hint.token, hint.logout_hint] for name, hint in hints.items()}
    return seals.seal(Purpose.HINT, json.dumps(document, separators=(",", ":")).encode())


def unseal(sealed: str | None, seals: Sealer) -> dict[str, ProviderHint]:
    """Return the hints of a cookie, none when it is missing or cannot be opened: a hint is a help, no need."""
    if sealed is None:
        return {}
    try:
        document = json.loads(seals.open(Purpose.HINT, sealed))
    except SealBroken:
        return {}
    return {name: ProviderHint(*pair) for name, pair in document.items()}
