"""Was it we who asked the provider to end this session? What is noted of our own hops, and which tokens they answer."""

from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import quote

from coordinator.core.denials import Hop, Kept

if TYPE_CHECKING:
    from coordinator.core.signals import Signal

SECONDS = 300
"""How long after the hop a logout token may be its echo."""


def opened(provider: str, subject: str, sid: str | None, now: int) -> tuple[Hop, ...]:
    """Return what is noted of a hop that a person takes: a token names the person, the session, or both."""
    hashed = _hashed(sid) if sid else None
    of_person = Hop(_of_person(provider, subject), now + SECONDS, hashed)
    return (of_person, Hop(_of_session(provider, hashed), now + SECONDS, hashed)) if hashed else (of_person,)


def key(provider: str, signal: "Signal") -> str:
    """Return where the note lies that a token may be the echo of."""
    if signal.subject is not None:
        return _of_person(provider, signal.subject)
    return _of_session(provider, _hashed(str(signal.sid)))


def echo(provider: str, signal: "Signal", listed: Mapping[str, Kept], now: int) -> str | None:
    """Return the key of the note that answers for a token, None when there is none.

    One note answers for one token: else who holds an old token of a person could keep the provider's word from us for
    ever, by one sign-out after the other. Two different sessions are two matters.
    """
    where = key(provider, signal)
    kept = listed.get(where)
    if kept is None or kept.expires <= now or kept.used not in (None, signal.key):
        return None
    differ = kept.sid is not None and signal.sid is not None and kept.sid != _hashed(signal.sid)
    return None if differ else where


def _of_person(provider: str, subject: str) -> str:
    return f"hop/{quote(provider, safe='')}/{_hashed(subject)}"


def _of_session(provider: str, hashed: str) -> str:
    return f"hop/{quote(provider, safe='')}/sid/{hashed}"


def _hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()
