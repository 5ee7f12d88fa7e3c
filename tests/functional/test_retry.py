"""What failed is pending, and done later: from the click through the queue to the retry function."""

import json
from collections.abc import Iterable
from typing import Any

import pytest

from tests.functional.audit_log import Output, ours
from tests.functional.browser import Browser
from tests.functional.cognito import (
    ADMIN_SIGN_OUT,
    DECRYPT,
    ENCRYPT,
    GLOBAL_SIGN_OUT,
    REVOKE,
    SEND_MESSAGE,
    UPDATE_ITEM,
    Cognito,
)
from tests.functional.deployment import Deployment, LambdaContext
from tests.functional.instances import Instance
from tests.functional.journeys import walk
from tests.functional.sessions import app_cookies, sign_in
from tests.functional.stages import RETURN
from tests.functional.tokens import Person

pytestmark = pytest.mark.slow
HEALING = ["throttled", "html", "reset"]


def deliver(bodies: Iterable[str], received: int = 1) -> list[str]:
    """Give a batch to a cold retry function; return the numbers of the messages that stay in the queue."""
    records = [
        {"messageId": str(number), "body": body, "attributes": {"ApproximateReceiveCount": str(received)}}
        for number, body in enumerate(bodies)
    ]
    answer: dict[str, Any] = Instance("retry.handler").handle({"Records": records}, LambdaContext())
    return [one["itemIdentifier"] for one in answer["batchItemFailures"]]


def outcomes(output: Output, leg: str) -> list[tuple[str, str]]:
    """The audited outcomes of a leg, each with the event's uid."""
    events = [event for event in output.steps("effect") if ours(event)["leg"] == leg]
    return [(ours(event)["outcome"], event["metadata"]["uid"]) for event in events]


def bodies(cognito: Cognito, queue: str) -> list[str]:
    """The messages in the queue."""
    return [body for body, _ in cognito.queued(queue)]


def waiting(browser: Browser, cognito: Cognito, mary: Person, queue: str) -> str:
    """The message that Mary's sign-out leaves in the queue, where Cognito fails."""
    sign_in(browser, mary)
    cognito.misbehaving[REVOKE] = "500"
    browser.visit("/logout")
    (body,) = bodies(cognito, queue)
    return body


@pytest.mark.parametrize("way", HEALING)
def test_a_revocation_that_failed_is_pending_and_done_later(
    way: str, browser: Browser, cognito: Cognito, mary: Person, output: Output, queue: str
) -> None:
    session = sign_in(browser, mary)
    cognito.misbehaving[REVOKE] = way

    answer = browser.visit(f"/logout?post_logout_redirect_uri={RETURN}")

    assert app_cookies(browser) == set()
    assert walk(browser, cognito, answer).last.location == RETURN
    ((body, delay),) = cognito.queued(queue)
    assert 2 <= delay <= 4
    assert session.refresh_token not in body

    cognito.misbehaving.clear()
    assert deliver([body]) == []

    assert cognito.revoked[-1] == session.refresh_token
    (pending, uid), (done, same) = outcomes(output, "tokens")
    assert (pending, done, uid) == ("pending", "done", same)


def test_the_receipt_says_pending(browser: Browser, cognito: Cognito, mary: Person, queue: str) -> None:
    sign_in(browser, mary)
    cognito.misbehaving[REVOKE] = "500"

    leg = browser.fetch("/logout", {}).leg("tokens")

    assert (leg["outcome"], leg["reason"]) == ("pending", "http_500")


def test_while_one_token_waits_the_leg_is_not_done_by_another_one(
    browser: Browser, cognito: Cognito, mary: Person, output: Output, queue: str
) -> None:
    sign_in(browser, mary)
    cognito.misbehaving[REVOKE] = "500"
    location = browser.fetch("/logout", {"refresh_token": "of-the-body"}).json["location"]
    cognito.misbehaving.clear()

    browser.visit(location)  # which has the cookie's token alone
    cognito.misbehaving[REVOKE] = "invalid_client"
    deliver(bodies(cognito, queue))

    assert [outcome for outcome, _ in outcomes(output, "tokens")] == ["pending", "pending", "failed"]


def test_what_is_final_is_never_queued(browser: Browser, cognito: Cognito, mary: Person, queue: str) -> None:
    sign_in(browser, mary)
    cognito.misbehaving[REVOKE] = "invalid_client"

    assert browser.fetch("/logout", {}).outcome("tokens") == "failed"
    assert cognito.queued(queue) == []


