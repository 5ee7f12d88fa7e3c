"""What is noted of the providers' hops that a logout is about to make, since each may be told us as a sign-out soon."""

from functools import partial

from coordinator.core import own_hops
from coordinator.core.model import Provider, Reach
from coordinator.deadline import Deadline, side_by_side
from coordinator.dependencies import Dependencies
from coordinator.effects import Works
from coordinator.errors import CoordinatorError
from coordinator.gather import Gathered
from coordinator.providers.hops import row_of
from coordinator.route import Hints


def notes(gathered: Gathered, known: Hints, deps: Dependencies) -> Works:
    """Return a note per hop of a verified person, to be taken beside the effects: the hop comes after the answer."""
    taker = deps.notes
    if taker is None or not deps.settings.back_channel or gathered.asked.reach is Reach.APP:
        return ()
    configured = [deps.settings.providers.get(name) for name in gathered.providers or ()]
    return [
        partial(taker.note, hop)
        for one in configured
        if one and row_of(one).is_hop and one.name in gathered.people
        for hop in own_hops.opened(one.name, gathered.people[one.name], _session(one, known, deps), deps.now())
    ]


def take(works: Works, deps: Dependencies, deadline: Deadline) -> None:
    """Take notes that had to wait until it was known which provider is visited, and which session is meant there."""
    if works and any(isinstance(noted, CoordinatorError) for noted in side_by_side(works, deadline)):
        deps.audit.notice("own_hop_not_noted")


def _session(provider: Provider, known: Hints, deps: Dependencies) -> str | None:
    """Return the `sid` that the provider's own token names: it came out of verified claims, and is believed no more."""
    hint = known.get(provider.name)
    payload = deps.tokens.unverified(hint.token) if hint and hint.token else None
    sid = payload.get("sid") if payload else None
    return sid if isinstance(sid, str) and sid else None
