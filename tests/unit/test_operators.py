"""What an operator may ask for, and what is done: the cut-off beside the sign-out, or before the queue's."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import cast

import pytest
from coordinator import bootstrap, operators
from coordinator.core.denials import DAY, Denial
from coordinator.core.messages import Kind
from coordinator.core.model import Leg, LegReport, Outcome, Reach, Trail, User
from coordinator.core.operators import LONGEST_NAME, Asked, plan, read
from coordinator.core.plan import AdminUserGlobalSignOut, Effects
from coordinator.deadline import Deadline
from coordinator.errors import EffectFailed, Refused
from hypothesis import given
from hypothesis import strategies as st
from sign_out.handler import lambda_handler

from tests.unit.deployments import Deployed
from tests.unit.samples import NOW
from tests.unit.test_retry import FakeQueue

MARY = User("Corp_mary", "mary-sub")
KEY = "user/mary-sub"
LONG = NOW + 31 * DAY
PASSING = EffectFailed("throttled", retryable=True)
FINAL = EffectFailed("ResourceNotFoundException", retryable=False)

type SignOut = Callable[..., tuple[LegReport, ...]]


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        ([("user", "mary")], Asked("mary")),
        ([("user", "mary"), ("when", "now")], Asked("mary", queued=False)),
        ([("when", "queued"), ("user", "m" * LONGEST_NAME)], Asked("m" * LONGEST_NAME, queued=True)),
    ],
)
def test_a_body_says_whom_and_when(body: list[tuple[str, str]], asked: Asked) -> None:
    assert read(body) == asked
    assert LONGEST_NAME == 128


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        ([], "invalid_request", "user must be a text of 1 to 128 characters"),
        ([("user", "")], "invalid_request", "user must be a text of 1 to 128 characters"),
        ([("user", "m" * 129)], "invalid_request", "user must be a text of 1 to 128 characters"),
        ([("user", "\ud800")], "invalid_request", "user must be a text of 1 to 128 characters"),
        ([("user", "mary"), ("when", "")], "invalid_request", "when is now or queued"),
        ([("user", "mary"), ("when", "later")], "invalid_request", "when is now or queued"),
        (
            [("user", "mary"), ("app", "shop"), ("reach", "app")],
            "invalid_request",
            "the body may hold user and when: 2 of its members are neither",
        ),
        ([("user", "mary"), ("user", "mary")], "duplicate_parameter", "each member may be given once"),
    ],
)
def test_any_other_body_is_refused(body: list[tuple[str, str]], code: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        read(body)

    assert (refused.value.code, refused.value.description) == (code, said)


@given(st.lists(st.tuples(st.sampled_from(["user", "when", "x"]) | st.text(), st.text()), max_size=4))
def test_a_body_is_read_or_refused_whatever_it_holds(body: list[tuple[str, str]]) -> None:
    try:
        asked = read(body)
    except Refused as refused:
        assert refused.status == 400
    else:
        assert dict(body)["user"] == asked.user


def test_the_plan_is_the_sign_out_by_name_and_the_cut_off_of_now() -> None:
    assert plan(MARY, [7, 30], NOW, queued=False, listed=True) == Effects(
        AdminUserGlobalSignOut("Corp_mary"),
        denials=(Denial(KEY, NOW, NOW + DAY, LONG),),
    )


def test_what_is_left_to_the_queue_may_fail_so_that_its_cut_off_lasts() -> None:
    planned = plan(MARY, [30, 7], NOW, queued=True, listed=True)

    assert planned.global_call == AdminUserGlobalSignOut("Corp_mary", deferred=True)
    assert planned.denials == (Denial(KEY, NOW, LONG, LONG),)


@pytest.mark.parametrize("queued", [True, False])
def test_without_a_list_there_is_no_cut_off(queued: bool) -> None:
    assert plan(MARY, [30], NOW, queued=queued, listed=False).denials == ()


@pytest.fixture
def written() -> list[Denial]:
    """What the revocation list was given."""
    return []


@pytest.fixture
def queue() -> FakeQueue:
    """The retry queue."""
    return FakeQueue()


@pytest.fixture
def sign_out(deployed: Deployed, queue: FakeQueue, written: list[Denial]) -> SignOut:
    """Sign Mary out, where there is a list and a queue; return the legs."""
    deployed.cognito.users["mary"] = MARY
    refused_by_list: list[Exception] = []

    def deny(denial: Denial) -> None:
        written.append(denial)
        if refused_by_list:
            raise refused_by_list[0]

    def run(*, queued: bool = False, list_fails: Exception | None = None) -> tuple[LegReport, ...]:
        refused_by_list.extend([list_fails] if list_fails else [])
        deps = replace(bootstrap.dependencies(), queue=queue, deny=deny)
        done = operators.sign_out(Asked("mary", queued), Trail("id-1", Reach.EVERYWHERE), deps, Deadline())
        assert done.user == "Corp_mary"
        return done.legs

    return run


def outcomes(legs: tuple[LegReport, ...]) -> dict[Leg, tuple[Outcome, str | None]]:
    """Outcome and reason of each leg."""
    return {leg.leg: (leg.outcome, leg.reason) for leg in legs}


def test_the_cut_off_is_written_beside_the_sign_out(
    sign_out: SignOut, deployed: Deployed, written: list[Denial], queue: FakeQueue
) -> None:
    legs = sign_out()

    assert outcomes(legs) == {
        Leg.OTHER_SESSIONS: (Outcome.DONE, "cognito_cookie_elsewhere"),
        Leg.REVOCATION_LIST: (Outcome.DONE, None),
    }
    assert deployed.cognito.ended == ["Corp_mary"]
    assert written == [Denial(KEY, NOW, NOW + DAY, LONG)]
    assert queue.messages == []
    assert [step for step, _, _ in deployed.audit.steps] == ["requested", "effect", "effect", "completed"]
    assert {trail.subject for trail in deployed.audit.trails} == {"mary-sub"}


@pytest.mark.parametrize(("error", "outcome"), [(PASSING, Outcome.PENDING), (FINAL, Outcome.FAILED)])
def test_where_the_sign_out_failed_the_cut_off_is_written_to_last(
    error: EffectFailed, outcome: Outcome, sign_out: SignOut, deployed: Deployed, written: list[Denial]
) -> None:
    deployed.cognito.failing["admin_user_global_sign_out"] = error

    legs = sign_out()

    assert outcomes(legs)[Leg.OTHER_SESSIONS] == (outcome, error.kind)
    assert outcomes(legs)[Leg.REVOCATION_LIST] == (Outcome.DONE, None)
    assert written[-1] == Denial(KEY, NOW, LONG, LONG)


def test_left_to_the_queue_the_cut_off_is_written_at_once_and_the_message_names_the_user_alone(
    sign_out: SignOut, deployed: Deployed, written: list[Denial], queue: FakeQueue
) -> None:
    legs = sign_out(queued=True)

    assert outcomes(legs) == {
        Leg.OTHER_SESSIONS: (Outcome.PENDING, "deferred"),
        Leg.REVOCATION_LIST: (Outcome.DONE, None),
    }
    assert deployed.cognito.ended == []
    assert written == [Denial(KEY, NOW, LONG, LONG)]
    ((message, _),) = queue.messages
    assert (message.kind, message.username, message.subject) == (Kind.GLOBAL, "Corp_mary", "mary-sub")
    assert (message.app, message.client_id, message.sealed) == ("", "", ())


def test_where_the_list_failed_the_cut_off_of_now_waits_too(sign_out: SignOut, queue: FakeQueue) -> None:
    legs = sign_out(queued=True, list_fails=PASSING)

    assert {outcome for outcome, _ in outcomes(legs).values()} == {Outcome.PENDING}
    (message,) = (message for message, _ in queue.messages if message.kind is Kind.DENY)
    assert message.denials == (Denial(KEY, NOW, LONG, LONG),)


@pytest.mark.parametrize(
    ("error", "code", "status"), [(PASSING, "temporarily_unavailable", 503), (FINAL, "server_error", 500)]
)
def test_who_cannot_be_found_is_refused_before_anything_is_done(
    error: EffectFailed,
    code: str,
    status: int,
    sign_out: SignOut,
    deployed: Deployed,
    written: list[Denial],
) -> None:
    deployed.cognito.failing["find_user"] = error

    with pytest.raises(Refused) as refused:
        sign_out()

    assert (refused.value.code, refused.value.status, refused.value.__cause__) == (code, status, error)
    assert not [*written, *deployed.cognito.ended, *deployed.audit.steps]


def test_a_user_whom_nobody_knows_is_refused(sign_out: SignOut, deployed: Deployed) -> None:
    deployed.cognito.users.clear()

    with pytest.raises(Refused) as refused:
        sign_out()

    assert (refused.value.code, refused.value.status) == ("unknown_user", 404)


def test_an_error_that_nobody_foresaw_is_answered_and_told(deployed: Deployed) -> None:
    deployed.cognito.users["mary"] = cast(User, object())
    event = {"httpMethod": "POST", "headers": {"Content-Type": "application/json"}, "body": '{"user": "mary"}'}

    answer = lambda_handler(event, None)

    assert (answer["statusCode"], json.loads(answer["body"])["error"]) == (500, "server_error")
    assert [type(error) for error in deployed.audit.errors] == [AttributeError]
    assert deployed.cognito.ended == []
