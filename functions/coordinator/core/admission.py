"""Is a verified access token still good for a call? Expired and ended ones are not."""

from collections.abc import Mapping
from enum import StrEnum

from coordinator.core import denials
from coordinator.core.denials import Kept
from coordinator.core.model import Claims

LONGEST_CACHE = 300
"""Seconds for which what was not on the list may pass unasked: as long as API Gateway's own cache usually lasts."""


class Refusal(StrEnum):
    """Why a token is refused: for whoever operates this, never for the caller, who learns only that it is."""

    INVALID = "invalid"
    EXPIRED = "expired"
    ENDED = "ended"


def refusal(claims: Claims, listed: Mapping[str, Kept], now: int) -> Refusal | None:
    """Return why a verified token is refused, as far as `listed` shows the revocation list; None when it is good.

    `now` is in seconds since the epoch. A token is dead from the second of its `exp` (RFC 7519 section 4.1.4).
    """
    if claims.expires <= now:
        return Refusal.EXPIRED
    return Refusal.ENDED if denials.refuses(claims, listed, now) else None
