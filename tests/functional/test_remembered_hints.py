"""What RememberFunction kept is told to the provider at the sign-out, and says which provider it was this time."""

import time
from typing import Any

import pytest

from tests.functional.audit_log import Output
from tests.functional.browser import ELSEWHERE, Browser
from tests.functional.cognito import QUERY, REVOKE, Cognito
from tests.functional.deployment import Deployment
from tests.functional.journeys import Walk, walk
from tests.functional.misbehaviour import MISBEHAVIOURS
from tests.functional.sessions import sign_in
from tests.functional.signing_in import Trigger
from tests.functional.stages import LEGACY, USUAL
from tests.functional.test_ticket import ticket_address
from tests.functional.tokens import CORP, Person

pytestmark = pytest.mark.slow
REMEMBERED = USUAL.replace('"claim:custom:corp_id_token"', '"remembered"')
LINKED = {**CORP, "userId": "0815", "providerName": "Legacy", "primary": "false"}
NAMED = {"hint": "remembered", "logout_hint": "remembered"}
MINUTE = 60


@pytest.fixture
def trigger(deployment: Deployment) -> Trigger:
    """RememberFunction at work, and a stage whose provider's hint is remembered."""
    deployment.configure(REMEMBERED, REMEMBER_TABLE="sign-ins")
    return Trigger(deployment)


def began(seconds_ago: float = MINUTE) -> dict[str, Any]:
    """A claim of a session that began so long ago."""
    return {"auth_time": int(time.time() - seconds_ago)}


def journey(browser: Browser, cognito: Cognito, path: str = "/logout") -> Walk:
    return walk(browser, cognito, browser.visit(path))


def hint_of(browser: Browser, cognito: Cognito) -> str | None:
    """The hint that the provider is sent."""
    return journey(browser, cognito).hops[1][1].get("id_token_hint")


