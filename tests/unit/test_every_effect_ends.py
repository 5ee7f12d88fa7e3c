"""Every effect ends once: whatever fails, is tried again or comes twice, one uid says at last what became of it."""

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

import pytest
from coordinator import bootstrap, operators, retrying
from coordinator.adapters.audit import Audit
from coordinator.core import messages
from coordinator.core.denials import Denial
from coordinator.core.messages import Message
from coordinator.core.model import Reach, Trail, User
from coordinator.core.operators import Asked
from coordinator.core.plan import SIGN_OUT_SCOPE
from coordinator.deadline import Deadline
from coordinator.errors import EffectFailed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.deployments import Deployed
from tests.unit.fakes import FakeCognito
from tests.unit.samples import NOW, claims

ENDS = ("done", "failed", "not_supported")
"""How an effect ends; of several events of one uid the first of these stands."""
FAULTS: Mapping[str, Exception | None] = {
    "none": None,
    "throttled": EffectFailed("throttled", retryable=True),
    "final": EffectFailed("NotAuthorizedException", retryable=False),
    "unforeseen": RuntimeError("nobody thought of it"),
}
OFTEN = ["none", "none", "throttled", "throttled", "throttled", "throttled", "final", "unforeseen"]
HIDDEN_SECONDS = 360


@dataclass
class Faults:
    """Draws what goes wrong next; in the end nothing does."""

    drawn: Iterator[str]

    def __call__(self) -> None:
        """Fail, or do not."""
        if error := FAULTS[next(self.drawn, "none")]:
            raise error


@dataclass
class FaultyCognito(FakeCognito):
    """Fails as it is drawn."""

    faults: Callable[[], None] = lambda: None

    def _fail(self, name: str) -> None:
        if name != "find_user":
            self.faults()


@dataclass
class Recorded(Audit):
    """Keeps the events themselves."""

    events: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__("1.2.3", lambda: float(NOW))

    def _write(self, event: dict[str, Any]) -> None:
        self.events.append(event)

    def flush(self) -> None:
        """Write no metrics."""


@dataclass
class Queue:
    """Keeps messages until they are due, fails as it is drawn, and hands out some of them twice."""

    breaks: Iterator[bool]
    twice: Iterator[bool]
    due: list[tuple[int, int, int, Message]] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)
    now: int = NOW

    def make_ready(self) -> None:
        """Is ready."""

    def put(self, message: Message, tokens: Sequence[str], delay: int) -> None:
        """Keep it with its tokens."""
        self.put_again(replace(message, sealed=tuple(tokens)), delay)

    def put_again(self, message: Message, delay: int) -> None:
        """Keep it, perhaps twice."""
        self._fail()
        assert messages.unpack(messages.pack(message)) == message
        for received in (1, 2) if next(self.twice, False) else (1,):
            self.hide(message, received, delay)

    def hide(self, message: Message, received: int, delay: int) -> None:
        """Hand it out later."""
        heapq.heappush(self.due, (self.now + delay, next(self.numbers), received, message))

    def tokens(self, message: Message) -> tuple[str, ...]:
        """Return the tokens."""
        self._fail()
        return message.sealed

    def bury(self, message: Message, reason: str) -> None:
        """Keep nothing."""
        self._fail()

    def bury_unread(self, message_id: str) -> None:
        """All can be read here."""
        raise AssertionError(message_id)

    def _fail(self) -> None:
        if next(self.breaks, False):
            raise EffectFailed("throttled", retryable=True)


@dataclass(frozen=True)
class Case:
    """One logout: what it brings, and what goes wrong with it."""

    reach: Reach
    access: str
    refresh: bool
    in_cookie: bool
    by_operator: str
    faults: list[str]
    breaks: list[bool]
    twice: list[bool]
    has_queue: bool
    has_list: bool


