"""How people came in: what is kept of a sign-in, and which of the kept ones a token comes from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import quote

from coordinator.core.denials import DAY

SLACK = 1
"""Seconds that a token's `auth_time` may lie before its sign-in: two clocks, and a time that is cut to seconds."""
LONGEST_WAY = 8
"""Seconds from a sign-in to the `auth_time` of its tokens: what the trigger may take, and the app with its code."""
COGNITO_COOKIE_SECONDS = 3_600
"""For how long Cognito's cookie signs people in without a visit to the provider (Amazon Cognito developer guide,
"Quotas", read August 2026)."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """One sign-in of `subject` through `provider`, as the user `username` of the pool, by an app client.

    `at` is when it was, in ms since the epoch. `id_token` is the provider's own token, `sid` its session there,
    `login_hint` what it wants to be told of the person again; each is None where the provider gave none.
    """

    provider: str
    subject: str
    username: str
    client_id: str
    at: int
    sid: str | None = field(default=None, repr=False)
    login_hint: str | None = field(default=None, repr=False)
    id_token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Account:
    """Who somebody is at a provider: its name in the stage file, its name in the pool, and the user's id there.

    `subject` is None where the token names two.
    """

    name: str
    provider: str
    subject: str | None


@dataclass(frozen=True, slots=True)
class CameIn:
    """What a verified ID token says of its sign-in: by which of these accounts, and when it `began` (s).

    `live_until` (s) is when the last of the verified tokens of this person expires.
    """

    accounts: tuple[Account, ...]
    began: int
    live_until: int


def until(began: int) -> int:
    """Return the last moment (ms) in which a sign-in of a session that `began` in a second (s) may have been kept."""
    return (began + SLACK + 1) * 1_000 - 1


def this_time(found: Mapping[str, SignIn | None], began: int) -> str | None:
    """Return through which provider a session that `began` (s) came in, None when nobody knows.

    `found` are the last sign-ins up to then, by provider. Beyond the life of Cognito's cookie none of them counts: then
    it was none that we know of, such as one by password.
    """
    known = {name: one.at for name, one in found.items() if one is not None}
    newest = max(known.values(), default=None)
    if newest is None or newest < (began - COGNITO_COOKIE_SECONDS - LONGEST_WAY) * 1_000:
        return None
    names = [name for name, at in known.items() if at == newest]
    return names[0] if len(names) == 1 else None


def expires(at: int, days: int) -> int:
    """Return until when, in seconds since the epoch, a sign-in at `at` (ms) matters, by refresh tokens of `days` days.

    What the last refresh gives lives another day.
    """
    return at // 1_000 + days * DAY + DAY


def of_person(provider: str, subject: str) -> str:
    """Return the key of a person's sign-ins. No name of a provider can run into what follows it."""
    return f"user/{quote(provider, safe='')}/{subject}"


def of_session(provider: str, sid: str) -> str:
    """Return the key of what came in through one session at a provider, which is not told from it."""
    return f"sid/{quote(provider, safe='')}/{sha256(sid.encode()).hexdigest()}"


def of_link(provider: str, subject: str) -> str:
    """Return the key of which user of the pool a person is."""
    return f"link/{quote(provider, safe='')}/{subject}"


def usual_username(provider: str, subject: str) -> str:
    """Return what Cognito calls a user who is linked to no other (developer guide, "Adding user pool sign-in through a
    third party", read November 2026)."""
    return f"{provider}_{subject}"


def pack(sign_in: SignIn, expires: int) -> bytes:
    """Return what is sealed of a sign-in, bound to whose and when it was: moved to another it says nothing."""
    secret = (sign_in.sid, sign_in.login_hint, sign_in.id_token)
    return json.dumps([*_about(sign_in), expires, *secret], separators=(",", ":")).encode()


def unpack(content: bytes, sign_in: SignIn, now: int) -> SignIn | None:
    """Return the sign-in with what was sealed of it, None when that is another's or `now` (s) has expired."""
    provider, subject, at, expires, sid, login_hint, id_token = json.loads(content)
    if (provider, subject, at) != _about(sign_in) or expires <= now:
        return None
    return SignIn(provider, subject, sign_in.username, sign_in.client_id, at, sid, login_hint, id_token)


def _about(sign_in: SignIn) -> tuple[str, str, int]:
    return sign_in.provider, sign_in.subject, sign_in.at
