"""A provider tells us of the sign-out that we asked it for ourselves: it is known again, once, and ends nobody else."""

import json
import time
from typing import Any

import pytest

from tests.functional.audit_log import Output, ours
from tests.functional.browser import Browser
from tests.functional.cognito import ADMIN_SIGN_OUT, QUERY, UPDATE_ITEM, Cognito
from tests.functional.deployment import Deployment
from tests.functional.journeys import walk
from tests.functional.provider import OF_PERSON, STAGE, USER, Corp
from tests.functional.secrecy import Secrets
from tests.functional.sessions import keep, sign_in
from tests.functional.stages import SHOP_COOKIES
from tests.functional.tokens import Person

pytestmark = pytest.mark.slow
WITH_COOKIES = STAGE.replace("\n[providers.Corp]", SHOP_COOKIES + "\n[providers.Corp]")


@pytest.fixture
def corp(deployment: Deployment, cognito: Cognito, remembered: Secrets) -> Corp:
    """The provider, where Mary is 4711."""
    corp = Corp(deployment, cognito, remembered)
    corp.names["sub"] = "4711"
    cognito.attributes |= {"identities": corp.identities("Corp", "4711")}
    return corp


@pytest.fixture
def browser(corp: Corp, deployment: Deployment, cognito: Cognito, mary: Person) -> Browser:
    """Mary's browser, at a deployment that providers may tell things."""
    listening(deployment, cognito)
    browser = deployment.browser()
    sign_in(browser, mary)
    return browser


def listening(deployment: Deployment, cognito: Cognito, more: str = "", **environment: str | None) -> None:
    """Deploy LogoutFunction beside it."""
    keys = {"SIGNING_KEYS": deployment.new_key(), "COGNITO_DOMAIN": cognito.base}
    on = {"REVOCATION_TABLE": "revocations", "BACK_CHANNEL": "on", "REMEMBER_TABLE": None}
    deployment.configure(WITH_COOKIES + more, **{**keys, **on, **environment})


def notes(cognito: Cognito) -> list[str]:
    """The keys of the hops that were noted."""
    return [key for key in cognito.listed if key.startswith("hop/")]


def test_the_echo_of_our_own_hop_ends_nobody_and_is_told_as_such(
    corp: Corp, browser: Browser, cognito: Cognito, output: Output
) -> None:
    walk(browser, cognito, browser.visit("/logout"))
    cognito.calls.clear()

    assert corp.tell(corp.token(OF_PERSON)).status == 200

    assert not cognito.effects
    assert f"user/{USER}" not in cognito.denied()
    (told,) = output.steps("signal")
    assert (ours(told)["outcome"], told["status_detail"]) == ("not_attempted", "own_hop")
    assert output.metrics["signal_own_hop"] == 1


def test_the_next_token_is_no_echo(corp: Corp, browser: Browser, cognito: Cognito) -> None:
    browser.visit("/logout")
    token = corp.token(OF_PERSON)

    for _ in range(2):
        assert corp.tell(token).status == 200
    assert not cognito.called(ADMIN_SIGN_OUT)

    assert corp.tell(corp.token(OF_PERSON)).status == 200
    assert len(cognito.called(ADMIN_SIGN_OUT)) == 1


def test_an_echo_that_cannot_be_written_down_is_one_all_the_same(
    corp: Corp, browser: Browser, cognito: Cognito
) -> None:
    browser.visit("/logout")
    cognito.misbehaving[UPDATE_ITEM] = "500"

    assert corp.tell(corp.token(OF_PERSON)).status == 200
    assert not cognito.called(ADMIN_SIGN_OUT)


def test_after_five_minutes_it_is_news(corp: Corp, browser: Browser, cognito: Cognito, deployment: Deployment) -> None:
    browser.visit("/logout")
    deployment.later(301)

    corp.tell(corp.token(OF_PERSON))

    assert len(cognito.called(ADMIN_SIGN_OUT)) == 1


def test_somebody_else_who_leaves_meanwhile_is_signed_out(corp: Corp, browser: Browser, cognito: Cognito) -> None:
    browser.visit("/logout")
    corp.names["sub"] = "4712"
    cognito.attributes |= {"identities": corp.identities("Corp", "4712")}

    corp.tell(corp.token(OF_PERSON))

    assert len(cognito.called(ADMIN_SIGN_OUT)) == 1


