"""The providers' own hints: found in verified claims or the user's attributes, carried in a sealed cookie."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from coordinator.core.cookies import DOTS_OF_JWE
from coordinator.core.model import Provider, Purpose
from coordinator.dependencies import Sealer
from coordinator.errors import SealBroken
from coordinator.providers.hops import row_of
from coordinator.providers.row import Flaw

TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]+")
"""What a token is written in (RFC 6750 section 2.1); a compact JWS or JWE is a part of that."""
LONGEST_LOGOUT_HINT = 320
ATTRIBUTE = "custom:"

type Reader = Callable[[str], Mapping[str, Any] | None]
"""Reads the payload of a token without verifying it, None for what is none."""


@dataclass(frozen=True, slots=True)
class ProviderHint:
    """What one provider is told about whom to sign out: its own ID token, and a `logout_hint`.

    `kept` is where the store of sign-ins has the token: the provider's name in the pool, the user there, and when (ms).
    """

    token: str | None = field(default=None, repr=False)
    logout_hint: str | None = field(default=None, repr=False)
    kept: tuple[str, str, int] | None = None

    @property
    def left_behind(self) -> "ProviderHint | None":
        """The hint without a token that is kept elsewhere, for a cookie that cannot hold it; None for any other."""
        return ProviderHint(None, self.logout_hint, self.kept) if self.token and self.kept else None


def from_claims(
    claims: Mapping[str, Any],
    providers: Iterable[Provider],
    people: Mapping[str, str],
    unverified: Reader,
    *,
    now: int,
    issuers: Collection[str] = (),
) -> dict[str, ProviderHint]:
    """Return the hints that verified claims or a user's attributes hold, by provider: those that its row sends on.

    `people` says who the user is at each provider, `issuers` are those of all providers that the stage file has. A
    token with a flaw that the row does not take counts as absent, and so does a claim that is no token.
    """
    found: dict[str, ProviderHint] = {}
    for provider in providers:
        row = row_of(provider)
        token = _claim(claims, provider.hint) if row.wants_hint else None
        logout_hint = _claim(claims, provider.logout_hint) if row.logout_hint_param else None
        fits = token is not None and TOKEN.fullmatch(token) is not None
        if token and fits:
            found_flaws = flaws(token, provider, people.get(provider.name), unverified, now=now, issuers=issuers)
            fits = found_flaws <= row.takes_hints
        hint = ProviderHint(
            token if fits else None,
            logout_hint if logout_hint and len(logout_hint) <= LONGEST_LOGOUT_HINT else None,
        )
        if hint != ProviderHint():
            found[provider.name] = hint
    return found


def flaws(
    token: str, provider: Provider, user: str | None, unverified: Reader, *, now: int, issuers: Collection[str] = ()
) -> frozenset[Flaw]:
    """Return what is wrong with a hint of `user`; nobody but the provider can read an encrypted one, or verify any."""
    if token.count(".") == DOTS_OF_JWE:
        return frozenset()
    payload = unverified(token)
    if payload is None:
        return frozenset({Flaw.UNREADABLE})
    expires, subject = payload.get("exp"), payload.get("sub")
    expired = isinstance(expires, int | float) and expires <= now
    other = user is not None and isinstance(subject, str) and subject != user
    foreign = _foreign(payload, provider, issuers)
    judged = ((Flaw.EXPIRED, expired), (Flaw.OTHER_USER, other), (Flaw.FOREIGN, foreign))
    return frozenset(flaw for flaw, there in judged if there)


def _foreign(payload: Mapping[str, Any], provider: Provider, issuers: Collection[str]) -> bool:
    """Tell whether another provider issued a token: attributes are overwritten at each sign-in, whoever it comes from.

    An issuer that is not the provider's tells it alone where it is another's of the stage file; else it takes an
    audience, too, that is not Cognito's client there, since some issuers have more than one name.
    """
    issuer, audience = payload.get("iss"), payload.get("aud")
    if not isinstance(issuer, str) or _same(issuer, provider.issuer):
        return False
    if any(_same(issuer, other) for other in issuers):
        return True
    clients = audience if isinstance(audience, list) else [audience]
    return None not in (provider.issuer, provider.client_id, audience) and provider.client_id not in clients


def _same(issuer: str, other: str | None) -> bool:
    return other is not None and issuer.rstrip("/") == other.rstrip("/")


def withheld(claims: Mapping[str, Any], providers: Iterable[Provider]) -> bool:
    """Tell whether a hint lies in a custom attribute that the app client may not read: then only Cognito tells it."""
    wanted = [one for provider in providers for one in _wanted(provider)]
    return any(name.startswith(ATTRIBUTE) and name not in claims for name in wanted)


def unusable(claims: Mapping[str, Any], providers: Iterable[Provider], known: Mapping[str, ProviderHint]) -> bool:
    """Tell whether a claim holds a hint that is not among those that are sent: somebody should look into it."""
    wanting = [one for one in providers if row_of(one).wants_hint and _claim(claims, one.hint)]
    return any(known.get(one.name, ProviderHint()).token is None for one in wanting)


def _wanted(provider: Provider) -> list[str]:
    row = row_of(provider)
    sent = ((provider.hint, row.wants_hint), (provider.logout_hint, row.logout_hint_param is not None))
    return [name for name, wanted in sent if name and wanted]


def _claim(claims: Mapping[str, Any], name: str | None) -> str | None:
    value = claims.get(name) if name else None
    return value if isinstance(value, str) else None


def seal(hints: Mapping[str, ProviderHint], seals: Sealer) -> str:
    """Return the hints as a cookie's value."""
    return seals.seal(Purpose.HINT, pack(hints))


def pack(hints: Mapping[str, ProviderHint]) -> bytes:
    """Return the hints as JSON, for sealing."""
    document = {
        name: [hint.token, hint.logout_hint] if hint.token or not hint.kept else [None, hint.logout_hint, hint.kept]
        for name, hint in hints.items()
    }
    return json.dumps(document, separators=(",", ":")).encode()


def unseal(sealed: str | None, seals: Sealer) -> dict[str, ProviderHint]:
    """Return the hints of a cookie, none when it is missing or cannot be opened: a hint is a help, no need."""
    if sealed is None:
        return {}
    try:
        document = json.loads(seals.open(Purpose.HINT, sealed))
    except SealBroken:
        return {}
    return {name: _unpacked(*parts) for name, parts in document.items()}


def _unpacked(token: str | None, logout_hint: str | None, kept: list[Any] | None = None) -> ProviderHint:
    return ProviderHint(token, logout_hint, None if kept is None else (kept[0], kept[1], kept[2]))
