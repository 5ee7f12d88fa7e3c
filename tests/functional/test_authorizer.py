"""The authorizer behind REST and HTTP APIs: who is let through, who is not, and what becomes of calls in an outage."""

import json
import logging
import time
from pathlib import Path
from typing import Any

import pytest

from tests.functional.audit_log import Output
from tests.functional.cognito import BATCH_GET_ITEM, KEYS, Cognito
from tests.functional.deployment import Deployment, LambdaContext
from tests.functional.stages import SHOP as SHOP_STAGE
from tests.functional.tokens import Person

ARN = "arn:aws:execute-api:eu-central-1:123456789012:abcde12345/live/GET/orders/17"
STAGE_ARN = "arn:aws:execute-api:eu-central-1:123456789012:abcde12345/live/*"
EVENTS = Path(__file__).parents[2] / "events" / "authorizer"
FILES = sorted(EVENTS.glob("*.json"))
DAY = 86_400
HANDLER = "authorizer.handler"


class Authorizer:
    """The function: a warm instance where one of its settings is left of an earlier test."""

    def __init__(self, deployment: Deployment) -> None:
        self.deployment = deployment
        self.is_cold = False
        self.set(REVOCATION_TABLE="revocations", SIGNING_KEYS=None, COGNITO_DOMAIN=None)
        self.set(CONFIG=deployment.stage, CONFIG_FILE=None)

    def set(self, **environment: str | None) -> None:
        """Change the environment."""
        self.deployment.set(**environment)

    def ask(self, event: dict[str, Any]) -> dict[str, Any]:
        """Invoke it."""
        return self.deployment.met(HANDLER, cold=self.is_cold).handle(event, LambdaContext())

    def of_rest(self, token: str) -> dict[str, Any]:
        """The answer to a REST API's TOKEN event."""
        return self.ask({"type": "TOKEN", "authorizationToken": f"Bearer {token}", "methodArn": ARN})

    def admits(self, token: str) -> bool:
        """Whether a call with this token is let through."""
        (statement,) = self.of_rest(token)["policyDocument"]["Statement"]
        return bool(statement["Effect"] == "Allow")


@pytest.fixture
def authorizer(deployment: Deployment) -> Authorizer:
    """The function, with the revocation list on and without any secret."""
    return Authorizer(deployment)


def session_of(person: Person, expires: int = DAY) -> dict[str, dict[str, int | str]]:
    return {f"session/{person.session}": {"expires": int(time.time()) + expires}}


def cut_off_of(person: Person, second: int) -> dict[str, dict[str, int | str]]:
    return {f"user/{person.sub}": {"expires": int(time.time()) + DAY, "cut_off": second}}


def test_a_good_token_opens_the_whole_stage_and_says_whose_it_is(authorizer: Authorizer, mary: Person) -> None:
    assert authorizer.of_rest(mary.access_token()) == {
        "principalId": mary.sub,
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [{"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": STAGE_ARN}],
        },
        "context": {
            "sub": mary.sub,
            "client_id": "1example23456789",
            "scope": "aws.cognito.signin.user.admin",
            "username": mary.username,
        },
    }


def test_every_call_reads_the_list_consistently(authorizer: Authorizer, cognito: Cognito, mary: Person) -> None:
    token = mary.access_token()
    assert authorizer.admits(token)
    cognito.listed = session_of(mary)

    assert not authorizer.admits(token)

    reads = [call.json["RequestItems"]["revocations"] for call in cognito.called(BATCH_GET_ITEM)]
    assert [one["ConsistentRead"] for one in reads] == [True, True]
    session, user, sign_in = (key["id"]["S"] for key in reads[0]["Keys"])
    assert (session, user) == (f"session/{mary.session}", f"user/{mary.sub}")
    assert sign_in.startswith(f"sign-in/{mary.sub}/1")