def test_the_note_is_written_beside_the_effects_and_names_nobody(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    browser.visit("/logout")

    (key,) = notes(cognito)
    assert key.startswith("hop/Corp/") and "4711" not in key
    assert len(cognito.called(UPDATE_ITEM)) == 2, "the session that is denied, and the hop"


def test_a_hint_tells_which_session_the_hop_is_about(
    corp: Corp, browser: Browser, cognito: Cognito, deployment: Deployment, mary: Person
) -> None:
    listening(deployment, cognito, 'hint = "claim:custom:corp_id_token"\n')
    provider_token = mary.id_token(iss=cognito.issuer, aud="upstream-client-1", sub="4711", sid="sess-1")
    sign_in(browser, mary, **{"custom:corp_id_token": provider_token})
    browser.visit("/logout")
    assert len(notes(cognito)) == 2

    corp.configure('backchannel = "user"\n')
    assert corp.tell(corp.token(sub="4711", sid="another")).status == 200
    assert len(cognito.called(ADMIN_SIGN_OUT)) == 1

    assert corp.tell(corp.token(sub="4711")).status == 200
    assert len(cognito.called(ADMIN_SIGN_OUT)) == 1


@pytest.mark.parametrize("way", [None, "500"])
def test_where_sign_ins_are_remembered_the_note_waits_for_them(
    way: str | None, browser: Browser, cognito: Cognito, deployment: Deployment, output: Output
) -> None:
    listening(deployment, cognito, 'hint = "remembered"\n', REMEMBER_TABLE="sign-ins")
    cognito.misbehaving |= {UPDATE_ITEM: way} if way else {}

    assert browser.visit("/logout").status == 303

    asked = [call.name for call in cognito.calls if call.name in (QUERY, UPDATE_ITEM)]
    assert (asked.count(QUERY), asked[-1]) == (1, UPDATE_ITEM)
    assert len(notes(cognito)) == (0 if way else 1)
    assert output.metrics.get("own_hop_not_noted", 0) == (1 if way else 0)


@pytest.mark.parametrize(
    ("path", "environment"),
    [("/logout?reach=app", {}), ("/logout", {"BACK_CHANNEL": None}), ("/logout", {"REVOCATION_TABLE": None})],
)
def test_nothing_is_noted_where_no_hop_or_nobody_listens(
    path: str, environment: dict[str, Any], browser: Browser, cognito: Cognito, deployment: Deployment
) -> None:
    listening(deployment, cognito, **environment)

    browser.visit(path)

    assert notes(cognito) == []


def test_a_logout_that_is_asked_about_first_notes_nothing(
    corp: Corp, deployment: Deployment, cognito: Cognito, mary: Person
) -> None:
    listening(deployment, cognito)
    stranger = deployment.browser()

    stranger.request("GET", f"/logout?id_token_hint={mary.id_token()}", None, {"sec-fetch-site": "cross-site"})

    assert notes(cognito) == []


def test_a_logout_out_of_an_idle_tab_whose_tokens_have_expired_does_not_become_everywhere(
    corp: Corp, deployment: Deployment, cognito: Cognito, mary: Person
) -> None:
    listening(deployment, cognito)
    browser = deployment.browser()
    an_hour_ago = int(time.time()) - 3_600
    keep(browser, {"shop_at": mary.access_token(exp=an_hour_ago), "shop_id.0": mary.id_token(exp=an_hour_ago)})

    browser.visit("/logout")
    corp.tell(corp.token(OF_PERSON))

    assert cognito.called(ADMIN_SIGN_OUT) == []


def test_a_fetch_notes_the_hop_that_its_ticket_leads_to(browser: Browser, cognito: Cognito) -> None:
    answer = browser.fetch("/logout", {})

    assert "ticket=" in json.dumps(answer.json)
    assert len(notes(cognito)) == 1


def test_a_note_that_cannot_be_written_keeps_nobody_signed_in(
    browser: Browser, cognito: Cognito, output: Output
) -> None:
    cognito.misbehaving[UPDATE_ITEM] = "500"

    assert browser.visit("/logout").status == 303
    assert output.metrics["own_hop_not_noted"] == 1
