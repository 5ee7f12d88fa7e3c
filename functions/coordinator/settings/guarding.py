"""How the authorizer decides: what an operator may choose, each mistake named."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from coordinator.core.admission import LONGEST_CACHE

NAMES = ("AUTHORIZER_CLIENT_IDS", "AUTHORIZER_CACHE_SECONDS", "AUTHORIZER_WHEN_DOWN")


@dataclass(frozen=True, slots=True)
class Guarding:
    """`client_ids` are believed beside those of the apps, such as clients without users.

    `cache_seconds` is how long what was not on the list passes unasked; `when_down` is what becomes of users' tokens
    while nobody can ask.
    """

    client_ids: tuple[str, ...] = ()
    cache_seconds: int = 0
    when_down: Literal["closed", "open"] = "closed"


def read(environment: Mapping[str, str], problems: list[str]) -> Guarding:
    """Return what is chosen; what is not said is the default."""
    listed = environment.get("AUTHORIZER_CLIENT_IDS", "").split(",")
    seconds = environment.get("AUTHORIZER_CACHE_SECONDS") or "0"
    if not (seconds.isascii() and seconds.isdigit() and int(seconds) <= LONGEST_CACHE):
        problems.append(f"AUTHORIZER_CACHE_SECONDS: must be a whole number from 0 to {LONGEST_CACHE}")
        seconds = "0"
    when_down = environment.get("AUTHORIZER_WHEN_DOWN") or "closed"
    if when_down not in ("closed", "open"):
        problems.append("AUTHORIZER_WHEN_DOWN: must be closed or open")
    return Guarding(
        client_ids=tuple(one.strip() for one in listed if one.strip()),
        cache_seconds=int(seconds),
        when_down="open" if when_down == "open" else "closed",
    )
