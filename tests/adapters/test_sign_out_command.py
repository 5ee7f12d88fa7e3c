"""The command's calls: signed by botocore, asked again where nothing was done; and how it reads the log."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from local import stack
from local.errors import LocalError
from local.sign_out import calling
from local.sign_out.answers import Leg, Result
from local.sign_out.calling import Caller
from local.sign_out.journal import Journal
from local.sign_out.outcomes import Outcomes
from local.stack import Stack
from tests.adapters.loopback import Loopback, reply, reset

REGION = "eu-central-1"
RECEIPT = {
    "logout_id": "id-1",
    "user": "Corp_mary",
    "receipt": {"legs": [{"leg": "other_sessions", "outcome": "done", "reason": None, "alive_until": None}]},
}


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No AWS of anybody's, and no waiting."""
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(calling, "PAUSES", (0.0, 0.0))


@pytest.fixture
def deployed(server: Loopback) -> Stack:
    """A stack whose API is the loopback server."""
    session = boto3.Session("operator", "operator", "of-a-role", region_name=REGION)
    return Stack("logout", {"SignOutUrl": f"{server.base}/live/sign-out", "ApiId": "abc"}, session)


def test_a_request_is_signed_for_the_api_and_its_region(server: Loopback, deployed: Stack) -> None:
    server.behaviour = reply(200, RECEIPT)

    result = Caller(deployed).sign_out("mary", "now")

    assert (result.state, result.logout_id) == ("done", "id-1")
    (seen,) = server.requests
    headers = {name.lower(): value for name, value in seen.headers.items()}
    assert json.loads(seen.body) == {"user": "mary", "when": "now"}
    assert headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=operator/")
    assert f"/{REGION}/execute-api/aws4_request" in headers["authorization"]
    assert (headers["x-amz-security-token"], headers["content-type"]) == ("of-a-role", "application/json")


@pytest.mark.parametrize("status", [429, 503])
def test_what_was_refused_for_the_moment_is_asked_again(status: int, server: Loopback, deployed: Stack) -> None:
    refused = reply(status, {"error": "temporarily_unavailable"})
    answers = iter([refused, refused, reply(200, RECEIPT)])
    server.behaviour = lambda handler: next(answers)(handler)

    assert Caller(deployed).sign_out("mary", "queued").state == "done"
    assert len(server.requests) == 3


def test_what_stays_refused_is_a_failure_of_this_user(server: Loopback, deployed: Stack) -> None:
    server.behaviour = reply(503, {"error": "temporarily_unavailable"})

    assert Caller(deployed).sign_out("mary", "queued").error == "temporarily_unavailable"
    assert len(server.requests) == 3


def test_what_may_have_been_done_is_not_asked_again(server: Loopback, deployed: Stack) -> None:
    server.behaviour = reset

    assert Caller(deployed).sign_out("mary", "queued").error == "unreachable"
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (403, "<!doctype html>", "execute-api:Invoke"),
        (404, "<!doctype html>", "deploy the stack again"),
        (400, {"error": "no_retry_queue"}, "Retry=on"),
    ],
)
def test_what_no_user_gets_past_ends_with_a_sentence(
    status: int, body: object, said: str, server: Loopback, deployed: Stack
) -> None:
    server.behaviour = reply(status, body)

    with pytest.raises(LocalError, match=said):
        Caller(deployed).sign_out("mary", "queued")


def test_a_stack_without_the_function_is_said_to_lack_it(deployed: Stack) -> None:
    with pytest.raises(LocalError, match="OperatorSignOut=on"):
        Caller(Stack("logout", {}, deployed.session))
    with pytest.raises(LocalError, match="Retry=on"):
        Outcomes(Stack("logout", {}, deployed.session))
    with pytest.raises(LocalError, match="no stage nowhere"):
        stack.of_stage("nowhere")


def test_an_aws_of_ones_own_has_its_apis_below_its_address(deployed: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://localhost:4566/")

    assert deployed.sign_out_url == "http://localhost:4566/_aws/execute-api/abc/live/sign-out"


@pytest.fixture
def logs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A log group of moto."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    with mock_aws():
        client = boto3.client("logs")
        client.create_log_group(logGroupName="retry")
        client.create_log_stream(logGroupName="retry", logStreamName="one")
        yield client


def written(logs: Any, *events: dict[str, Any]) -> None:
    """Write lines as the retry function does, metrics and other lines among them."""
    now = int(time.time() * 1000)
    lines = ['{"_aws": {}}', "START RequestId", *(json.dumps(event) for event in events)]
    logs.put_log_events(
        logGroupName="retry",
        logStreamName="one",
        logEvents=[{"timestamp": now, "message": line} for line in lines],
    )


def event(logout_id: str, outcome: str, detail: str | None = None) -> dict[str, Any]:
    """An event of an effect."""
    ours = {"logout_id": logout_id, "step": "effect", "leg": "other_sessions", "outcome": outcome}
    return {
        "class_uid": 3002,
        "time": int(time.time() * 1000),
        **({"status_detail": detail} if detail else {}),
        "unmapped": {"logout": ours},
    }


def test_the_ends_are_read_from_the_audit_events(logs: Any, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    waits = {"other_sessions": Leg("pending", "deferred")}
    for name in ("mary", "bob", "pam"):
        journal.note(Result(name, time.time() - 5, f"id-{name}", waits))
    outcomes = Outcomes(Stack("logout", {"RetryLogGroupName": "retry"}, boto3.Session()))

    outcomes.look(journal)
    assert len(journal.pending()) == 3
    written(logs, event("id-mary", "done"), event("id-bob", "failed", "given_up"), event("id-eve", "done"))
    outcomes.look(journal)
    written(logs, event("id-bob", "pending"))
    outcomes.look(journal)
    journal.close()

    assert {name: one.state for name, one in journal.results.items()} == {
        "mary": "done",
        "bob": "failed",
        "pam": "pending",
    }
    assert journal.results["bob"].reasons == "other_sessions failed: given_up"


def test_a_log_that_cannot_be_read_ends_with_a_sentence(logs: Any, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.note(Result("mary", time.time(), "id-mary", {"other_sessions": Leg("pending")}))
    outcomes = Outcomes(Stack("logout", {"RetryLogGroupName": "nowhere"}, boto3.Session()))

    with pytest.raises(LocalError, match="FilterLogEvents"):
        outcomes.look(journal)
    journal.close()
