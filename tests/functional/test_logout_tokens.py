"""Every logout token that we know of has its verdict, strict or with `compat`, and what is refused has no effect."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.functional.answers import Answer
from tests.functional.attacks.logout_keys import jwk, key_set
from tests.functional.attacks.logout_tokens import CASES, CORPUS, Builder, Case, request
from tests.functional.audit_log import Output
from tests.functional.cognito import BATCH_GET_ITEM, CORP_KEYS, DISCOVERY, UPDATE_ITEM, Cognito
from tests.functional.deployment import Deployment
from tests.functional.provider import USER, Corp
from tests.functional.secrecy import Secrets

pytestmark = pytest.mark.slow
SHARED = Path(__file__).parents[3] / "shared" / "corpora" / "logout_token_cases.json"
OF_A_STATE = {"dependency", "jti-07", "key-11"}
"""The cases that are about what happens around the token: each has a test of its own."""
ALONE = [one for one in CORPUS["cases"] if not {one["group"], one["id"]} & OF_A_STATE]
BY_ID = {one["id"]: one for one in CORPUS["cases"]}
DOCUMENTS = {DISCOVERY, CORP_KEYS}


@pytest.fixture
def corp(deployment: Deployment, cognito: Cognito, remembered: Secrets) -> Corp:
    """The provider."""
    return Corp(deployment, cognito, remembered)


def settings(case: Case, mode: str) -> str:
    """What the stage file says of the provider."""
    algorithms = case.get("profile", {}).get("algs", ["RS256"])
    return f"algs = {json.dumps(algorithms)}\ncompat = {json.dumps(mode == 'compat')}\n"


def send(corp: Corp, case: Case) -> Answer:
    """Send the token of a case as the case says."""
    if "exactly one key" in case["description"]:
        corp.cognito.provider_keys = {"keys": [jwk("op-rsa-1")]}
    token = Builder(corp.names).token(case)
    corp.remembered.add_token(token)  # so that it is searched for in all output
    sent = request(case, token)
    if sent.to_logout:
        corp.deployment.set(SIGNING_KEYS=corp.deployment.new_key(), COGNITO_DOMAIN=corp.cognito.base)
        return corp.deployment.browser().visit(f"/logout?id_token_hint={dict(sent.query)['id_token_hint']}")
    answer = corp.send(sent)
    assert len(token) < 12 or token not in answer.body, "the token is echoed"
    return answer


def statuses(case: Case) -> set[int]:
    """What a refusal may be answered with."""
    listed = case["expected_status"] if isinstance(case["expected_status"], list) else [case["expected_status"]]
    return {status for status in listed if status >= 300} or {400}


def wrong(answer: Answer, *, good: bool) -> list[str]:
    """What an answer to a provider is not as the specification asks (section 2.8)."""
    said = answer.json if answer.body else {}
    judged = {
        "may be stored": answer.header("Cache-Control") != "no-store",
        "redirects": answer.location is not None,
        "sets a cookie": bool(answer.set_cookies),
        "says something good": good and bool(answer.body),
        "is no error as OAuth 2.0 has it": not good and set(said) != {"error", "error_description"},
        "lets a page read it": answer.header("Access-Control-Allow-Origin") is not None,
    }
    return [what for what, is_so in judged.items() if is_so]


def test_the_cases_are_those_of_the_corpus() -> None:
    assert len(CORPUS["cases"]) == 155
    assert len(ALONE) + sum(1 for one in CORPUS["cases"] if {one["group"], one["id"]} & OF_A_STATE) == 155
    assert not SHARED.exists() or SHARED.read_bytes() == CASES.read_bytes()


def test_compat_takes_what_the_specification_takes_and_strict_takes_no_more() -> None:
    for case in CORPUS["cases"]:
        assert case["compat_valid"] or not case["valid"], case["id"]
        assert case["valid"] or not case["strict_valid"], case["id"]


@pytest.mark.parametrize("mode", ["strict", "compat"])
@pytest.mark.parametrize("case", ALONE, ids=lambda case: case["id"])
def test_a_token_has_its_verdict(case: Case, mode: str, corp: Corp, cognito: Cognito, output: Output) -> None:
    corp.configure(settings(case, mode))
    corp.signed_in(60)
    good = case[f"{mode}_valid"]

    answer = send(corp, case)

    if case.get("transport", {}).get("endpoint") == "/logout":
        assert answer.status in case["expected_status"]
        assert not cognito.effects
        return
    assert answer.status == 200 if good else answer.status in statuses(case)
    assert wrong(answer, good=good) == []
    if not good:
        assert {call.name for call in cognito.calls} <= DOCUMENTS, "a token that is refused had an effect"
        assert [event["user"] for event in output.events] == [{"name": "unknown"}], "who it names is not believed"


@pytest.mark.parametrize(("name", "user"), [("ok-01", False), ("ok-03", True), ("ok-13", False), ("ok-29", False)])
def test_a_good_token_ends_one_session_or_the_users(name: str, user: bool, corp: Corp, cognito: Cognito) -> None:
    corp.configure(settings(BY_ID[name], "strict"))
    second = corp.signed_in(60)

    assert send(corp, BY_ID[name]).status == 200

    denied = cognito.denied()
    assert bool(cognito.effects) is user
    assert (f"user/{USER}" in denied) is user
    assert (f"sign-in/{USER}/{second}" in denied) is not user


@pytest.mark.parametrize("name", ["subject-15", "subject-17", "payload-17"])
def test_who_is_nobody_here_loses_nothing(name: str, corp: Corp, cognito: Cognito, output: Output) -> None:
    assert send(corp, BY_ID[name]).status == 200

    assert not cognito.effects
    assert set(cognito.denied()) == {key for key in cognito.denied() if key.startswith("signal/")}
    assert output.metrics["signal_unknown_user"] == 1


def test_the_same_token_again_is_acknowledged_without_effect(corp: Corp, cognito: Cognito, output: Output) -> None:
    """The corpus would have 400 (`jti-07`), and says that the check is optional: a provider whose answer was lost sends
    the same token again, and shall hear that it was heard."""
    corp.signed_in(60)
    token = corp.token()
    assert corp.tell(token).status == 200
    written = len(cognito.called(UPDATE_ITEM))

    answer = corp.tell(token)

    assert (answer.status, wrong(answer, good=True)) == (200, [])
    assert len(cognito.called(UPDATE_ITEM)) == written
    assert output.metrics["signal_repeated"] == 1


def test_a_storm_of_unknown_keys_costs_one_request(corp: Corp, cognito: Cognito) -> None:
    corp.is_cold = False
    corp.configure("algs = ['RS256', 'RS384']\n")
    assert corp.tell(corp.token()).status == 200
    cognito.calls.clear()

    answers = [send(corp, BY_ID["key-11"]) for _ in range(100)]

    assert {answer.status for answer in answers} == {400}
    assert [call.name for call in cognito.calls] == [CORP_KEYS]


def test_keys_that_were_had_are_good_through_an_outage(corp: Corp, cognito: Cognito, deployment: Deployment) -> None:
    corp.configure("algs = ['RS256', 'RS512']\n")
    assert corp.tell(corp.token()).status == 200
    cognito.discovery = {}
    cognito.calls.clear()

    assert corp.tell(corp.token()).status == 200
    assert not {call.name for call in cognito.calls} & DOCUMENTS


@pytest.mark.parametrize("document", [DISCOVERY, CORP_KEYS])
@pytest.mark.parametrize("way", ["500", "reset", "html"])
def test_keys_that_cannot_be_had_are_asked_for_later(way: str, document: str, corp: Corp, cognito: Cognito) -> None:
    cognito.misbehaving[document] = way

    answer = corp.tell(corp.token())

    assert (answer.status, answer.json["error"]) == (503, "temporarily_unavailable")
    assert answer.header("Retry-After")
    assert {call.name for call in cognito.calls} <= DOCUMENTS


@pytest.mark.parametrize("document", [DISCOVERY, CORP_KEYS])
def test_nobody_follows_a_redirect_to_keys(document: str, corp: Corp, cognito: Cognito) -> None:
    cognito.misbehaving[document] = "redirect"

    assert corp.tell(corp.token()).status == 400
    assert {call.name for call in cognito.calls} <= DOCUMENTS


def test_a_spoiled_key_beside_the_good_one_does_no_harm(corp: Corp, cognito: Cognito) -> None:
    cognito.provider_keys = {"keys": [{**jwk("op-rsa-2"), "n": "AQ"}, *key_set()["keys"]]}

    assert corp.tell(corp.token()).status == 200


@pytest.mark.parametrize("ways", [{BATCH_GET_ITEM: "500"}, {}])
def test_a_list_that_cannot_say_whether_a_token_was_heard_keeps_none_from_being_heard(
    ways: dict[str, Any], corp: Corp, cognito: Cognito, output: Output
) -> None:
    cognito.misbehaving |= ways or {UPDATE_ITEM: "500"}

    assert corp.tell(corp.token()).status == 200
    assert output.metrics["signal_unchecked"] == 1