def test_a_token_too_long_for_kms_keeps_no_other_from_the_queue(
    browser: Browser, cognito: Cognito, mary: Person, output: Output, queue: str
) -> None:
    session = sign_in(browser, mary)
    cognito.misbehaving[REVOKE] = "throttled"

    answer = browser.fetch("/logout", {"refresh_token": "x" * 4097})

    assert answer.outcome("tokens") == "failed"
    assert "queue_failed" not in output.metrics
    cognito.misbehaving.clear()
    cognito.calls, calls = [], cognito.calls
    assert deliver(call.json["MessageBody"] for call in calls if call.name == SEND_MESSAGE) == []
    assert cognito.revoked == [session.refresh_token]


@pytest.mark.parametrize("broken", [ENCRYPT, SEND_MESSAGE])
@pytest.mark.parametrize("way", ["500", "html"])
def test_with_the_queue_down_too_it_is_failed_and_somebody_is_told(
    broken: str, way: str, browser: Browser, cognito: Cognito, mary: Person, output: Output, queue: str
) -> None:
    sign_in(browser, mary)
    cognito.misbehaving |= {REVOKE: "500", broken: way}

    browser.visit("/logout")

    assert app_cookies(browser) == set()
    assert [outcome for outcome, _ in outcomes(output, "tokens")] == ["failed"]
    assert output.metrics["queue_failed"] == 1


def test_a_global_sign_out_is_tried_again_by_the_verified_user_name(
    browser: Browser, cognito: Cognito, mary: Person, output: Output, queue: str
) -> None:
    session = sign_in(browser, mary)
    cognito.misbehaving[GLOBAL_SIGN_OUT] = "throttled"

    answer = browser.fetch("/logout", {"reach": "everywhere"})

    assert (answer.outcome("tokens"), answer.outcome("other_sessions")) == ("done", "pending")
    (body,) = bodies(cognito, f"{queue}-global")
    assert session.access_token not in body
    assert deliver([body]) == []
    (call,) = cognito.called(ADMIN_SIGN_OUT)
    assert call.json["Username"] == json.loads(body)["username"]
    assert [outcome for outcome, _ in outcomes(output, "other_sessions")] == ["pending", "done"]


def test_the_tokens_of_a_user_wait_until_no_global_sign_out_can_run_beside_them(
    browser: Browser, cognito: Cognito, mary: Person, queue: str
) -> None:
    sign_in(browser, mary)
    cognito.misbehaving |= {GLOBAL_SIGN_OUT: "throttled", REVOKE: "throttled"}

    browser.fetch("/logout", {"reach": "everywhere"})

    ((_, revocation),), ((_, sign_out),) = cognito.queued(queue), cognito.queued(f"{queue}-global")
    assert 2 <= sign_out <= 4
    assert 62 <= revocation <= 64


@pytest.mark.usefixtures("table")
def test_where_there_is_a_list_a_global_sign_out_that_comes_twice_at_once_is_claimed_by_one(
    browser: Browser, cognito: Cognito, mary: Person, output: Output, queue: str
) -> None:
    sign_in(browser, mary)
    cognito.misbehaving[GLOBAL_SIGN_OUT] = "throttled"
    browser.fetch("/logout", {"reach": "everywhere"})
    (body,) = bodies(cognito, f"{queue}-global")

    assert deliver([body]) == deliver([body]) == []

    assert len(cognito.called(ADMIN_SIGN_OUT)) == 1
    assert [outcome for outcome, _ in outcomes(output, "other_sessions")][:2] == ["pending", "done"]


@pytest.mark.usefixtures("table")
def test_a_global_sign_out_that_nobody_could_claim_waits_on(
    browser: Browser, cognito: Cognito, mary: Person, queue: str
) -> None:
    sign_in(browser, mary)
    cognito.misbehaving[GLOBAL_SIGN_OUT] = "throttled"
    browser.fetch("/logout", {"reach": "everywhere"})
    cognito.misbehaving[UPDATE_ITEM] = "throttled"

    assert deliver(bodies(cognito, f"{queue}-global")) == []

    assert cognito.called(ADMIN_SIGN_OUT) == []
    assert [json.loads(body)["attempt"] for body in bodies(cognito, f"{queue}-global")] == [0, 1]


@pytest.mark.parametrize(("received", "seconds", "reason"), [(2, 0, "maybe_tried"), (1, 61, "given_up")])
def test_a_global_sign_out_is_never_repeated_when_it_may_have_run_or_is_late(
    received: int,
    seconds: int,
    reason: str,
    deployment: Deployment,
    browser: Browser,
    cognito: Cognito,
    mary: Person,
    output: Output,
    queue: str,
) -> None:
    sign_in(browser, mary)
    cognito.misbehaving[GLOBAL_SIGN_OUT] = "throttled"
    browser.fetch("/logout", {"reach": "everywhere"})
    deployment.later(seconds)

    assert deliver(bodies(cognito, f"{queue}-global"), received) == []

    assert cognito.called(ADMIN_SIGN_OUT) == []
    assert [outcome for outcome, _ in outcomes(output, "other_sessions")] == ["pending", "failed"]
    (record,) = bodies(cognito, f"{queue}-dead")
    assert json.loads(record)["reason"] == reason


