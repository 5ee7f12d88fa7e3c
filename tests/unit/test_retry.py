"""What is queued, when it is tried next, when nobody tries it any more, and what a message may say."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest
from coordinator import bootstrap, postpone, retrying
from coordinator.core import messages, retry
from coordinator.core.denials import Denial
from coordinator.core.legs import legs_of
from coordinator.core.messages import Kind, Message
from coordinator.core.model import Reach, Trail
from coordinator.core.plan import AdminUserGlobalSignOut, Effects, GlobalCall, GlobalSignOut, Revocation
from coordinator.core.retry import Undone, undone
from coordinator.deadline import Deadline
from coordinator.effects import Ran
from coordinator.errors import EffectFailed
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.deployments import Deployed
from tests.unit.samples import NOW, SHOP

FINAL = EffectFailed("invalid_client", retryable=False)
PASSING = EffectFailed("throttled", retryable=True)
FIRST, SECOND = Revocation("r1", SHOP.client_id), Revocation("r2", SHOP.client_id)
BOTH = Effects(revocations=(FIRST, SECOND))
WAITING = Message("id-1", "shop", SHOP.client_id, Kind.REVOKE, "browser", NOW, sealed=("c1",))
GLOBAL = replace(WAITING, kind=Kind.GLOBAL, username="Corp_mary", sealed=(), subject="mary")
SESSION, CUT_OFF = Denial("session/s", None, NOW + 1, NOW + 9), Denial("user/mary", NOW, NOW + 1, NOW + 9)
DENY = replace(WAITING, kind=Kind.DENY, sealed=(), subject="mary", denials=(SESSION, CUT_OFF))
MESSAGES = st.builds(
    replace,
    st.sampled_from([WAITING, GLOBAL, DENY]),
    requested_at=st.integers(0, 2**33),
    attempt=st.integers(0, 10_000),
    subject=st.sampled_from([None, "mary", "ma\nry"]),
    told=st.booleans(),
)


@dataclass
class FakeQueue:
    """Remembers what was queued and buried; the ciphertext of a token is the token backwards."""

    messages: list[tuple[Message, int]] = field(default_factory=list)
    buried: list[str] = field(default_factory=list)

    def make_ready(self) -> None:
        """Be ready."""

    def put(self, message: Message, tokens: Sequence[str], delay: int) -> None:
        """Keep it with its tokens."""
        self.put_again(replace(message, sealed=tuple(token[::-1] for token in tokens)), delay)

    def put_again(self, message: Message, delay: int) -> None:
        """Keep it."""
        self.messages.append((message, delay))

    def tokens(self, message: Message) -> tuple[str, ...]:
        """Return the tokens."""
        return tuple(sealed[::-1] for sealed in message.sealed)

    def bury(self, message: Message, reason: str) -> None:
        """Keep the reason."""
        self.buried.append(reason)

    def bury_unread(self, message_id: str) -> None:
        """Keep the id."""
        self.buried.append(message_id)


@pytest.mark.parametrize(
    ("results", "again", "told"),
    [
        ([None, None], (), False),
        ([PASSING, None], (FIRST,), False),
        ([None, PASSING], (SECOND,), False),
        ([PASSING, PASSING], (FIRST, SECOND), False),
        ([FINAL, FINAL], (), False),
        ([FINAL, PASSING], (SECOND,), True),
        ([], (), False),
    ],
)
def test_only_what_may_heal_is_tried_again(results: list[object], again: tuple[Revocation, ...], told: bool) -> None:
    assert undone(BOTH, None, results) == Undone(None, again, told)


def test_where_tokens_were_left_out_the_leg_has_failed_whatever_becomes_of_the_others() -> None:
    assert undone(replace(BOTH, too_many=True), None, [PASSING, None]) == Undone(None, (FIRST,), told=True)


@pytest.mark.parametrize(
    ("call", "result", "username"),
    [
        (GlobalSignOut("access", "Corp_mary"), PASSING, "Corp_mary"),
        (AdminUserGlobalSignOut("Corp_mary"), PASSING, "Corp_mary"),
        (GlobalSignOut("access", "Corp_mary"), FINAL, None),
        (GlobalSignOut("access", "Corp_mary"), None, None),
        (GlobalSignOut("access"), PASSING, None),
        (None, None, None),
    ],
)
def test_a_global_sign_out_is_tried_again_by_the_verified_name_alone(
    call: GlobalCall | None, result: object, username: str | None
) -> None:
    assert undone(Effects(call), result, []).username == username


@pytest.mark.parametrize(
    ("attempt", "chance", "delay"),
    [
        (0, 0.0, 4),
        (0, 0.99, 3),
        (1, 0.0, 8),
        (3, 0.5, 24),
        (7, 0.0, 512),
        (8, 0.0, 900),
        (8, 0.5, 675),
    ],
)
def test_delays_double_until_sqs_takes_no_longer_one(attempt: int, chance: float, delay: int) -> None:
    assert retry.next_delay(replace(WAITING, attempt=attempt), chance, NOW) == delay


@given(MESSAGES, st.floats(0, 1, exclude_max=True), st.integers(0, 2**33))
def test_a_message_is_tried_in_time_or_not_at_all(message: Message, chance: float, now: int) -> None:
    delay = retry.next_delay(message, chance, now)

    if delay is None:
        assert retry.is_over(message, now + 1)
    else:
        assert 0 < delay <= 900
        assert not retry.is_over(message, now + delay)


def test_a_global_sign_out_is_given_up_after_a_minute_and_a_revocation_after_four_days() -> None:
    assert not retry.is_over(GLOBAL, NOW + 59)
    assert retry.is_over(GLOBAL, NOW + 60)
    assert not retry.is_over(WAITING, NOW + 345_599)
    assert retry.is_over(WAITING, NOW + 345_600)


@given(st.text())
def test_chance_is_a_fraction(text: str) -> None:
    assert 0 <= retry.chance(text) < 1


def test_chance_is_spread_over_the_whole() -> None:
    assert (retry.chance(""), round(retry.chance("a"), 2)) == (0.0, 0.91)


@pytest.mark.parametrize(("later", "delay"), [(0, 4), (55, 4), (57, 2), (58, 1), (59, None), (60, None)])
def test_the_last_attempt_is_in_time(later: int, delay: int | None) -> None:
    assert retry.next_delay(GLOBAL, 0.0, NOW + later) == delay


@given(MESSAGES)
def test_a_message_comes_back_as_it_was_sent(message: Message) -> None:
    assert messages.unpack(messages.pack(message)) == message


def test_the_next_attempt_is_the_same_message_but_for_its_number() -> None:
    assert retry.again(WAITING) == replace(WAITING, attempt=1)


def test_a_record_names_who_and_why_and_keeps_no_token_as_ciphertext_either() -> None:
    text = messages.record(WAITING, "invalid_client")
    record = json.loads(text)

    assert record.keys() == {
        *("version", "reason", "logout_id", "app", "client_id", "kind", "reach", "requested_at"),
        *("attempt", "subject", "username"),
    }
    assert (record["reason"], record["logout_id"]) == ("invalid_client", "id-1")
    assert " " not in text + messages.pack(WAITING)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "other"},
        {"reach": None},
        {"logout_id": 1},
        {"attempt": -1},
        {"attempt": True},
        {"requested_at": 1.5},
        {"subject": 1},
        {"told": 0},
        {"sealed": "c1"},
        {"sealed": [1]},
        {"sealed": []},
        {"kind": "global"},
        {"more": 1},
    ],
)
def test_what_is_no_message_of_ours_is_a_value_error(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"^(no message|'other' is not a valid Kind)$"):
        messages.unpack(json.dumps(json.loads(messages.pack(WAITING)) | change))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Expecting value"),
        ("[]", "^no message$"),
        ("{}", "^no message$"),
        ("[" * 100_000, "^too deep$"),
        (messages.record(WAITING, "given_up"), "^no message$"),
    ],
)
def test_no_text_makes_reading_fail_otherwise(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        messages.unpack(text)


@pytest.mark.parametrize("version", [0, 1, 3, None, "2"])
def test_a_message_of_another_version_is_told_from_what_is_none(version: object) -> None:
    with pytest.raises(messages.AnotherVersion):
        messages.unpack(json.dumps(json.loads(messages.pack(WAITING)) | {"version": version}))


def test_beside_a_final_failure_the_rest_is_queued_but_the_leg_stays_failed(deployed: Deployed) -> None:
    queue = FakeQueue()
    deps = replace(bootstrap.dependencies(), queue=queue)
    ran = Ran(legs_of(BOTH, None, ["invalid_client", "throttled"], now=NOW), {}, Undone(None, (SECOND,), told=True))

    (leg,) = postpone.postponed(ran, Trail("id-1", Reach.BROWSER, SHOP), NOW, deps, Deadline())

    assert leg.outcome == "failed"
    ((message, _),) = queue.messages
    retrying.try_again(message, 1, queue, deps)
    assert deployed.cognito.revoked == ["r2"]
    assert deployed.audit.steps == []


def test_a_message_of_an_app_that_is_gone_is_buried(deployed: Deployed) -> None:
    queue, deps = FakeQueue(), bootstrap.dependencies()

    retrying.try_again(replace(WAITING, client_id="gone"), 1, queue, deps)

    assert queue.buried == ["app_unknown"]
    assert deployed.legs("effect") == [("tokens", None, "failed", "app_unknown")]


def test_a_message_with_more_tokens_takes_its_time(deployed: Deployed) -> None:
    queue, deps = FakeQueue(), bootstrap.dependencies()

    one = retrying.try_again(WAITING, 1, queue, deps)
    four = retrying.try_again(replace(WAITING, sealed=("a", "b", "c", "d")), 1, queue, deps)
    by_name = retrying.try_again(GLOBAL, 1, queue, deps)

    assert (2 / one, 2 / four, 2 / by_name) == (40, 10, 8)


@pytest.mark.parametrize(
    ("results", "again", "told"),
    [
        ([None, None], (), False),
        ([PASSING, None], (SESSION,), False),
        ([None, PASSING], (CUT_OFF,), False),
        ([FINAL, PASSING], (CUT_OFF,), True),
        ([FINAL, None], (), False),
    ],
)
def test_denials_that_may_heal_are_tried_again(results: list[object], again: tuple[Denial, ...], told: bool) -> None:
    found = undone(Effects(), None, [], list(zip((SESSION, CUT_OFF), results, strict=True)))

    assert (found.denials, found.denials_told) == (again, told)


def test_where_a_session_has_no_name_its_leg_has_failed_whatever_becomes_of_the_others() -> None:
    plan = Effects(no_denial="no_origin_jti")

    assert undone(plan, None, [], [(SESSION, PASSING)]).denials_told
    assert not undone(plan, None, [], [(SESSION, None)]).denials_told


def test_a_denial_waits_in_the_queue_as_it_was_and_is_written_later(deployed: Deployed) -> None:
    deployed.configure(REVOCATION_TABLE="revocations")
    queue = FakeQueue()
    deps = replace(bootstrap.dependencies(), queue=queue)
    plan = Effects(denials=(SESSION, CUT_OFF))
    ran = Ran(legs_of(plan, None, [], ["throttled", ""], now=NOW), {}, Undone(denials=(CUT_OFF,)))

    legs = postpone.postponed(ran, Trail("id-1", Reach.EVERYWHERE, SHOP, "mary"), NOW, deps, Deadline())

    assert [(one.leg.value, one.outcome.value) for one in legs][-1] == ("revocation_list", "pending")
    ((message, _),) = queue.messages
    assert retrying.try_again(messages.unpack(messages.pack(message)), 1, queue, deps) == 0.0
    assert deployed.listed.written == [CUT_OFF]
    assert deployed.legs("effect") == [("revocation_list", None, "done", None)]


@pytest.mark.parametrize(("failure", "buried"), [(PASSING, []), (FINAL, ["invalid_client"])])
def test_a_denial_that_fails_again_waits_on_or_is_buried(
    deployed: Deployed, failure: EffectFailed, buried: list[str]
) -> None:
    deployed.configure(REVOCATION_TABLE="revocations")
    queue = FakeQueue()
    deployed.listed.failing["session/s"] = [failure]

    retrying.try_again(DENY, 1, queue, bootstrap.dependencies())

    assert deployed.listed.written == [CUT_OFF]
    assert (queue.buried, len(queue.messages)) == (buried, 1 - len(buried))


def test_a_denial_whose_list_was_switched_off_is_buried(deployed: Deployed) -> None:
    queue = FakeQueue()

    retrying.try_again(DENY, 1, queue, bootstrap.dependencies())

    assert queue.buried == ["no_revocation_list"]


def test_each_attempt_is_claimed_for_itself_and_for_an_hour() -> None:
    assert retry.claim(GLOBAL) == ("claim/id-1/0", NOW + 3_600)
    assert retry.claim(retry.again(GLOBAL))[0] == "claim/id-1/1"


def test_a_denial_is_tried_as_long_as_a_token(deployed: Deployed) -> None:
    assert Kind.DENY.seconds == Kind.REVOKE.seconds == 345_600
    assert (Kind.DENY.leg, Kind.GLOBAL.leg, Kind.REVOKE.leg) == ("revocation_list", "other_sessions", "tokens")


@pytest.mark.parametrize(
    "change",
    [
        {"denials": []},
        {"denials": None},
        {"denials": ["session/s"]},
        {"denials": [{"key": "session/s"}]},
        {"denials": [{"key": 1, "cut_off": None, "expires": 1, "longest": 1, "began": None}]},
        {"denials": [{"key": "k", "cut_off": "1", "expires": 1, "longest": 1, "began": None}]},
        {"denials": [{"key": "k", "cut_off": None, "expires": "1", "longest": 1, "began": None}]},
        {"denials": [{"key": "k", "cut_off": None, "expires": 1, "longest": True, "began": None}]},
        {"denials": [{"key": "k", "cut_off": None, "expires": 1, "longest": 1, "began": "1"}]},
        {"denials": [{"key": "k", "cut_off": None, "expires": 1, "longest": 1, "began": None}, None]},
    ],
)
def test_a_message_with_a_broken_denial_is_none(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no message"):
        messages.unpack(json.dumps(json.loads(messages.pack(DENY)) | change))
