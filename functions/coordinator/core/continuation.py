"""A logout that waits for the browser: what a ticket or a confirmation carries until it comes back."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields, replace
from hashlib import sha256
from typing import Any

from coordinator.core import packing
from coordinator.core.journey import pack_legs, unpack_legs
from coordinator.core.model import Leg, LegReport, Reach
from coordinator.core.parameters import Parameters
from coordinator.core.receipt import merge
from coordinator.core.sign_ins import Account, CameIn

CARRIED = ("client_id", "post_logout_redirect_uri", "state", "identity_provider", "logout_hint", "ui_locales")
"""The parameters that travel on; tokens never do, but for the hint in a confirmation, which is no URL."""
PLAIN = ("logout_id", "linked", "subject", "origin", "nonce", "revoked", "global_tried", "unrevoked")
"""What is written down as it is."""


@dataclass(frozen=True, slots=True)
class Continuation:
    """What was asked and what was done so far.

    `linked` are the providers of the verified token, None when there was none. `origin` is the page that a ticket was
    issued to, `nonce` the browser that a confirmation was shown to. `revoked` are fingerprints of the refresh tokens
    that are dead already, and `global_tried` says that a global sign-out was tried: no effect is done twice.
    `unrevoked` are fingerprints of those that could not be revoked. `came_in` is how the person of the verified token
    came in, where that is remembered.
    """

    logout_id: str
    asked: Parameters
    legs: tuple[LegReport, ...] = ()
    linked: tuple[str, ...] | None = None
    subject: str | None = None
    origin: str | None = None
    nonce: str | None = field(default=None, repr=False)
    revoked: tuple[str, ...] = ()
    global_tried: bool = False
    unrevoked: tuple[str, ...] = ()
    came_in: CameIn | None = None


def fingerprint(token: str) -> str:
    """Return 64 bits of a token's hash: enough to know it again, nothing to use it by."""
    return sha256(token.encode()).hexdigest()[:16]


def extended(earlier: Continuation | None, now: Continuation) -> Continuation:
    """Return what waits `now` with the acts of `earlier`: a person may be asked after a call by `fetch`, too."""
    if earlier is None:
        return now
    return replace(
        now,
        legs=merge(earlier.legs, now.legs),
        revoked=(*earlier.revoked, *now.revoked),
        unrevoked=(*earlier.unrevoked, *now.unrevoked),
        global_tried=earlier.global_tried or now.global_tried,
    )


def about(waiting: Continuation | None, subject: str | None) -> Continuation | None:
    """Return what waited without the acts that were done for somebody else than `subject`."""
    if waiting is None or waiting.subject in (None, subject):
        return waiting
    return replace(waiting, legs=(), global_tried=False)


def superseded(waiting: Continuation | None, again: Iterable[str]) -> Continuation | None:
    """Return what waited without the failure of tokens that are all tried `again` now: the new outcome will say it."""
    if waiting is None or not waiting.unrevoked or not set(waiting.unrevoked) <= {fingerprint(one) for one in again}:
        return waiting
    return replace(waiting, legs=tuple(leg for leg in waiting.legs if leg.leg is not Leg.TOKENS))


def not_revoked(tokens: Iterable[str], waiting: Continuation | None) -> tuple[str, ...]:
    """Return the refresh tokens that this logout has not revoked before."""
    dead = waiting.revoked if waiting else ()
    return tuple(token for token in tokens if fingerprint(token) not in dead)


def without_tokens(asked: Parameters) -> Parameters:
    """Return the parameters that a ticket may carry."""
    return replace(asked, id_token_hint=None, refresh_token=None, access_token=None, confirm=None, ticket=None)


def pack(continuation: Continuation) -> bytes:
    """Return the continuation as compressed JSON, for sealing; refresh and access tokens are left out."""
    asked = {name: value for name, value in asdict(continuation.asked).items() if name in (*CARRIED, "id_token_hint")}
    document = {
        "asked": {name: value for name, value in asked.items() if value is not None},
        "reach": continuation.asked.reach.value,
        "legs": pack_legs(continuation.legs),
        **({"came_in": _pack_came_in(continuation.came_in)} if continuation.came_in else {}),
        **{name: getattr(continuation, name) for name in PLAIN},
    }
    return packing.pack(document)


def unpack(packed: bytes) -> Continuation:
    """Return what `pack` wrote; only what a seal has kept may be given."""
    document = packing.unpack(packed)
    linked = document["linked"]
    known = {one.name for one in fields(Parameters)}
    asked = {name: value for name, value in document["asked"].items() if name in known}
    return Continuation(
        logout_id=document["logout_id"],
        asked=Parameters(reach=Reach(document["reach"]), **asked),
        legs=unpack_legs(document["legs"]),
        linked=None if linked is None else tuple(linked),
        subject=document["subject"],
        origin=document["origin"],
        nonce=document["nonce"],
        revoked=tuple(document["revoked"]),
        global_tried=document["global_tried"],
        unrevoked=tuple(document["unrevoked"]),
        came_in=_unpack_came_in(document.get("came_in")),
    )


def _pack_came_in(came_in: CameIn) -> Any:
    accounts = [[one.name, one.provider, one.subject] for one in came_in.accounts]
    return [accounts, came_in.began, came_in.live_until]


def _unpack_came_in(packed: Any) -> CameIn | None:
    if packed is None:
        return None
    accounts, began, live_until = packed
    return CameIn(tuple(Account(*one) for one in accounts), began, live_until)
