"""What a provider's word ends: a session's sign-ins, or the user's; what waits, what fails, and what is nothing."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from tests.functional.answers import Answer
from tests.functional.attacks.logout_tokens import Case
from tests.functional.audit_log import Output, ours
from tests.functional.cognito import (
    ADMIN_GET_USER,
    ADMIN_SIGN_OUT,
    BATCH_GET_ITEM,
    CORP_KEYS,
    DISCOVERY,
    QUERY,
    SEND_MESSAGE,
    UPDATE_ITEM,
    Cognito,
)
from tests.functional.deployment import Deployment, LambdaContext
from tests.functional.events import rest_api_event
from tests.functional.instances import Instance
from tests.functional.provider import GOOD, OF_PERSON, USER, Corp
from tests.functional.secrecy import Secrets

pytestmark = pytest.mark.slow
EVENTS = Path(__file__).parents[2] / "events" / "signals"
DAY = 86_400
RETRY = Instance("retry.handler")


@pytest.fixture
def corp(deployment: Deployment, cognito: Cognito, remembered: Secrets) -> Corp:
    """The provider."""
    return Corp(deployment, cognito, remembered)


def sign_ins(cognito: Cognito) -> dict[int, int]:
    """The seconds whose sign-ins were denied, each with until when."""
    prefix = f"sign-in/{USER}/"
    denied = cognito.denied().items()
    return {int(key.removeprefix(prefix)): values["expires"] for key, values in denied if key.startswith(prefix)}


def signal(output: Output) -> tuple[str, str, str | None]:
    """Leg, outcome and reason of the only token that was told."""
    (event,) = output.steps("signal")
    told = ours(event)
    assert told["provider"] == "Corp"
    return told["leg"], told["outcome"], event.get("status_detail")


def deliver(body: str) -> None:
    """Give a message to the retry function."""
    record = {"messageId": "1", "body": body, "attributes": {"ApproximateReceiveCount": "1"}}
    RETRY.handle({"Records": [record]}, LambdaContext())


def heard(cognito: Cognito) -> bool:
    """Whether a token counts as heard."""
    return any(key.startswith("signal/") for key in cognito.denied())


def test_a_session_ends_in_the_seconds_of_its_sign_ins_alone(corp: Corp, cognito: Cognito, output: Output) -> None:
    first, last = corp.signed_in(3_600), corp.signed_in(60)
    corp.signed_in(1_800, sid="another")

    assert corp.tell(corp.token()).status == 200

    assert set(sign_ins(cognito)) == {*range(first - 1, first + 9), *range(last - 1, last + 9)}
    assert sign_ins(cognito)[last] == last + 32 * DAY
    assert not cognito.effects
    assert signal(output) == ("revocation_list", "done", None)
    (effect,) = output.steps("effect")
    assert (effect["user"], ours(effect)["outcome"]) == ({"uid": USER}, "done")
    assert output.metrics["signal_done"] == output.metrics["revocation_list_done"] == 1


def test_what_the_person_began_right_after_lives_on(corp: Corp, cognito: Cognito) -> None:
    ended, other = corp.signed_in(60), corp.signed_in(57, sid="another")

    corp.tell(corp.token())

    assert set(sign_ins(cognito)) == set(range(ended - 1, other))


def test_what_began_right_before_lives_on(corp: Corp, cognito: Cognito) -> None:
    corp.signed_in(62, sid="another")
    ended = corp.signed_in(60)

    corp.tell(corp.token())

    assert set(sign_ins(cognito)) == set(range(ended, ended + 9))


def test_what_began_after_the_token_was_issued_lives_on(corp: Corp, cognito: Cognito) -> None:
    ended = corp.signed_in(200)
    corp.signed_in(10)

    corp.tell(corp.token(iat="@now-197", exp="@now+60"))

    assert set(sign_ins(cognito)) == set(range(ended - 1, ended + 4))


def test_a_token_names_its_session_without_a_person_as_well(corp: Corp, cognito: Cognito) -> None:
    second = corp.signed_in(60)

    assert corp.tell(corp.token(sub=None)).status == 200
    assert second in sign_ins(cognito)


def test_a_session_of_somebody_else_is_a_mistake_and_ends_nothing(corp: Corp, cognito: Cognito) -> None:
    corp.signed_in(60, subject="user-2")

    assert corp.tell(corp.token()).status == 400
    assert not sign_ins(cognito) and not heard(cognito)


@pytest.mark.parametrize("remembering", ["sign-ins", None])
def test_an_unknown_session_ends_nothing_and_is_counted(
    remembering: str | None, corp: Corp, cognito: Cognito, output: Output
) -> None:
    corp.configure(REMEMBER_TABLE=remembering)
    corp.signed_in(60, sid="another")

    assert corp.tell(corp.token()).status == 200

    assert (sign_ins(cognito), cognito.effects) == ({}, [])
    assert signal(output) == ("revocation_list", "not_attempted", "unknown_session")
    assert output.metrics["signal_unknown_session"] == 1
    assert heard(cognito)


def test_a_known_session_of_somebody_whom_the_pool_no_longer_has_ends_nothing(
    corp: Corp, cognito: Cognito, output: Output
) -> None:
    corp.signed_in(60)
    cognito.attributes |= {"identities": "[]"}

    assert corp.tell(corp.token()).status == 200
    assert signal(output) == ("revocation_list", "not_attempted", "unknown_user")


def test_who_deploys_without_remembering_is_told_what_that_means(corp: Corp, output: Output) -> None:
    corp.is_cold = True
    corp.configure(REMEMBER_TABLE=None)

    corp.tell(corp.token())

    (warning,) = [line for line in output.lines if line.get("level") == "WARNING"]
    assert "providers.Corp" in warning["message"] and "backchannel" in warning["message"]


def test_a_person_without_a_session_is_signed_out_everywhere(corp: Corp, cognito: Cognito, output: Output) -> None:
    before = int(time.time())

    assert corp.tell(corp.token(OF_PERSON)).status == 200

    (call,) = cognito.called(ADMIN_SIGN_OUT)
    assert call.json["Username"] == "Corp_mary"
    cut_off = cognito.denied()[f"user/{USER}"]
    assert before <= cut_off["cut_off"] <= time.time()
    assert cut_off["expires"] >= cut_off["cut_off"] + DAY
    assert signal(output) == ("other_sessions", "done", None)
    assert [(ours(one)["leg"], ours(one)["outcome"]) for one in output.steps("effect")] == [
        ("other_sessions", "done"),
        ("revocation_list", "done"),
    ]


def test_a_provider_may_be_taken_to_mean_the_user_whatever_it_names(corp: Corp, cognito: Cognito) -> None:
    corp.configure('backchannel = "user"\n')
    corp.signed_in(60)

    assert corp.tell(corp.token()).status == 200
    assert len(cognito.called(ADMIN_SIGN_OUT)) == 1
    assert not sign_ins(cognito)


def test_the_user_of_a_session_is_found_where_the_token_names_no_person(corp: Corp, cognito: Cognito) -> None:
    corp.configure('backchannel = "user"\n')
    corp.signed_in(60)

    assert corp.tell(corp.token(sub=None)).status == 200
    assert len(cognito.called(ADMIN_SIGN_OUT)) == 1


def test_an_old_token_cuts_off_what_began_before_it_and_calls_nobody(corp: Corp, cognito: Cognito) -> None:
    issued = int(time.time()) - 120

    assert corp.tell(corp.token(OF_PERSON, iat=issued, exp=issued + 300)).status == 200

    assert not cognito.called(ADMIN_SIGN_OUT)
    assert cognito.denied()[f"user/{USER}"]["cut_off"] == issued
    assert cognito.denied()[f"user/{USER}"]["expires"] >= issued + 31 * DAY


def test_a_provider_whose_clock_is_ahead_cuts_off_nothing_that_is_still_to_come(corp: Corp, cognito: Cognito) -> None:
    corp.tell(corp.token(OF_PERSON, iat="@now+50", exp="@now+100"))

    assert cognito.denied()[f"user/{USER}"]["cut_off"] <= time.time()


@pytest.mark.parametrize(
    "identities",
    [
        None,
        "[]",
        "{",
        '[{"providerName": "Corp", "userId": "USER-1"}]',
        '[{"providerName": "corp", "userId": "user-1"}]',
        '[{"providerName": "Other", "userId": "user-1"}]',
        '{"providerName": "Corp", "userId": "user-1"}',
    ],
)
def test_a_user_who_is_not_this_very_person_there_is_nobody(
    identities: str | None, corp: Corp, cognito: Cognito, output: Output
) -> None:
    cognito.attributes.pop("identities")
    cognito.attributes |= {"identities": identities} if identities else {}

    assert corp.tell(corp.token(OF_PERSON)).status == 200
    assert not cognito.effects
    assert signal(output) == ("other_sessions", "not_attempted", "unknown_user")


def test_a_linked_user_is_found_by_what_was_remembered(corp: Corp, cognito: Cognito) -> None:
    from coordinator.core import sign_ins as keys

    link = {"id": {"S": keys.of_link("Corp", "user-1")}, "at": {"N": "0"}, "username": {"S": "mary"}}
    cognito.items.append({**link, "expires": {"N": str(int(time.time()) + 60)}})

    corp.tell(corp.token(OF_PERSON))

    assert [call.json["Username"] for call in cognito.called(ADMIN_GET_USER)] == ["mary"]


@pytest.mark.parametrize(("operation", "status"), [(ADMIN_SIGN_OUT, 503), (ADMIN_GET_USER, 503), (UPDATE_ITEM, 400)])
def test_what_fails_is_told_and_may_be_sent_again(
    operation: str, status: int, corp: Corp, cognito: Cognito, output: Output
) -> None:
    cognito.misbehaving[operation] = "throttled"
    token = corp.token(OF_PERSON)

    assert corp.tell(token).status == status
    assert output.metrics["signal_failed"] == 1

    assert not heard(cognito) or operation == UPDATE_ITEM
    cognito.misbehaving.clear()
    cognito.calls.clear()
    assert corp.tell(token).status == 200
    assert cognito.effects and heard(cognito)


@pytest.mark.parametrize("operation", [UPDATE_ITEM, QUERY])
def test_a_session_that_cannot_be_ended_is_told_and_may_be_sent_again(
    operation: str, corp: Corp, cognito: Cognito, output: Output
) -> None:
    second = corp.signed_in(60)
    cognito.misbehaving[operation] = "500"
    token = corp.token()

    answer = corp.tell(token)

    assert (answer.status, answer.json["error"]) == (400, "logout_failed")
    assert output.metrics["signal_failed"] == 1
    cognito.misbehaving.clear()
    assert corp.tell(token).status == 200
    assert second in sign_ins(cognito)


def test_what_waits_in_the_queue_is_heard_and_done_later(
    corp: Corp, cognito: Cognito, output: Output, queue: str
) -> None:
    corp.signed_in(60)
    corp.configure(RETRY_QUEUE_URL=queue)
    cognito.misbehaving[UPDATE_ITEM] = "500"

    assert corp.tell(corp.token()).status == 200
    assert signal(output)[:2] == ("revocation_list", "pending")

    ((body, _),) = cognito.queued(queue)
    cognito.misbehaving.clear()
    cognito.calls.clear()
    corp.deployment.set(COGNITO_DOMAIN=cognito.base)
    deliver(body)
    assert len(sign_ins(cognito)) == 10
    effects = output.steps("effect")
    assert [ours(one)["outcome"] for one in effects] == ["pending", "done"]
    assert len({one["metadata"]["uid"] for one in effects}) == 1


@pytest.mark.parametrize("case", [GOOD, OF_PERSON])
def test_what_an_old_token_ends_waits_as_long_as_any_other(
    case: Case, corp: Corp, cognito: Cognito, output: Output, queue: str
) -> None:
    corp.signed_in(6 * DAY)
    corp.configure("compat = true\n", RETRY_QUEUE_URL=queue)
    cognito.misbehaving[UPDATE_ITEM] = "500"

    assert corp.tell(corp.token(case, iat=f"@now-{5 * DAY}", exp=None)).status == 200

    ((body, delay),) = cognito.queued(queue)
    assert delay > 0
    cognito.misbehaving.clear()
    cognito.calls.clear()
    corp.deployment.set(COGNITO_DOMAIN=cognito.base)
    deliver(body)
    assert cognito.denied()
    assert [ours(one)["outcome"] for one in output.steps("effect")] == ["pending", "done"]


def test_a_global_sign_out_waits_while_it_can_be_in_time(corp: Corp, cognito: Cognito, queue: str) -> None:
    corp.configure(RETRY_QUEUE_URL=queue)
    cognito.misbehaving[ADMIN_SIGN_OUT] = "throttled"

    young = corp.tell(corp.token(OF_PERSON))
    late = corp.tell(corp.token(OF_PERSON, iat="@now-50", exp="@now+60"))

    assert (young.status, late.status) == (200, 503)
    assert len(cognito.queued(f"{queue}-global")) == 1


def test_the_minute_of_a_global_sign_out_that_waits_began_with_its_token(
    corp: Corp, cognito: Cognito, queue: str
) -> None:
    corp.configure(RETRY_QUEUE_URL=queue)
    cognito.misbehaving[ADMIN_SIGN_OUT] = "throttled"
    issued = int(time.time()) - 30

    assert corp.tell(corp.token(OF_PERSON, iat=issued, exp=issued + 90)).status == 200

    ((body, _),) = cognito.queued(f"{queue}-global")
    assert json.loads(body)["requested_at"] == issued


def test_with_the_queue_down_what_failed_has_failed(corp: Corp, cognito: Cognito, queue: str) -> None:
    corp.configure(RETRY_QUEUE_URL=queue)
    cognito.misbehaving |= {ADMIN_SIGN_OUT: "throttled", SEND_MESSAGE: "500"}

    assert corp.tell(corp.token(OF_PERSON)).status == 503


@pytest.mark.parametrize("provider", ["Nobody", "corp", "", "Corp/../Corp", "%2e%2e"])
def test_an_address_that_names_no_provider_is_refused_before_anybody_is_asked(
    provider: str, corp: Corp, cognito: Cognito
) -> None:
    answer = (
        corp.tell(corp.token(), provider) if provider else corp.invoke(_event("/backchannel-logout/x") | {"path": ""})
    )

    assert (answer.status, answer.json["error"]) == (400, "unknown_provider")
    assert not cognito.calls


def test_a_provider_without_issuer_is_none_whose_tokens_could_be_known(corp: Corp, cognito: Cognito) -> None:
    corp.configure('[providers.Deaf]\nprofile = "none"\n')

    assert corp.tell(corp.token(), "Deaf").json["error"] == "unknown_provider"


def test_the_token_of_one_provider_is_none_of_another(corp: Corp, cognito: Cognito) -> None:
    corp.configure(
        f'[providers.Other]\nprofile = "oidc"\nissuer = "{cognito.base}/other"\nclient_id = "upstream-client-1"\n'
    )

    assert corp.tell(corp.token(OF_PERSON), "Other").status == 400
    assert not cognito.calls


@pytest.mark.parametrize("event", [{}, {"httpMethod": "POST", "body": 1}, {"pathParameters": 7, "httpMethod": "POST"}])
def test_a_malformed_event_is_refused_without_an_error_of_ours(
    event: dict[str, Any], corp: Corp, output: Output
) -> None:
    assert corp.invoke(event).status in (400, 405)
    assert "server_error" not in output.metrics


def test_what_is_wrong_with_a_token_stands_in_the_log_alone(corp: Corp, output: Output) -> None:
    old, other = corp.tell(corp.token(exp="@now-700", iat="@now-800")), corp.tell(corp.token(aud="another"))

    assert old.body == other.body
    details = [event["status_detail"] for event in output.steps("refused")]
    assert details == ["invalid_request: exp", "invalid_request: issuer or audience"]


def test_only_what_can_heal_waits_in_the_queue(corp: Corp, cognito: Cognito, output: Output, queue: str) -> None:
    corp.signed_in(60)
    corp.configure(RETRY_QUEUE_URL=queue)
    cognito.misbehaving[UPDATE_ITEM] = "invalid_client"

    assert corp.tell(corp.token()).status == 400
    assert cognito.queued(queue) == []


def test_a_document_of_a_provider_that_makes_no_sense_is_no_500(corp: Corp, cognito: Cognito) -> None:
    cognito.discovery = {**cognito.usual_discovery, "jwks_uri": ["not a text"]}
    corp.is_cold = True

    assert corp.tell(corp.token()).status == 503


def test_the_sample_event_is_what_api_gateway_sends(corp: Corp) -> None:
    (file,) = EVENTS.glob("*.json")
    event = json.loads(file.read_text(encoding="utf-8"))
    built = _event("/backchannel-logout/Corp")

    assert event.keys() == built.keys()
    assert event["requestContext"].keys() == built["requestContext"].keys()
    assert (event["resource"], event["pathParameters"]) == (built["resource"], built["pathParameters"])
    assert event["requestContext"]["path"] == "/live" + event["path"]
    assert corp.invoke(event).status == 400


def _event(path: str) -> dict[str, Any]:
    return rest_api_event("POST", f"https://abcde12345.execute-api.us-east-1.amazonaws.com/live{path}")


def test_a_storm_of_one_token_costs_a_read_of_the_list_each(corp: Corp, cognito: Cognito) -> None:
    corp.signed_in(60)
    token = corp.token()
    corp.tell(token)
    cognito.calls.clear()

    for _ in range(20):
        assert corp.tell(token).status == 200

    assert [call.name for call in cognito.calls] == [BATCH_GET_ITEM] * 20


def test_while_nobody_knows_a_key_a_storm_asks_once_in_a_while(corp: Corp, cognito: Cognito) -> None:
    instance = Instance("signals.handler")
    cognito.misbehaving[CORP_KEYS] = "500"
    sent = [json.loads(json.dumps(_form(corp.token()))) for _ in range(10)]

    answers = [Answer(instance.handle(event, LambdaContext())) for event in sent]

    assert {answer.status for answer in answers} == {503}
    assert [call.name for call in cognito.calls] == [DISCOVERY, CORP_KEYS]


def _form(token: str) -> dict[str, Any]:
    form = ("Content-Type", "application/x-www-form-urlencoded")
    return rest_api_event("POST", "https://logout.example.com/backchannel-logout/Corp", [form], f"logout_token={token}")
