"""A hint is checked for form, signature, algorithm, issuer, audience and use, and refused before any effect."""

import pytest

from tests.functional.audit_log import Output
from tests.functional.browser import Browser
from tests.functional.cognito import KEYS, Cognito
from tests.functional.deployment import Deployment
from tests.functional.forgeries import HINTS
from tests.functional.journeys import walk
from tests.functional.judgements import goes_on, is_refused, nothing_ended, question, refusal_is_audited
from tests.functional.sessions import sign_in
from tests.functional.stages import TWO_APPS
from tests.functional.tokens import BLOG, SHOP, Person, key_set

EXPIRED = {"iat": 1_700_000_000, "exp": 1_700_003_600}


@pytest.mark.parametrize("kind", HINTS)
def test_a_hint_is_refused(kind: str, browser: Browser, cognito: Cognito, mary: Person, output: Output) -> None:
    sign_in(browser, mary)
    before = browser.cookies

    answer = browser.fetch("/logout", {"id_token_hint": HINTS[kind](mary)})

    assert is_refused(answer, "invalid_hint", 400)
    assert nothing_ended(browser, cognito, before)
    assert refusal_is_audited(output)
    assert "uid" not in output.steps("refused")[0]["user"], "a claim that was not verified is shown"


def test_every_bad_hint_looks_the_same_from_outside(browser: Browser, mary: Person) -> None:
    signatures = ("with another signature", "of another key", "with another payload", "of another key of the same name")
    forged = [mary.id_token(signed_by="stranger", **claims) for claims in (EXPIRED, {"sub": "nobody"})]
    hints = [*(HINTS[kind](mary) for kind in signatures), *forged]
    answers = [browser.fetch("/logout", {"id_token_hint": hint}) for hint in hints]

    assert {answer.status for answer in answers} == {400}
    assert len({(answer.json["error"], answer.json["error_description"]) for answer in answers}) == 1


def test_a_hint_of_a_user_that_the_pool_does_not_have_and_an_expired_one_look_like_any_other(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    hints = [mary.id_token(**claims) for claims in ({}, EXPIRED, {"sub": "nobody", "cognito:username": "nobody"})]
    answers = [browser.fetch("/logout", {"id_token_hint": hint}) for hint in hints]

    assert {answer.status for answer in answers} == {200}
    legs = [[{**leg, "alive_until": None} for leg in answer.json["receipt"]["legs"]] for answer in answers]
    assert legs[0] == legs[1] == legs[2]
    assert not cognito.effects


def test_a_client_that_is_not_the_audience_of_the_hint_is_refused(
    deployment: Deployment, browser: Browser, mary: Person, output: Output
) -> None:
    deployment.configure(TWO_APPS)

    answer = browser.fetch("/logout", {"id_token_hint": mary.id_token(client=SHOP), "client_id": BLOG})

    assert is_refused(answer, "client_mismatch", 400)
    assert refusal_is_audited(output)


def test_a_key_that_the_pool_added_is_found(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    deployment.start_cold()
    browser.visit("/logout")
    cognito.keys = key_set("pool", "next")

    answer = browser.fetch("/logout", {"id_token_hint": mary.id_token(signed_by="next")})

    assert answer.status == 200


def test_unknown_keys_cause_no_storm_of_requests(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    deployment.start_cold()
    for number in range(8):
        token = mary.id_token(signed_by="stranger")
        assert browser.fetch("/logout", {"id_token_hint": token}).status == 400, number

    assert len(cognito.called(KEYS)) <= 3


@pytest.mark.parametrize("way", ["500", "html", "not_json", "json_of_another_shape", "reset", "429"])
def test_when_keys_cannot_be_had_the_hint_counts_as_absent(
    way: str, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    cognito.misbehaving[KEYS] = way

    walked = walk(browser, cognito, browser.visit(f"/logout?id_token_hint={mary.id_token()}"))

    assert walked.addresses == [f"{cognito.base}/logout"], "nothing that the hint says may be believed"


def test_when_keys_cannot_be_had_the_hint_shows_no_intent(browser: Browser, cognito: Cognito, mary: Person) -> None:
    cognito.misbehaving[KEYS] = "500"
    address = f"/logout?id_token_hint={mary.id_token()}"

    assert question(browser.visit(address, page=None))
    assert goes_on(browser.visit(address), cognito)


def test_when_keys_cannot_be_had_the_refresh_token_is_revoked(
    browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    cognito.misbehaving[KEYS] = "500"
    session = sign_in(browser, mary)

    assert goes_on(browser.visit("/logout"), cognito)
    assert cognito.revoked == [session.refresh_token]
    assert all(event["user"] == {"name": "unknown"} for event in output.events)


def test_a_bad_key_in_the_set_spoils_no_other(browser: Browser, cognito: Cognito, mary: Person) -> None:
    cognito.keys["keys"].insert(0, {"kty": "RSA", "kid": "broken", "n": "!", "e": "AQAB"})
    cognito.keys["keys"].insert(0, {"kty": "unknown", "kid": "odd"})

    walked = walk(browser, cognito, browser.visit(f"/logout?id_token_hint={mary.id_token()}"))

    assert len(walked.hops) == 2


def test_a_key_set_behind_a_redirect_is_not_fetched(browser: Browser, cognito: Cognito, mary: Person) -> None:
    cognito.misbehaving[KEYS] = "redirect"

    browser.visit(f"/logout?id_token_hint={mary.id_token()}")

    assert cognito.called("/elsewhere") == []