@pytest.mark.parametrize("length", [700, 1_900, 2_300, 12_000])
def test_the_provider_is_told_its_own_token_however_it_came(
    length: int, trigger: Trigger, browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    hint = trigger.federate(mary, ago=MINUTE, length=length)
    sign_in(browser, mary, **began())

    assert len(hint) > length - 100
    assert hint_of(browser, cognito) == hint
    assert len(cognito.called(QUERY)) == (1 if length < 2_300 else 2), "what no cookie holds is looked up again"
    assert "unavailable" not in output.read()


def test_a_token_that_no_cookie_holds_is_left_out_where_it_cannot_be_looked_up_again(
    trigger: Trigger, browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    trigger.federate(mary, ago=MINUTE, length=6_000)
    sign_in(browser, mary, **began())
    target = browser.visit("/logout").hop[1]["logout_uri"]
    cognito.misbehaving[QUERY] = "500"

    walked = walk(browser, cognito, browser.come_back(target))

    assert walked.hops[0][1].keys() >= {"client_id", "post_logout_redirect_uri"}
    assert "id_token_hint" not in walked.hops[0][1]
    assert '"sign_ins_unavailable":[1.0]' in output.read().replace(" ", "")


def test_it_is_the_token_of_this_session_and_not_of_a_later_one_in_another_browser(
    trigger: Trigger, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    trigger.federate(mary, ago=3_000)
    own = trigger.federate(mary, ago=1_000)
    trigger.federate(mary, ago=500)
    sign_in(browser, mary, **began(998))

    assert hint_of(browser, cognito) == own


def test_somebody_elses_token_is_out_of_reach(
    trigger: Trigger, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    trigger.federate(mary, ago=MINUTE, subject="0815")
    sign_in(browser, mary, **began())

    assert hint_of(browser, cognito) is None


def test_a_token_that_no_pool_signed_opens_nothing(
    trigger: Trigger, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    trigger.federate(mary, ago=MINUTE)
    browser.visit(f"/logout?id_token_hint={mary.id_token(signed_by='stranger', **began())}")
    sign_in(browser, mary, **{"token_use": "access", **began()})
    browser.visit("/logout")

    assert cognito.called(QUERY) == []


def test_a_dead_token_of_the_pool_opens_only_a_dead_one_of_the_provider(
    trigger: Trigger, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    dead = mary.id_token(**began(), exp=int(time.time()) - 1)
    trigger.federate(mary, ago=MINUTE)
    assert (
        walk(browser, cognito, browser.visit(f"/logout?id_token_hint={dead}")).hops[1][1].get("id_token_hint") is None
    )

    expired = trigger.federate(mary, ago=MINUTE, exp=int(time.time()) - 1)
    assert walk(browser, cognito, browser.visit(f"/logout?id_token_hint={dead}")).hops[1][1]["id_token_hint"] == expired


def test_an_access_token_that_lives_speaks_for_a_dead_id_token(
    trigger: Trigger, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    hint = trigger.federate(mary, ago=MINUTE)
    sign_in(browser, mary, **began(), exp=int(time.time()) - 1)

    assert hint_of(browser, cognito) == hint


def test_the_logout_hint_is_remembered_as_well(
    trigger: Trigger, deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    deployment.configure(REMEMBERED + 'logout_hint = "remembered"\n')
    hint = trigger.federate(mary, ago=MINUTE, login_hint="O.CiQ4mary")
    sign_in(browser, mary, **began())

    parameters = journey(browser, cognito).hops[1][1]
    assert (parameters["id_token_hint"], parameters["logout_hint"]) == (hint, "O.CiQ4mary")


@pytest.mark.parametrize("way", sorted(MISBEHAVIOURS.keys() - {"slow_header", "slow_body"}))
def test_without_the_table_the_rest_goes_on(
    way: str, trigger: Trigger, browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    trigger.federate(mary, ago=MINUTE)
    session = sign_in(browser, mary, **began())
    cognito.misbehaving[QUERY] = way

    assert hint_of(browser, cognito) is None
    assert cognito.revoked == [session.refresh_token]
    assert '"sign_ins_unavailable":[1.0]' in output.read().replace(" ", "")


def test_a_table_that_hangs_is_waited_for_no_longer_than_a_second(
    trigger: Trigger, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    trigger.federate(mary, ago=MINUTE)
    sign_in(browser, mary, **began())
    cognito.misbehaving[QUERY] = "slow_header"
    before = time.monotonic()

    answer = browser.visit("/logout")

    assert time.monotonic() - before < 1.5
    assert answer.hop[0] == f"{cognito.base}/logout"


def test_it_travels_with_a_ticket_which_holds_no_token(
    trigger: Trigger, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    hint = trigger.federate(mary, ago=MINUTE)
    location = ticket_address(browser, id_token_hint=mary.id_token(**began()))
    assert cognito.called(QUERY) == []

    walked = walk(browser, cognito, browser.visit(location))

    assert walked.hops[1][1]["id_token_hint"] == hint


def test_it_is_there_when_the_person_was_asked_first(
    trigger: Trigger, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    hint = trigger.federate(mary, ago=MINUTE)
    question = browser.visit(f"/logout?id_token_hint={mary.id_token(**began())}", ELSEWHERE)
    assert cognito.called(QUERY) == []

    (form,) = question.forms
    assert walk(browser, cognito, browser.press(form)).hops[1][1]["id_token_hint"] == hint


def test_nobody_is_asked_where_nothing_depends_on_it(
    trigger: Trigger, deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    sign_in(browser, mary, **began())
    browser.visit("/logout?reach=app")
    sign_in(browser, mary, auth_time=None)
    browser.visit("/logout")
    deployment.configure(USUAL)
    sign_in(browser, mary, **began())
    browser.visit("/logout")

    assert len(cognito.called(REVOKE)) == 3
    assert cognito.called(QUERY) == []


@pytest.fixture
def linked(deployment: Deployment, trigger: Trigger, mary: Person) -> Person:
    """Mary, who may come in through either of two providers."""
    deployment.configure(REMEMBERED + LEGACY)
    mary.identities = [CORP, LINKED]
    return mary


def providers(walked: Walk) -> list[str]:
    """Which providers were visited."""
    return ["Legacy" if "login.example.net" in address else "Corp" for address in walked.addresses[1:]]


@pytest.mark.parametrize(("provider", "subject"), [("Corp", "4711"), ("Legacy", "0815")])
def test_a_linked_users_hop_goes_to_the_provider_of_this_session(
    provider: str, subject: str, trigger: Trigger, browser: Browser, cognito: Cognito, linked: Person, output: Output
) -> None:
    for name, known, ago in (("Corp", "4711", 1_000), ("Legacy", "0815", 999), (provider, subject, MINUTE)):
        trigger.federate(linked, provider=name, subject=known, ago=ago)
    trigger.federate(linked, provider="Corp" if provider == "Legacy" else "Legacy", subject=subject, ago=10)
    sign_in(browser, linked, **began())

    walked = journey(browser, cognito)

    assert providers(walked) == [provider]
    (other,) = {"Corp", "Legacy"} - {provider}
    hops = [event["unmapped"]["logout"]["provider"] for event in output.steps("hop")]
    assert other not in hops
    assert walked.last.status in (200, 303)


def test_a_linked_users_receipt_names_the_provider_that_was_left_alone(
    trigger: Trigger, browser: Browser, cognito: Cognito, linked: Person
) -> None:
    trigger.federate(linked, provider="Legacy", subject="0815", ago=MINUTE)
    sign_in(browser, linked, **began())

    receipt = browser.fetch("/logout", {}, headers={"sec-fetch-site": "same-origin"}).json["receipt"]

    legs = {leg["provider"]: (leg["outcome"], leg["reason"]) for leg in receipt["legs"] if leg["leg"] == "provider"}
    assert legs == {"Legacy": ("not_attempted", None), "Corp": ("not_attempted", "beyond_reach")}


def test_the_caller_knows_better(trigger: Trigger, browser: Browser, cognito: Cognito, linked: Person) -> None:
    trigger.federate(linked, provider="Legacy", subject="0815", ago=MINUTE)
    sign_in(browser, linked, **began())

    assert providers(journey(browser, cognito, "/logout?identity_provider=Corp")) == ["Corp"]
    assert len(cognito.called(QUERY)) == 1


@pytest.mark.parametrize("unknown", ["nothing_kept", "too_old", "table_down", "two_accounts_at_one"])
def test_where_nobody_knows_all_linked_providers_are_visited(
    unknown: str, trigger: Trigger, browser: Browser, cognito: Cognito, linked: Person
) -> None:
    if unknown != "nothing_kept":
        trigger.federate(linked, provider="Legacy", subject="0815", ago=7_200 if unknown == "too_old" else MINUTE)
    if unknown == "table_down":
        cognito.misbehaving[QUERY] = "500"
    if unknown == "two_accounts_at_one":
        linked.identities = [CORP, LINKED, {**LINKED, "userId": "0816"}]
    sign_in(browser, linked, **began())

    assert sorted(providers(journey(browser, cognito))) == ["Corp", "Legacy"]
