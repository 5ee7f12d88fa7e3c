"""What does the receipt say of each leg? From the effects and hops that were planned, and how they went."""

from collections.abc import Sequence
from dataclasses import replace

from coordinator.core.deletions import Place, out_of_reach, too_many
from coordinator.core.model import App, Leg, LegReport, Outcome, Reach
from coordinator.core.plan import Effects

COGNITO_COOKIE_SECONDS = 3_600
"""How long Cognito's session cookie lives (Amazon Cognito developer guide, "Quotas", read August 2026)."""

OVER = (Outcome.DONE, Outcome.PENDING, Outcome.FAILED)
BEYOND = "beyond_reach"
"""Why a leg is not attempted: the caller asked for less."""

type Failure = str
type LegReports = tuple[LegReport, ...]


def legs_of(
    plan: Effects,
    global_call: Failure | None,
    revocations: Sequence[Failure],
    denials: Sequence[Failure] = (),
    *,
    now: int,
) -> LegReports:
    """Return the legs of the effects: `tokens`, and `other_sessions` and `revocation_list` where they were asked for.

    A failure is a code, empty for success; `global_call` is None when there was no such call.
    """
    failure = next((code for code in revocations if code), "too_many_tokens" if plan.too_many and revocations else "")
    if failure:
        tokens = LegReport(Leg.TOKENS, Outcome.FAILED, reason=failure)
    elif global_call == "" or revocations:
        tokens = LegReport(Leg.TOKENS, Outcome.DONE)
    else:
        tokens = LegReport(Leg.TOKENS, Outcome.NOT_ATTEMPTED, reason=plan.no_revocation)
    return (tokens, *_other_sessions(plan, global_call, now), *_revocation_list(plan, denials))


def _other_sessions(plan: Effects, global_call: Failure | None, now: int) -> LegReports:
    if global_call == "":
        # Other browsers keep Cognito's own cookie: no call clears it, and it signs in silently while it lives.
        alive_until = now + COGNITO_COOKIE_SECONDS
        return (LegReport(Leg.OTHER_SESSIONS, Outcome.DONE, None, "cognito_cookie_elsewhere", alive_until),)
    if global_call is not None:
        return (LegReport(Leg.OTHER_SESSIONS, Outcome.FAILED, reason=global_call),)
    if plan.no_global_call is None:
        return ()
    untold = plan.no_global_call == "keys_unavailable"
    outcome = Outcome.FAILED if untold else Outcome.NOT_SUPPORTED
    return (LegReport(Leg.OTHER_SESSIONS, outcome, reason=plan.no_global_call),)


def _revocation_list(plan: Effects, denials: Sequence[Failure]) -> LegReports:
    if plan.denials:
        failure = next((code for code in denials if code), plan.no_denial)
        outcome = Outcome.FAILED if failure else Outcome.DONE
        return (LegReport(Leg.REVOCATION_LIST, outcome, reason=failure),)
    if plan.no_denial is None:
        return ()
    untold = plan.no_denial == "keys_unavailable"
    outcome = Outcome.FAILED if untold else Outcome.NOT_ATTEMPTED
    return (LegReport(Leg.REVOCATION_LIST, outcome, reason=plan.no_denial),)


def starting_legs(reach: Reach, providers: Sequence[LegReport] | None, *, now: int) -> tuple[LegReport, ...]:
    """Return the legs of sessions that lie outside the app, before any of them is attempted.

    `providers` are the legs of the known providers, empty for a native user; None means that nobody knows them.
    Under `app` all of this is beyond reach; under `browser` the other sessions are, and the receipt says so.
    """
    cookie_dies = now + COGNITO_COOKIE_SECONDS
    outside = BEYOND if reach is Reach.APP else None
    legs = [] if reach is Reach.EVERYWHERE else [LegReport(Leg.OTHER_SESSIONS, Outcome.NOT_ATTEMPTED, reason=BEYOND)]
    legs.append(LegReport(Leg.COGNITO, Outcome.NOT_ATTEMPTED, reason=outside, alive_until=cookie_dies))
    if providers is None:
        legs.append(LegReport(Leg.PROVIDER, Outcome.NOT_ATTEMPTED, reason=outside or "provider_unknown"))
    elif outside:
        legs += [LegReport(Leg.PROVIDER, Outcome.NOT_ATTEMPTED, leg.provider, outside) for leg in providers]
    else:
        legs += providers
    return tuple(legs)


def app_cookies_leg(
    app: App | None, place: Place, *, departing: bool, arrived: Sequence[tuple[str, str]] = ()
) -> LegReport:
    """Return the leg of the app's cookies: a departure expires them, but those that no page of ours can reach."""
    if app is None or not app.cookies:
        reason = "no_cookies_configured" if app else "app_unknown"
        return LegReport(Leg.APP_COOKIES, Outcome.NOT_ATTEMPTED, reason=reason)
    if out_of_reach(app, place):
        return LegReport(Leg.APP_COOKIES, Outcome.NOT_SUPPORTED, reason="cookies_out_of_reach")
    if too_many(app, place, arrived):
        return LegReport(Leg.APP_COOKIES, Outcome.FAILED, reason="too_many_cookies")
    return LegReport(Leg.APP_COOKIES, Outcome.DONE if departing else Outcome.NOT_ATTEMPTED)


def with_life(legs: LegReports, alive_until: int | None, *, now: int) -> LegReports:
    """Add to the leg of the tokens until when they still verify where nobody asks Cognito."""
    if alive_until is None or alive_until <= now:
        return legs
    return tuple(replace(leg, alive_until=alive_until) if leg.leg is Leg.TOKENS else leg for leg in legs)


def dead_tokens(plan: Effects, done: LegReports) -> tuple[str, ...]:
    """Return the refresh tokens that the effects ended: all or, when one could not be revoked, none for certain."""
    revoked = any(leg.leg is Leg.TOKENS and leg.outcome is Outcome.DONE for leg in done)
    return tuple(act.token for act in plan.revocations) if revoked else ()


def carried(legs: LegReports, plan: Effects) -> LegReports:
    """Return the legs that are over before the browser goes on: those of acts that were tried."""
    tried = {Leg.TOKENS} | ({Leg.OTHER_SESSIONS} if plan.global_call else set())
    tried |= {Leg.REVOCATION_LIST} if plan.denials else set()
    return tuple(leg for leg in legs if leg.leg in tried and leg.outcome in OVER)
