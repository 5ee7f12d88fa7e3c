"""A provider says that somebody left: believe it or not, end what it is about, and only then count it as heard."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from coordinator import endings
from coordinator.core import own_hops
from coordinator.core.denials import Kept
from coordinator.core.model import Leg, LegReport, Outcome, Provider, Trail
from coordinator.core.signals import Ending, Signal
from coordinator.deadline import Deadline, meanwhile, side_by_side
from coordinator.dependencies import Dependencies
from coordinator.errors import CoordinatorError, EffectFailed, Redirected, Refused, TokenInvalid
from coordinator.listening import LogoutTokenVerifier

KEYS_SECONDS = 4.0
"""For the provider's configuration and its keys, one after the other."""
NO_TOKEN = "logout_token is none of this provider for the client that Cognito is there"  # noqa: S105 - words
NOT_ENDED = "not all that had to end has ended; send the token again"


@dataclass(frozen=True, slots=True)
class Hearing:
    """One call of one provider, with what it needs of the world."""

    provider: Provider
    trail: Trail
    deps: Dependencies
    deadline: Deadline

    def hear(self, token: str, tokens: LogoutTokenVerifier) -> None:
        """Return when what the token asks for is done, waits in the queue, or is nothing; raises Refused else."""
        signal = self._verified(token, tokens)
        listed = self._listed(signal)
        used = listed.get(signal.key)
        if used and used.expires > self.deps.now():
            return self._tell(signal, Ending(reason="repeated"))
        if self._is_echo(signal, listed):
            self._tell(signal, Ending(reason="own_hop"))
        else:
            ending = self._ended(signal)
            self._tell(signal, ending)
            _refuse_what_failed(ending)
        self._keep(signal)

    def _verified(self, token: str, tokens: LogoutTokenVerifier) -> Signal:
        meanwhile(self.deps.cognito.make_ready)
        if self.deps.make_ready:
            meanwhile(self.deps.make_ready)
        (found,) = side_by_side([partial(tokens.verify, token, self.provider)], self.deadline, KEYS_SECONDS)
        if isinstance(found, TokenInvalid):
            raise Refused("invalid_request", NO_TOKEN) from found
        if isinstance(found, EffectFailed) and not found.retryable:
            # A mistake of ours, which no forged token shall make look like an outage.
            self.deps.audit.notice("server_error")
            raise Refused("invalid_request", NO_TOKEN) from found
        if isinstance(found, CoordinatorError):
            self.deps.audit.notice("provider_keys_unavailable")
            # Whoever answers with another address does not heal by being asked again.
            code = "invalid_request" if isinstance(found, Redirected) else "temporarily_unavailable"
            raise Refused(code, "the provider's keys could not be had", "later") from found
        return found

    def _listed(self, signal: Signal) -> Mapping[str, Kept]:
        """Return what the list has about a token; where it cannot be read, things are done twice rather than never."""
        if self.deps.notes is None:
            return {}
        keys = (signal.key, own_hops.key(self.provider.name, signal))
        (found,) = side_by_side([partial(self.deps.notes.listed, keys)], self.deadline)
        if isinstance(found, CoordinatorError):
            self.deps.audit.notice("signal_unchecked")
            return {}
        return found

    def _is_echo(self, signal: Signal, listed: Mapping[str, Kept]) -> bool:
        """Tell whether it answers a hop of our own that no other token has answered.

        Where that cannot be written down it is taken for one, since the note is there: the other way one sign-out would
        become many.
        """
        where = own_hops.echo(self.provider.name, signal, listed, self.deps.now())
        if where is None or self.deps.notes is None:
            return False
        (used,) = side_by_side([partial(self.deps.notes.use, where, signal.key)], self.deadline)
        return used is not False

    def _ended(self, signal: Signal) -> Ending:
        try:
            return endings.of(signal, self.provider, self.trail, self.deps, self.deadline)
        except Refused as refused:
            if refused.code != "invalid_request":
                self.deps.audit.notice("signal_failed")
            raise

    def _tell(self, signal: Signal, ending: Ending) -> None:
        """Write the event of the token, and one of each effect, which the retry queue's own will have the uid of."""
        trail = replace(self.trail, subject=ending.subject)
        leg = Leg.REVOCATION_LIST if endings.is_of_session(signal, self.provider) else Leg.OTHER_SESSIONS
        self.deps.audit.step(trail, "signal", LegReport(leg, ending.outcome, self.provider.name, ending.reason))
        for report in ending.legs:
            self.deps.audit.step(trail, "effect", report)

    def _keep(self, signal: Signal) -> None:
        """Count the token as heard; where that fails it may be heard again, which changes nothing."""
        if self.deps.claim is None:
            return
        (kept,) = side_by_side([partial(self.deps.claim, signal.key, signal.kept_until)], self.deadline)
        if isinstance(kept, CoordinatorError):
            self.deps.audit.notice("signal_unchecked")


def _refuse_what_failed(ending: Ending) -> None:
    """Raise Refused where the provider must come again: only what is done or waits is heard."""
    failed = {one.leg for one in ending.legs if one.outcome is Outcome.FAILED}
    if Leg.OTHER_SESSIONS in failed:
        raise Refused("temporarily_unavailable", NOT_ENDED, "later")
    if failed:
        raise Refused("logout_failed", NOT_ENDED, "later")
