"""`POST /sign-out`: an operator ends a user everywhere, at once or through the queue, and the audit says who asked."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.functional.answers import Answer
from tests.functional.audit_log import Output, ours
from tests.functional.cognito import ADMIN_GET_USER, ADMIN_SIGN_OUT, SEND_MESSAGE, Cognito
from tests.functional.deployment import Deployment, LambdaContext
from tests.functional.events import rest_api_event
from tests.functional.instances import Instance

pytestmark = pytest.mark.slow
EVENTS = Path(__file__).parents[2] / "events" / "sign_out"
FILES = sorted(EVENTS.glob("*.json"))
OPERATOR = "arn:aws:sts::123456789012:assumed-role/operators/olive"
CORP_MARY = "0c9e7c58-3e1c-4c0b-9b9f-6d1f1f0c1a2b"
# Warm ones: they build anew what depends on the environment.
SIGN_OUT, RETRY = Instance("sign_out.handler"), Instance("retry.handler")


@pytest.fixture(autouse=True)
def pool(deployment: Deployment, cognito: Cognito) -> None:
    """A pool in which everybody is Corp_mary."""
    cognito.attributes["sub"] = CORP_MARY


def ask(body: object, *, text: str | None = None, content_type: str = "application/json") -> Answer:
    """Send a body to the sign-out function, as API Gateway passes on what IAM lets in."""
    sent = json.dumps(body) if text is None else text
    event = rest_api_event("POST", "https://logout.example.com/sign-out", [("Content-Type", content_type)], sent)
    event["requestContext"]["identity"]["userArn"] = OPERATOR
    return run(event)


def run(event: dict[str, Any]) -> Answer:
    """Invoke it."""
    return Answer(SIGN_OUT.handle(event, LambdaContext()))


def deliver(body: str, received: int = 1) -> None:
    """Give a message to the retry function."""
    record = {"messageId": "1", "body": body, "attributes": {"ApproximateReceiveCount": str(received)}}
    RETRY.handle({"Records": [record]}, LambdaContext())


def told(output: Output) -> list[tuple[str, str | None, str | None]]:
    """Step, leg and outcome of every event."""
    return [(ours(one)["step"], ours(one)["leg"], ours(one)["outcome"]) for one in output.events]


def test_a_user_is_ended_everywhere_and_the_receipt_says_so(cognito: Cognito) -> None:
    answer = ask({"user": "mary@example.com"})

    assert answer.status == 200
    assert answer.json.keys() == {"logout_id", "user", "receipt"}
    assert (answer.json["user"], answer.json["receipt"]["reach"]) == ("Corp_mary", "everywhere")
    (leg,) = answer.json["receipt"]["legs"]
    assert (leg["leg"], leg["outcome"], leg["reason"]) == ("other_sessions", "done", "cognito_cookie_elsewhere")
    (asked,), (ended,) = cognito.called(ADMIN_GET_USER), cognito.called(ADMIN_SIGN_OUT)
    assert (asked.json["Username"], ended.json["Username"]) == ("mary@example.com", "Corp_mary")


def test_the_audit_has_every_step_the_user_and_who_asked(output: Output) -> None:
    answer = ask({"user": "mary@example.com"})

    assert told(output) == [
        ("requested", None, None),
        ("effect", "other_sessions", "done"),
        ("completed", None, None),
    ]
    for event in output.events:
        assert event["user"] == {"uid": CORP_MARY}
        assert event["actor"] == {"user": {"uid": OPERATOR}}
        assert (ours(event)["logout_id"], ours(event)["reach"]) == (answer.json["logout_id"], "everywhere")
        assert (ours(event)["app"], ours(event)["verified"]) == (None, True)
    assert "mary@example.com" not in output.read()


def test_no_browser_is_let_in_by_its_headers(cognito: Cognito) -> None:
    answer = ask({"user": "mary"})

    assert answer.header("Cache-Control") == "no-store"
    assert not [name for name, _ in answer.headers if name.lower().startswith(("access-control", "set-cookie"))]


def test_what_is_throttled_is_accepted_and_done_later_under_one_uid(
    cognito: Cognito, output: Output, queue: str
) -> None:
    cognito.misbehaving[ADMIN_SIGN_OUT] = "throttled"

    answer = ask({"user": "mary"})

    assert answer.status == 202
    assert (answer.json["receipt"]["legs"][0]["outcome"]) == "pending"
    ((body, _),) = cognito.queued(f"{queue}-global")
    cognito.misbehaving.clear()
    deliver(body)
    effects = output.steps("effect")
    assert [ours(one)["outcome"] for one in effects] == ["pending", "done"]
    assert len({one["metadata"]["uid"] for one in effects}) == 1
    assert effects[1]["user"] == {"uid": CORP_MARY} and ours(effects[1])["app"] is None


def test_left_to_the_queue_nothing_is_ended_at_once(cognito: Cognito, output: Output, queue: str) -> None:
    answer = ask({"user": "mary", "when": "queued"})

    assert answer.status == 202
    (leg,) = answer.json["receipt"]["legs"]
    assert (leg["outcome"], leg["reason"]) == ("pending", "deferred")
    assert cognito.called(ADMIN_SIGN_OUT) == []
    ((body, delay),) = cognito.queued(f"{queue}-global")
    assert delay <= 4
    deliver(body)
    (call,) = cognito.called(ADMIN_SIGN_OUT)
    assert call.json["Username"] == "Corp_mary"
    assert told(output)[-1] == ("effect", "other_sessions", "done")


def test_with_the_queue_down_what_was_left_to_it_has_failed(cognito: Cognito, output: Output, queue: str) -> None:
    cognito.misbehaving[SEND_MESSAGE] = "500"

    answer = ask({"user": "mary", "when": "queued"})

    assert answer.status == 200
    assert [(leg["outcome"], leg["reason"]) for leg in answer.json["receipt"]["legs"]] == [("failed", "deferred")]
    assert output.metrics["queue_failed"] == 1


def test_without_a_queue_nothing_can_be_left_to_it(cognito: Cognito) -> None:
    answer = ask({"user": "mary", "when": "queued"})

    assert (answer.status, answer.json["error"]) == (400, "no_retry_queue")
    assert cognito.calls == []


def test_a_final_failure_is_told_and_not_queued(cognito: Cognito, queue: str) -> None:
    cognito.misbehaving[ADMIN_SIGN_OUT] = "invalid_client"

    answer = ask({"user": "mary"})

    assert (answer.status, answer.json["receipt"]["legs"][0]["outcome"]) == (200, "failed")
    assert cognito.queued(f"{queue}-global") == []


@pytest.mark.parametrize(
    ("way", "status", "code"), [("throttled", 503, "temporarily_unavailable"), ("html", 503, None)]
)
def test_a_user_who_cannot_be_found_in_time_is_refused_before_any_effect(
    way: str, status: int, code: str | None, cognito: Cognito, output: Output
) -> None:
    cognito.misbehaving[ADMIN_GET_USER] = way

    answer = ask({"user": "mary"})

    assert answer.status == status
    assert answer.json["error"] == (code or answer.json["error"])
    assert cognito.effects == []
    assert told(output) == [("refused", None, None)]
    assert output.events[0]["actor"] == {"user": {"uid": OPERATOR}}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"user": ""},
        {"user": "m" * 129},
        {"user": 1},
        {"user": "\ud800"},
        {"user": "mary", "when": "later"},
        {"user": "mary", "queue": "true"},
        ["mary"],
    ],
)
def test_what_is_no_request_is_refused_before_anybody_is_asked(body: object, cognito: Cognito, output: Output) -> None:
    answer = ask(body)

    assert (answer.status, answer.json["error"]) == (400, "invalid_request")
    assert answer.json.keys() == {"error", "error_description", "logout_id"}
    assert cognito.calls == []


def test_a_member_that_is_given_twice_is_refused(cognito: Cognito) -> None:
    answer = ask(None, text='{"user": "mary", "user": "eve"}')

    assert (answer.status, answer.json["error"]) == (400, "duplicate_parameter")
    assert cognito.calls == []


def test_a_body_of_another_kind_is_refused(cognito: Cognito) -> None:
    answer = ask(None, text="mary", content_type="text/plain")

    assert (answer.status, answer.json["error"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize("event", [{}, {"requestContext": None}, {"requestContext": {"identity": 1}}, {"body": 1}])
def test_a_malformed_event_is_refused_without_an_error_of_ours(event: dict[str, Any], output: Output) -> None:
    answer = run({"httpMethod": "POST", **event})

    assert (answer.status, answer.json["error"]) == (400, "invalid_request")
    assert "server_error" not in output.metrics


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_sample_events_are_what_api_gateway_sends_and_sign_out(file: Path, cognito: Cognito, queue: str) -> None:
    event = json.loads(file.read_text(encoding="utf-8"))
    built = rest_api_event("POST", "https://abcde12345.execute-api.us-east-1.amazonaws.com/live/sign-out")

    assert event.keys() == built.keys()
    assert event["requestContext"].keys() == built["requestContext"].keys()
    assert event["requestContext"]["identity"].keys() >= built["requestContext"]["identity"].keys()
    assert event["requestContext"]["path"] == "/live" + event["path"]
    assert run(event).status == {"user": 200, "queued": 202}[file.stem]
