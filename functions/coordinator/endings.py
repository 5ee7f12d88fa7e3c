"""What a provider's word ends: the sign-ins through one session there, or all that a user of the pool has."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from coordinator import effects, postpone
from coordinator.core import identity, retry, signals
from coordinator.core.denials import Denial
from coordinator.core.legs import LegReports
from coordinator.core.model import Leg, LegReport, Outcome, Provider, Reach, Trail, User
from coordinator.core.sign_ins import SignIn, usual_username
from coordinator.core.signals import Ending, Signal
from coordinator.deadline import Deadline, side_by_side
from coordinator.dependencies import Dependencies, SignIns
from coordinator.effects import Ran
from coordinator.errors import CoordinatorError, EffectFailed, Refused
from coordinator.retrying import denied

FINDING_SECONDS = 3.0
"""How long finding the user may take: it is the first call to Cognito, and the AWS SDK is imported for it."""
IN_TIME_SECONDS = 45
"""How old a token may be whose global sign-out the queue can still make within its minute."""


def is_of_session(signal: Signal, provider: Provider) -> bool:
    """Whether it is one session at the provider that has ended, and not the person who left."""
    return signal.sid is not None and provider.backchannel == "session"


def of(signal: Signal, provider: Provider, trail: Trail, deps: Dependencies, deadline: Deadline) -> Ending:
    """End it; raises Refused where something that must be known could not be had: then nothing was done."""
    sign_ins = _through(signal, provider, deps, deadline) if signal.sid else ()
    if not is_of_session(signal, provider):
        subject = signal.subject or next((one.subject for one in sign_ins), None)
        user = _user(provider, subject, deps, deadline) if subject else None
        return _user_ended(user, signal, trail, deps, deadline) if user else Ending(reason="unknown_user")
    mine: dict[str, list[SignIn]] = {}
    for one in sign_ins:
        if one.at // 1_000 <= signal.issued_at:
            mine.setdefault(one.subject, []).append(one)
    if deps.sign_ins is None or not mine:
        return Ending(reason="unknown_session")
    too_many = sum(map(len, mine.values())) > signals.MOST_SIGN_INS
    denials: list[Denial] = []
    subjects = []
    for subject, some in mine.items():
        if user := _user(provider, subject, deps, deadline):
            seconds = () if too_many else _seconds(some, signal, deps.sign_ins, deadline)
            denials += signals.of_sign_ins(user.subject, seconds, _days(deps))
            denials += [signals.of_whole(user.subject, _days(deps), signal)] if too_many else []
            subjects.append(user.subject)
    if not subjects:
        return Ending(reason="unknown_user")
    trail = replace(trail, subject=subjects[0], reach=Reach.BROWSER)
    reason = "too_many_sign_ins" if too_many else None
    return Ending(_denied(denials, reason, trail, deps, deadline), subject=subjects[0])


def _through(signal: Signal, provider: Provider, deps: Dependencies, deadline: Deadline) -> Sequence[SignIn]:
    """Return what came in through the session of the token; raises Refused where that is another person's."""
    if deps.sign_ins is None or signal.sid is None:
        return ()
    found = _known(partial(deps.sign_ins.through, provider.name, signal.sid), deadline)
    mine = [one for one in found if signal.subject in (None, one.subject)]
    if found and not mine:
        raise Refused("invalid_request", "sid names the session of somebody else than sub")
    return mine


def _seconds(sign_ins: Sequence[SignIn], signal: Signal, store: SignIns, deadline: Deadline) -> set[int]:
    """Return the seconds that tokens out of these sign-ins of one person may name as their beginning."""
    provider, subject, times = sign_ins[0].provider, sign_ins[0].subject, [one.at for one in sign_ins]
    others = [
        at for span in signals.spans(times) for at in _known(partial(store.between, provider, subject, *span), deadline)
    ]
    windows = [signals.window(at, others, signal.issued_at) for at in times]
    return {second for window in windows for second in window}


def _denied(
    denials: Sequence[Denial], reason: str | None, trail: Trail, deps: Dependencies, deadline: Deadline
) -> LegReports:
    """Write denials; `reason` is what is said of them when they are written."""
    if deps.deny is None:
        return (LegReport(Leg.REVOCATION_LIST, Outcome.NOT_SUPPORTED, reason="no_revocation_list"),)
    with postpone.made_ready(deps):
        results = denied(denials, deps.deny, postpone.in_time(deps, deadline))
    failures = [result for result in results if isinstance(result, EffectFailed)]
    final = next((one.kind for one in failures if not one.retryable), None)
    failed = final or next((one.kind for one in failures), None)
    leg = LegReport(Leg.REVOCATION_LIST, Outcome.FAILED if failed else Outcome.DONE, reason=failed or reason)
    again = tuple(one for one, result in zip(denials, results, strict=True) if retry.passes(result))
    undone = retry.Undone(denials=again, denials_told=bool(again) and final is not None)
    return postpone.postponed(Ran((leg,), {}, undone), trail, deps.now(), deps, deadline)


def _user_ended(user: User, signal: Signal, trail: Trail, deps: Dependencies, deadline: Deadline) -> Ending:
    now = deps.now()
    planned = signals.of_user(user, _days(deps), signal, now, listed=deps.deny is not None)
    if planned.global_call is None and not planned.denials:
        return Ending(reason="no_revocation_list", subject=user.subject)
    with postpone.made_ready(deps):
        ran = effects.run(planned, (), deps, postpone.in_time(deps, deadline))
    if now - signal.issued_at > IN_TIME_SECONDS:
        ran = replace(ran, undone=replace(ran.undone, username=None))
    trail = replace(trail, subject=user.subject, reach=Reach.EVERYWHERE)
    # The queue gives up what was asked for long ago, and a lenient provider's token may be days old: a denial says by
    # itself what it is for, a global sign-out is for its own minute.
    since = signal.issued_at if ran.undone.username else now
    legs = postpone.postponed(ran, trail, since, deps, deadline)
    return Ending(tuple(leg for leg in legs if leg.leg is not Leg.TOKENS), subject=user.subject)


def _user(provider: Provider, subject: str, deps: Dependencies, deadline: Deadline) -> User | None:
    """Return the user of the pool who is this very person there, None when the pool has none.

    Anybody may call himself `Okta_123` in some pools, and some take upper and lower case for the same: only what the
    user's own `identities` say counts. A name that was remembered may be another's by now: who was linked to it is not
    any more, and came in again as a user of his own.
    """
    name = _known(partial(deps.sign_ins.username, provider.name, subject), deadline) if deps.sign_ins else None
    usual = usual_username(provider.name, subject)
    for wanted in dict.fromkeys((name or usual, usual)):
        (found,) = side_by_side([partial(deps.cognito.find_user, wanted)], deadline, FINDING_SECONDS)
        if isinstance(found, CoordinatorError):
            raise Refused("temporarily_unavailable", "Cognito did not say who that is", "later") from found
        if found is not None and identity.is_known_as(found.attributes, provider.name, subject):
            return found
    return None


def _known[T](work: Callable[[], T], deadline: Deadline) -> T:
    """Return what the store of sign-ins says; raises Refused when it says nothing."""
    (found,) = side_by_side([work], deadline)
    if isinstance(found, CoordinatorError):
        raise Refused("logout_failed", "how people came in could not be read; send the token again", "later") from found
    return found


def _days(deps: Dependencies) -> int:
    return deps.settings.longest_refresh_days