def test_what_fails_again_waits_longer_and_the_same_tokens_come_back(
    browser: Browser, cognito: Cognito, mary: Person, output: Output, queue: str
) -> None:
    sign_in(browser, mary)
    cognito.misbehaving[REVOKE] = "throttled"
    browser.visit("/logout")

    for _ in range(3):
        assert deliver(bodies(cognito, queue)[-1:]) == []

    sent = [(json.loads(body), delay) for body, delay in cognito.queued(queue)]
    assert [message["attempt"] for message, _ in sent] == [0, 1, 2, 3]
    assert [delay for _, delay in sent] == sorted({delay for _, delay in sent})
    assert len({tuple(message["sealed"]) for message, _ in sent}) == 1
    assert [outcome for outcome, _ in outcomes(output, "tokens")] == ["pending"]


def test_a_final_answer_in_the_queue_leaves_a_record_without_any_token(
    browser: Browser, cognito: Cognito, mary: Person, output: Output, queue: str
) -> None:
    body = waiting(browser, cognito, mary, queue)
    cognito.misbehaving[REVOKE] = "invalid_client"

    assert deliver([body]) == []

    (record,) = bodies(cognito, f"{queue}-dead")
    assert json.loads(record)["reason"] == "invalid_client"
    assert not any(sealed in record for sealed in json.loads(body)["sealed"])
    assert [outcome for outcome, _ in outcomes(output, "tokens")] == ["pending", "failed"]


def test_a_token_that_was_moved_into_another_message_does_not_open(
    browser: Browser, cognito: Cognito, mary: Person, queue: str
) -> None:
    body = waiting(browser, cognito, mary, queue)
    tried = len(cognito.called(REVOKE))

    assert deliver([json.dumps(json.loads(body) | {"logout_id": "another"})]) == []

    assert len(cognito.called(REVOKE)) == tried
    assert json.loads(bodies(cognito, f"{queue}-dead")[0])["reason"] == "seal_broken"


def test_a_stuck_message_in_the_middle_of_a_batch_fails_alone(
    browser: Browser, cognito: Cognito, mary: Person, output: Output, queue: str
) -> None:
    good = waiting(browser, cognito, mary, queue)
    stuck = json.dumps(json.loads(good) | {"sealed": ["no base64"], "logout_id": "stuck"})
    cognito.misbehaving = {SEND_MESSAGE: "500"}  # its record cannot be kept

    assert deliver([good, stuck, "}{", good]) == ["1", "2"]

    assert [outcome for outcome, _ in outcomes(output, "tokens")] == ["pending", "done", "done"]
    assert len({uid for _, uid in outcomes(output, "tokens")}) == 1


def test_a_message_of_another_version_stays_whole_in_the_queue(
    browser: Browser, cognito: Cognito, mary: Person, queue: str
) -> None:
    body = waiting(browser, cognito, mary, queue)

    assert deliver([json.dumps(json.loads(body) | {"version": 1})]) == ["0"]

    assert cognito.queued(f"{queue}-dead") == []


@pytest.mark.parametrize("way", ["500", "no_permission"])
def test_without_the_key_a_message_waits_longer_each_time_however_often_it_is_read(
    way: str, browser: Browser, cognito: Cognito, mary: Person, output: Output, queue: str
) -> None:
    waiting(browser, cognito, mary, queue)
    cognito.misbehaving = {DECRYPT: way}

    for _ in range(6):  # SQS gives up what was received five times
        assert deliver(bodies(cognito, queue)[-1:]) == []
    assert output.metrics["queue_failed"] == 6

    cognito.misbehaving.clear()
    assert deliver(bodies(cognito, queue)[-1:]) == []
    assert [outcome for outcome, _ in outcomes(output, "tokens")] == ["pending", "done"]


def test_a_batch_that_broke_off_and_comes_back_in_another_order_has_the_same_end(
    browser: Browser, deployment: Deployment, cognito: Cognito, mary: Person, eve: Person, output: Output, queue: str
) -> None:
    cognito.misbehaving[REVOKE] = "500"
    sessions = []
    for person in (mary, eve):
        sessions.append(sign_in(browser, person))
        browser.visit("/logout")
    first, second = bodies(cognito, queue)
    cognito.misbehaving.clear()
    cognito.calls.clear()

    deliver([first])  # and then it was killed, before SQS heard of it
    assert deliver([second, first], received=2) == []

    assert set(cognito.revoked) == {session.refresh_token for session in sessions}
    done = [uid for outcome, uid in outcomes(output, "tokens") if outcome == "done"]
    assert (len(done), len(set(done))) == (3, 2)
    assert cognito.queued(queue) == cognito.queued(f"{queue}-dead") == []