def test_what_began_through_a_session_that_ended_at_its_provider_is_refused(
    authorizer: Authorizer, cognito: Cognito, mary: Person
) -> None:
    began = int(time.time()) - 100
    cognito.listed = {f"sign-in/{mary.sub}/{began}": {"expires": began + DAY}}

    assert not authorizer.admits(mary.access_token(auth_time=began))
    assert authorizer.admits(mary.access_token(auth_time=began + 1))


def test_a_user_who_left_everywhere_is_refused_and_the_next_sign_in_is_not(
    authorizer: Authorizer, cognito: Cognito, mary: Person, eve: Person
) -> None:
    now = int(time.time())
    cognito.listed = cut_off_of(mary, now - 30)

    assert not authorizer.admits(mary.access_token(auth_time=now - 31))
    assert not authorizer.admits(mary.access_token(auth_time=now - 30, iat=now))
    assert authorizer.admits(mary.access_token(auth_time=now - 29))
    assert authorizer.admits(eve.access_token(auth_time=now - 31))


def test_an_item_that_expired_counts_no_longer(authorizer: Authorizer, cognito: Cognito, mary: Person) -> None:
    cognito.listed = session_of(mary, expires=-1)

    assert authorizer.admits(mary.access_token())


@pytest.mark.parametrize("claims", [{"exp": 1}, {"token_use": "id"}, {"iss": "https://else.test"}, {"client": "other"}])
def test_what_is_no_good_access_token_is_refused_without_a_read(
    authorizer: Authorizer, cognito: Cognito, mary: Person, claims: dict[str, Any]
) -> None:
    assert not authorizer.admits(mary.access_token(**claims))
    assert cognito.called(BATCH_GET_ITEM) == []


def test_a_forged_token_and_an_id_token_are_refused(authorizer: Authorizer, mary: Person) -> None:
    assert not authorizer.admits(mary.access_token(signed_by="pool")[:-8] + "AAAAAAAA")
    assert not authorizer.admits(mary.id_token())


def test_a_client_without_users_passes_unasked_once_it_is_named(
    authorizer: Authorizer, cognito: Cognito, mary: Person
) -> None:
    robot = mary.access_token(client="robot", sub="robot", username=None, origin_jti=None, auth_time=None)
    assert not authorizer.admits(robot)

    authorizer.set(AUTHORIZER_CLIENT_IDS="other, robot")

    assert authorizer.admits(robot)
    assert cognito.called(BATCH_GET_ITEM) == []
    assert "username" not in authorizer.of_rest(robot)["context"]


def test_a_stage_with_a_clients_secret_needs_none_here(authorizer: Authorizer, mary: Person) -> None:
    authorizer.set(CONFIG=SHOP_STAGE + 'client_secret = "env:shop"\n')

    assert authorizer.admits(mary.access_token())


def test_http_apis_get_simple_answers(authorizer: Authorizer, cognito: Cognito, mary: Person) -> None:
    event = {"version": "2.0", "type": "REQUEST", "headers": {"authorization": f"bearer {mary.access_token()}"}}
    good = authorizer.ask(event)
    cognito.listed = session_of(mary)

    assert (good["isAuthorized"], good["context"]["sub"]) == (True, mary.sub)
    assert authorizer.ask(event) == {"isAuthorized": False, "context": {}}


@pytest.mark.parametrize("way", ["500", "html", "reset", "throttled"])
def test_without_the_list_a_closed_authorizer_breaks_the_call_and_an_open_one_lets_it_pass(
    authorizer: Authorizer, cognito: Cognito, mary: Person, output: Output, way: str
) -> None:
    cognito.misbehaving[BATCH_GET_ITEM] = way
    token = mary.access_token()
    with pytest.raises(Exception, match="list_unavailable") as error:
        authorizer.of_rest(token)
    assert type(error.value).__name__ == "GuardUnavailable"

    authorizer.set(AUTHORIZER_WHEN_DOWN="open")

    assert authorizer.admits(token)
    assert not authorizer.admits(mary.access_token(exp=1))
    assert output.metrics["list_unavailable"] == 2