CASES = st.builds(
    Case,
    st.sampled_from(list(Reach)),
    st.sampled_from(["none", "scope", "without_scope", "expired"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["no", "no", "now", "queued"]),
    st.lists(st.sampled_from(OFTEN), max_size=12),
    st.lists(st.booleans(), max_size=4),
    st.lists(st.booleans(), max_size=6),
    st.sampled_from([True, True, True, False]),
    st.booleans(),
)


class World:
    """A deployment for one case."""

    def __init__(self, deployed: Deployed, case: Case, patch: pytest.MonkeyPatch) -> None:
        self.case, self.audit = case, Recorded()
        faults = Faults(iter(case.faults))
        self.cognito = FaultyCognito(users={"mary": User("Corp_mary", "mary")}, faults=faults)
        self.queue = Queue(iter(case.breaks), iter(case.twice))
        deployed.configure(ADMIN_SIGN_OUT="on")
        scopes = frozenset({SIGN_OUT_SCOPE})
        deployed.knows("access", "at-scope", claims(username="Corp_mary", scopes=scopes))
        deployed.knows("access", "at-without_scope", claims(username="Corp_mary"))
        deployed.knows("access", "at-expired", claims(username="Corp_mary", scopes=scopes, expires=NOW - 1))
        self.denied: list[Denial] = []

        def deny(denial: Denial) -> None:
            faults()
            self.denied.append(denial)

        self.deps = replace(
            bootstrap.dependencies(),
            audit=self.audit,
            cognito=self.cognito,
            revoke=self.cognito.revoke,
            queue=self.queue if case.has_queue else None,
            deny=deny if case.has_list else None,
            now=lambda: self.queue.now,
        )
        patch.setattr(bootstrap, "dependencies", lambda: self.deps)

    def log_out(self, deployed: Deployed) -> None:
        """Send the request."""
        case = self.case
        if case.by_operator != "no":
            asked = Asked("mary", queued=case.by_operator == "queued" and case.has_queue)
            operators.sign_out(asked, Trail("by-operator", Reach.EVERYWHERE), self.deps, Deadline())
            return
        body = {"reach": case.reach.value}
        body |= {"refresh_token": "rt-body"} if case.refresh else {}
        body |= {"access_token": f"at-{case.access}"} if case.access != "none" else {}
        cookie = {"Cookie": "shop_rt=rt-cookie"} if case.in_cookie else {}
        headers = {"Origin": "https://shop.example.com", "Accept": "application/json", **cookie}
        answer = deployed.post_json(headers=headers, **body)
        assert answer.status == 200

    def drain(self) -> None:
        """Run the retry function until nothing waits."""
        while self.queue.due:
            due, _, received, message = heapq.heappop(self.queue.due)
            self.queue.now = max(self.queue.now, due)
            try:
                retrying.try_again(message, received, self.queue, self.deps)
            except EffectFailed:
                self.queue.hide(message, received + 1, HIDDEN_SECONDS)


def ended(events: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], list[str]]:
    """The outcomes of each effect, by logout and uid."""
    found: dict[tuple[str, str], list[str]] = {}
    for event in events:
        ours = event["unmapped"]["logout"]
        if ours["step"] == "effect":
            found.setdefault((ours["logout_id"], event["metadata"]["uid"]), []).append(ours["outcome"])
    return found


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(case=CASES)
def test_every_effect_ends_as_one_thing_under_one_uid(case: Case, deployed: Deployed) -> None:
    with pytest.MonkeyPatch.context() as patch:
        world = World(deployed, case, patch)
        world.log_out(deployed)
        world.drain()

    outcomes = ended(world.audit.events)
    legs = {
        (event["unmapped"]["logout"]["leg"], event["metadata"]["uid"])
        for event in world.audit.events
        if event["unmapped"]["logout"]["step"] == "effect"
    }
    assert len(legs) == len({leg for leg, _ in legs}) == len({uid for _, uid in legs}) == len(outcomes)
    for told in outcomes.values():
        assert [one for one in ENDS if one in told], f"never ended: {told}"
        assert set(told) <= {"pending", *ENDS}
        assert "not_supported" not in told or set(told) == {"not_supported"}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(case=CASES)
def test_what_is_done_in_the_end_has_been_done(case: Case, deployed: Deployed) -> None:
    with pytest.MonkeyPatch.context() as patch:
        world = World(deployed, case, patch)
        world.log_out(deployed)
        world.drain()

    done = {
        event["unmapped"]["logout"]["leg"]
        for event in world.audit.events
        if event["unmapped"]["logout"]["outcome"] == "done"
    }
    if "other_sessions" in done:
        assert world.cognito.ended
    if "tokens" in done:
        brought = {"rt-body"} if case.refresh else set()
        brought |= {"rt-cookie"} if case.in_cookie else set()
        assert world.cognito.ended or brought <= set(world.cognito.revoked)
    if "revocation_list" in done:
        assert world.denied
