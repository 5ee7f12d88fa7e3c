"""Gather, decide, do: the only place where decisions and side effects meet."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hmac import compare_digest

from coordinator import cookie_budget, effects, own_hops, planning, postpone, prospects, remembering, route, travel
from coordinator.core import continuation, intent, parameters, plan, receipt
from coordinator.core.continuation import Continuation
from coordinator.core.legs import app_cookies_leg, carried, dead_tokens, with_life
from coordinator.core.model import Leg, LegReport, Outcome, Provider, Purpose, Trail
from coordinator.deadline import Deadline
from coordinator.dependencies import Dependencies
from coordinator.errors import Refused, SealBroken
from coordinator.gather import Gathered, gather
from coordinator.providers.hops import fixed_endpoint
from coordinator.web.request import CONFIRMATION_COOKIE, AskFirst, Called, OwnCookie, Reply, Request

NONCE = re.compile(r"[A-Za-z0-9_-]{32}")
"""What we draw for a confirmation: a second tab shares the first one's."""


@dataclass(frozen=True, slots=True)
class Logout:
    """One request to log out, made at `requested_at` (seconds since the epoch), with what it needs of the world."""

    request: Request
    deps: Dependencies
    deadline: Deadline
    requested_at: int

    def requested(self, body: tuple[tuple[str, str], ...]) -> Reply:
        """Answer `GET` and `POST /logout`; raises Refused before any effect."""
        if not intent.is_navigation(self.request.evidence, self.deps.settings.origins, self.request.origin):
            raise Refused("not_a_navigation", "only a navigation, or a fetch by a page of a configured app, logs out")
        asked = parameters.read(self.request.query, body)
        if asked.confirm is not None:
            return self._confirmed(asked.confirm)
        gathered = gather(self.request, asked, None, self.deps, self.deadline)
        intended = intent.shown(gathered.app, self.request.evidence, gathered.tokens, asked.reach)
        return self._decide_and_do(gathered, intended=intended)

    def started(self) -> Reply:
        """Answer `GET /logout/start`: the navigation that follows a call by `fetch`; raises Refused.

        It goes on by itself only when it comes from the page that the ticket was issued to.
        """
        evidence = self.request.evidence
        if evidence.dest not in (None, "document"):
            raise Refused("not_a_navigation", "only a navigation goes on with a logout")
        waiting = self._open(Purpose.TICKET, parameters.read(self.request.query, ()).ticket)
        return self._resume(waiting, confirmed=False)

    def _confirmed(self, sealed: str) -> Reply:
        """Go on with what the person was asked about, if the answer comes from the browser that was asked."""
        waiting = self._open(Purpose.CONFIRMATION, sealed)
        nonce = (self.request.cookie(CONFIRMATION_COOKIE) or "").encode()
        elsewhere = self.request.method != "POST" or self.request.evidence.site not in (None, "same-origin")
        if not elsewhere and (begun := travel.begun_before(self.request, waiting.logout_id, self.deps)):
            return begun  # a second click, while the first one's journey is under way
        if elsewhere or not waiting.nonce or not compare_digest(nonce, waiting.nonce.encode()):
            raise Refused("invalid_request", "the confirmation was shown to another browser", "too_old")
        reply = self._resume(waiting, confirmed=True)
        return replace(reply, own_cookies=(*reply.own_cookies, OwnCookie(CONFIRMATION_COOKIE)))

    def _open(self, purpose: Purpose, sealed: str | None) -> Continuation:
        try:
            return continuation.unpack(self.deps.seals.open(purpose, sealed or ""))
        except SealBroken as error:
            description = f"the {purpose} is missing, too old, or none of ours"
            raise Refused("invalid_request", description, "too_old") from error

    def _resume(self, waiting: Continuation, *, confirmed: bool) -> Reply:
        same = replace(self, request=replace(self.request, logout_id=waiting.logout_id))
        gathered = gather(same.request, waiting.asked, waiting, self.deps, self.deadline)
        evidence = self.request.evidence
        unasked = intent.still_shown(gathered.app, waiting.origin, waiting.subject, evidence, gathered.tokens)
        return same._decide_and_do(gathered, intended=confirmed or unasked)

    def _decide_and_do(self, gathered: Gathered, *, intended: bool) -> Reply:
        """Do what may be done now, then send the browser on, hand out a ticket, or ask."""
        gathered = gathered if intended else gathered.without_ambient()
        earlier = continuation.about(gathered.waiting, gathered.subject)
        trail = Trail(self.request.logout_id, gathered.asked.reach, gathered.app, gathered.subject)
        cookie_budget.refuse_what_no_cookie_holds(trail, gathered, self.deps)
        self.deps.audit.step(trail, "requested")
        by_fetch = self.request.wants_json and self.request.evidence.site != "same-origin"
        departing = intended and not by_fetch
        if departing:
            known = prospects.hints_now(gathered, self.deps, self.deadline)
        else:
            known = prospects.hints_of_next_request(gathered, self.deps, by_fetch=by_fetch)
        if intended and not known:
            known = travel.hints_under_way(self.request, gathered.subject, self.deps)
        reading = remembering.begin(gathered, self.deps) if departing else None
        coming = reading.names if reading else remembering.may_be_told(gathered, self.deps)
        outside = prospects.legs_outside(gathered, known, self.deps, departing=departing, coming=coming)
        bound_for = route.bound_for(outside, self.deps.settings.providers, known) if departing else ()
        planned = planning.planned(gathered, earlier, self.requested_at, self.deps, intended=intended)
        earlier = continuation.superseded(earlier, [act.token for act in planned.revocations])
        before = earlier.legs if earlier else ()
        notes = own_hops.notes(gathered, known, self.deps) if intended and not reading else ()
        acts, endpoints = self._do(planned, gathered, trail, bound_for, before, notes)
        if reading:  # which went on beside the effects, and may leave fewer to visit than were looked up
            gathered, known = remembering.finish(reading, gathered, known, self.deps)
            outside = prospects.legs_outside(gathered, known, self.deps, departing=departing)
            bound_for = route.bound_for(outside, self.deps.settings.providers, known)
            own_hops.take(own_hops.notes(gathered, known, self.deps), self.deps, self.deadline)
        legs = receipt.merge(before, (*outside, *acts))
        if not departing:
            waiting = continuation.extended(earlier, self._waiting(gathered, acts, planned))
            return self._ask_or_answer(gathered, legs, waiting, intended=intended)
        hops, missed = route.hops(gathered.asked.reach, bound_for, endpoints, self.deps.random)
        expired = app_cookies_leg(gathered.app, self.request.place, departing=True, arrived=self.request.cookies)
        self.deps.audit.count(expired)
        legs = receipt.merge(legs, (*missed, expired))
        self._report(trail, [leg for leg in legs if leg.leg is Leg.PROVIDER], "hop")
        if any(leg.reason == "not_configured" for leg in legs):
            self.deps.audit.notice("provider_not_configured")
        begun = replace(cookie_budget.blank(trail, gathered), hops=hops, legs=legs)
        return travel.depart(self.request, begun, known, trail, self.deps)

    def _do(
        self,
        acts: plan.Effects,
        gathered: Gathered,
        trail: Trail,
        bound_for: Sequence[Provider],
        before: Sequence[LegReport],
        notes: effects.Works,
    ) -> tuple[tuple[LegReport, ...], effects.Endpoints]:
        """Carry out the effects, and find out meanwhile where the providers end their sessions.

        The audit says what became of a leg in all: what failed `before` in this logout is not done by another token.
        """
        lookups = [provider for provider in bound_for if fixed_endpoint(provider) is None]
        with postpone.made_ready(self.deps):
            ran = effects.run(acts, lookups, self.deps, postpone.in_time(self.deps, self.deadline), notes)
        reports = postpone.postponed(ran, trail, self.requested_at, self.deps, self.deadline)
        reports = with_life(reports, gathered.tokens_live_until, now=self.deps.now())
        tried = {report.leg for report in reports if report.outcome is not Outcome.NOT_ATTEMPTED}
        self._report(trail, [leg for leg in receipt.merge(before, reports) if leg.leg in tried], "effect")
        return reports, ran.endpoints

    def _report(self, trail: Trail, reports: Iterable[LegReport], step: str) -> None:
        """Write the audit events of what was done, or could not be; what is still to come has its own later."""
        for report in reports:
            if report.outcome is not Outcome.NOT_ATTEMPTED:
                self.deps.audit.step(trail, step, report)

    def _waiting(self, gathered: Gathered, reports: tuple[LegReport, ...], acts: plan.Effects) -> Continuation:
        done = carried(reports, acts)
        dead = dead_tokens(acts, done)
        return Continuation(
            self.request.logout_id,
            gathered.asked,
            done,
            gathered.linked,
            gathered.subject,
            revoked=tuple(continuation.fingerprint(token) for token in dead),
            global_tried=acts.global_call is not None,
            unrevoked=tuple(continuation.fingerprint(act.token) for act in acts.revocations if act.token not in dead),
            came_in=gathered.came_in if self.deps.sign_ins else None,
        )

    def _ask_or_answer(
        self, gathered: Gathered, legs: tuple[LegReport, ...], waiting: Continuation, *, intended: bool
    ) -> Reply:
        """Hand a ticket to a program, or show the confirmation page to a person; both carry what was done so far."""
        if self.request.wants_json:
            origin = intent.origin_for_ticket(gathered.app, self.request.evidence) if intended else None
            ticket = replace(waiting, asked=continuation.without_tokens(gathered.asked), origin=origin)
            sealed = self.deps.seals.seal(Purpose.TICKET, continuation.pack(ticket))
            location = f"{self.request.base}/logout/start?ticket={sealed}"
            legs = receipt.merge(legs, (app_cookies_leg(gathered.app, self.request.place, departing=False),))
            return Reply(Called(location, gathered.asked.reach, legs), self.request.logout_id)
        kept_nonce = self.request.cookie(CONFIRMATION_COOKIE) or ""
        nonce = kept_nonce if NONCE.fullmatch(kept_nonce) else self.deps.random()
        sealed = self.deps.seals.seal(Purpose.CONFIRMATION, continuation.pack(replace(waiting, nonce=nonce)))
        kept = OwnCookie(CONFIRMATION_COOKIE, nonce, Purpose.CONFIRMATION.seconds)
        question = AskFirst(sealed, gathered.app, gathered.asked.reach)
        return Reply(question, self.request.logout_id, (kept,), (), gathered.asked.ui_locales, gathered.app)