def test_an_open_authorizer_still_refuses_whom_it_saw_on_the_list(
    authorizer: Authorizer, cognito: Cognito, mary: Person, output: Output
) -> None:
    authorizer.set(AUTHORIZER_WHEN_DOWN="open")
    cognito.listed = session_of(mary)
    token = mary.access_token()
    assert not authorizer.admits(token)
    cognito.misbehaving[BATCH_GET_ITEM] = "500"

    assert not authorizer.admits(token)
    assert output.metrics["ended_token_refused"] == 2


@pytest.mark.parametrize("when_down", ["open", "closed"])
def test_without_keys_nobody_can_tell_and_nobody_passes(
    authorizer: Authorizer, cognito: Cognito, mary: Person, output: Output, when_down: str
) -> None:
    authorizer.set(AUTHORIZER_WHEN_DOWN=when_down)
    authorizer.is_cold = True
    cognito.misbehaving[KEYS] = "500"

    with pytest.raises(Exception, match="keys_unavailable"):
        authorizer.of_rest(mary.access_token())
    assert output.metrics == {"keys_unavailable": 1}


def test_a_cache_is_as_old_as_it_was_allowed_to_be(
    authorizer: Authorizer, cognito: Cognito, mary: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    authorizer.set(AUTHORIZER_CACHE_SECONDS="30")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    token = mary.access_token()
    assert authorizer.admits(token)
    cognito.listed = session_of(mary)

    monkeypatch.setattr(time, "time", lambda: now + 29.9)
    assert authorizer.admits(token)
    monkeypatch.setattr(time, "time", lambda: now + 30.1)
    assert not authorizer.admits(token)
    monkeypatch.setattr(time, "time", lambda: now + 31)
    assert not authorizer.admits(token)
    assert len(cognito.called(BATCH_GET_ITEM)) == 2


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_event_as_it_is_is_refused_without_asking_anybody(
    authorizer: Authorizer, cognito: Cognito, file: Path
) -> None:
    answer = authorizer.ask(json.loads(file.read_text(encoding="utf-8")))

    assert answer.get("isAuthorized") is False or answer["policyDocument"]["Statement"][0]["Effect"] == "Deny"
    assert cognito.calls == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_event_with_a_good_token_is_let_through(authorizer: Authorizer, mary: Person, file: Path) -> None:
    text = file.read_text(encoding="utf-8").replace("ACCESS_TOKEN_OF_A_SIGNED_IN_PERSON", mary.access_token())
    answer = authorizer.ask(json.loads(text))

    assert answer.get("isAuthorized") or answer["policyDocument"]["Statement"][0]["Effect"] == "Allow"


def test_without_the_name_of_the_table_it_does_not_start(authorizer: Authorizer) -> None:
    authorizer.set(REVOCATION_TABLE=None, AUTHORIZER_CACHE_SECONDS="301", AUTHORIZER_WHEN_DOWN="ajar")

    with pytest.raises(Exception, match="mistakes") as error:
        authorizer.of_rest("x")
    assert [one.partition(":")[0] for one in error.value.problems] == [  # type: ignore[attr-defined]
        "REVOCATION_TABLE",
        "AUTHORIZER_CACHE_SECONDS",
        "AUTHORIZER_WHEN_DOWN",
    ]


@pytest.mark.parametrize("event", [{}, {"type": "TOKEN"}, {"type": "REQUEST", "headers": None, "methodArn": 7}])
def test_an_event_that_is_none_is_refused(authorizer: Authorizer, event: dict[str, Any]) -> None:
    answer = authorizer.ask(event)

    assert answer["policyDocument"]["Statement"] == [
        {"Action": "execute-api:Invoke", "Effect": "Deny", "Resource": "*"},
    ]


def test_no_token_is_logged_at_any_level(
    authorizer: Authorizer, mary: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert authorizer.admits(mary.access_token())
        assert not authorizer.admits(mary.access_token(exp=1))
