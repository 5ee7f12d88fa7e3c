"""How did this person come in? The store of sign-ins is asked while the effects run, for hints and for the hop."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from coordinator import hints
from coordinator.core import sign_ins
from coordinator.core.model import Provider, Reach
from coordinator.core.sign_ins import Account, CameIn, SignIn
from coordinator.deadline import Call, Deadline, side_by_side
from coordinator.dependencies import Dependencies
from coordinator.errors import CoordinatorError
from coordinator.gather import Gathered
from coordinator.providers.hops import row_of
from coordinator.providers.row import Flaw
from coordinator.route import Hints

SECONDS = 1.0
"""How long an answer is worth waiting for, from when it was asked for: mostly the effects take longer."""
MOST_ACCOUNTS = 5
"""Accounts of one user that are asked about (Amazon Cognito developer guide, "Quotas": linked identities)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is being asked: the last sign-in of each account, as of when the session began."""

    came_in: CameIn
    calls: Mapping[Account, Call[SignIn | None]]
    ends: float

    @property
    def names(self) -> frozenset[str]:
        """The providers whose hints may still come."""
        return frozenset(account.name for account in self.calls)


def may_be_told(gathered: Gathered, deps: Dependencies) -> frozenset[str]:
    """Return the providers whose hints may be remembered, for a request that is not yet to leave."""
    came_in = gathered.came_in if deps.sign_ins else None
    return frozenset(account.name for account in _wanted(gathered, came_in, deps)) if came_in else frozenset()


def begin(gathered: Gathered, deps: Dependencies) -> Reading | None:
    """Begin to ask, where a hint or the choice of a hop depends on it; nothing waits for it yet."""
    came_in = gathered.came_in if deps.sign_ins else None
    accounts = _wanted(gathered, came_in, deps) if came_in else ()
    if deps.sign_ins is None or came_in is None or not accounts:
        return None
    until = sign_ins.until(came_in.began)
    ends = time.monotonic() + SECONDS
    calls = {one: Call(partial(deps.sign_ins.latest, one.provider, one.subject or "", until)) for one in accounts}
    return Reading(came_in, calls, ends)


def _wanted(gathered: Gathered, came_in: CameIn, deps: Dependencies) -> Sequence[Account]:
    """Return whom to ask about: all accounts where the hop depends on it, else those whose hint is remembered."""
    visited = gathered.providers or ()
    if gathered.asked.reach is Reach.APP or len(came_in.accounts) > MOST_ACCOUNTS:
        return ()
    told = [one for one in came_in.accounts if one.subject is not None]
    if len(visited) > 1 and len(told) == len(came_in.accounts):
        return told
    named = [deps.settings.providers[name] for name in visited if name in deps.settings.providers]
    wanting = {one.name for one in named if _asks(one)}
    return [one for one in told if one.name in wanting]


def _asks(provider: Provider) -> bool:
    """Tell whether a hint of a provider is remembered that its row sends on."""
    row = row_of(provider)
    sent = (("hint", row.wants_hint), ("logout_hint", row.logout_hint_param is not None))
    return any(name in provider.remembered and wanted for name, wanted in sent)


def finish(reading: Reading, gathered: Gathered, known: Hints, deps: Dependencies) -> tuple[Gathered, Hints]:
    """Return what was gathered with the provider of this time, and all hints that are known now.

    What failed or came too late is unknown: the rest goes on without it.
    """
    results = {one: call.result(max(0.0, reading.ends - time.monotonic())) for one, call in reading.calls.items()}
    told = {one: result for one, result in results.items() if not isinstance(result, CoordinatorError)}
    if len(told) < len(results):
        deps.audit.notice("sign_ins_unavailable")
    newest: dict[str, SignIn | None] = {}
    for account, found in told.items():
        earlier = newest.get(account.name)
        newest[account.name] = found if earlier is None or (found and found.at > earlier.at) else earlier
    if len(told) == len(reading.came_in.accounts):
        gathered = replace(gathered, this_time=sign_ins.this_time(newest, reading.came_in.began))
    live = reading.came_in.live_until > deps.now()
    remembered = _hints(newest, gathered, deps, live=live)
    return gathered, {**known, **{name: _merged(known.get(name), one) for name, one in remembered.items()}}


def recalled(known: Hints, provider: str | None, deps: Dependencies) -> Hints:
    """Return the hints with the token that the hop to a provider needs, where only its place was carried along."""
    hint = known.get(provider or "")
    if provider is None or hint is None or hint.token or hint.kept is None or deps.sign_ins is None:
        return known
    name, subject, at = hint.kept
    found = side_by_side([partial(deps.sign_ins.latest, name, subject, at)], Deadline(SECONDS))[0]
    if isinstance(found, CoordinatorError):
        deps.audit.notice("sign_ins_unavailable")
        return known
    token = found.id_token if found and found.at == at else None
    return {**known, provider: replace(hint, token=token)}


def _hints(found: Mapping[str, SignIn | None], gathered: Gathered, deps: Dependencies, *, live: bool) -> Hints:
    """Return the remembered hints that are sent: each as if it lay in two claims of these names."""
    known: dict[str, hints.ProviderHint] = {}
    people = {one.name: one.subject for one in (gathered.came_in.accounts if gathered.came_in else ()) if one.subject}
    issuers = [one.issuer for one in deps.settings.providers.values() if one.issuer]
    for name in gathered.providers or ():
        sign_in, provider = found.get(name), deps.settings.providers.get(name)
        if sign_in is None or provider is None:
            continue
        asked = replace(
            provider,
            hint="id_token" if "hint" in provider.remembered else None,
            logout_hint="login_hint" if "logout_hint" in provider.remembered else None,
        )
        claims = {"id_token": sign_in.id_token, "login_hint": sign_in.login_hint}
        if not live and not _is_dead(sign_in.id_token, asked, deps):
            claims["id_token"] = None
        told = hints.from_claims(claims, [asked], people, deps.tokens.unverified, now=deps.now(), issuers=issuers)
        if hints.unusable(claims, [asked], told):
            deps.audit.notice("hint_unusable")
        place = (sign_in.provider, sign_in.subject, sign_in.at)
        known |= {name: replace(hint, kept=place if hint.token else None) for name, hint in told.items()}
    return known


def _is_dead(token: str | None, provider: Provider, deps: Dependencies) -> bool:
    """Tell whether a provider's token has expired: an expired token of the pool, found in some log, opens no other."""
    now = deps.now()
    return token is not None and Flaw.EXPIRED in hints.flaws(token, provider, None, deps.tokens.unverified, now=now)


def _merged(known: hints.ProviderHint | None, remembered: hints.ProviderHint) -> hints.ProviderHint:
    if known is None:
        return remembered
    if remembered.token is None:
        remembered = replace(remembered, token=known.token, kept=known.kept)
    return replace(remembered, logout_hint=remembered.logout_hint or known.logout_hint)
