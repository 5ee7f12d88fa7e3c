"""One browser with cookies of two people, by accident or by a neighbour's hand: nobody is signed out for another."""

import time

import pytest

from tests.functional.audit_log import Output
from tests.functional.browser import ELSEWHERE, Browser
from tests.functional.cognito import GLOBAL_SIGN_OUT, REVOKE, Cognito
from tests.functional.deployment import Deployment
from tests.functional.journeys import walk
from tests.functional.judgements import goes_on, nothing_ended, question
from tests.functional.sessions import keep, sign_in
from tests.functional.stages import EVERY_PROVIDER
from tests.functional.tokens import CORP, Person

CLOSER = "Domain=example.com; Path=/logout; Secure"
"""Where a neighbour tosses his cookies, so that they come before the app's own."""


def toss(browser: Browser, person: Person) -> None:
    """Put a neighbour's tokens before those of the app."""
    keep(browser, {"shop_at": person.access_token(), "shop_id.0": person.id_token()}, CLOSER)


def test_tokens_of_two_people_are_asked_about_wherever_the_request_comes_from(
    browser: Browser, cognito: Cognito, mary: Person, eve: Person
) -> None:
    sign_in(browser, mary)
    toss(browser, eve)
    before = browser.cookies

    for address in ("/logout", f"/logout?id_token_hint={eve.id_token()}", f"/logout?id_token_hint={mary.id_token()}"):
        assert question(browser.visit(address))
        assert question(browser.visit(address, ELSEWHERE))
        assert question(browser.visit(address, page=None))
    assert nothing_ended(browser, cognito, before)


def test_a_global_sign_out_of_another_does_not_stand_for_the_browsers_own_refresh_token(
    browser: Browser, cognito: Cognito, mary: Person, eve: Person
) -> None:
    session = sign_in(browser, mary)
    toss(browser, eve)

    assert goes_on(browser.press(question(browser.visit("/logout?reach=everywhere"))), cognito)

    assert [call.name for call in cognito.effects] == [GLOBAL_SIGN_OUT, REVOKE]
    assert cognito.revoked == [session.refresh_token]


def test_beside_a_token_that_nobody_can_verify_the_refresh_token_is_revoked_all_the_same(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    session = sign_in(browser, mary)
    keep(browser, {"shop_at": "tossed"}, CLOSER)
    fields = {"reach": "everywhere", "access_token": mary.access_token()}

    assert goes_on(browser.submit("/logout", fields), cognito)

    assert [call.name for call in cognito.effects] == [GLOBAL_SIGN_OUT, REVOKE]
    assert cognito.revoked == [session.refresh_token]


def test_a_strangers_hint_does_not_say_where_the_browsers_owner_came_from(
    browser: Browser, cognito: Cognito, mary: Person, nate: Person
) -> None:
    keep(browser, {"shop_at": mary.access_token(), "shop_rt": mary.refresh_token()})

    asked = question(browser.visit(f"/logout?id_token_hint={nate.id_token()}", ELSEWHERE))
    receipt = walk(browser, cognito, browser.press(asked)).last

    assert receipt.is_page
    assert "you may still be signed in there" in receipt.body, "her provider is unknown, not absent"


def test_a_typed_address_does_not_sign_out_everywhere_by_a_hint_out_of_a_cookie(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    sign_in(browser, mary)
    before = browser.cookies

    assert question(browser.visit("/logout?reach=everywhere", page=None))
    assert nothing_ended(browser, cognito, before)
    assert goes_on(browser.visit(f"/logout?reach=everywhere&id_token_hint={mary.id_token()}", page=None), cognito)


@pytest.mark.parametrize(("reach", "says"), [("everywhere", True), ("browser", False), ("app", False)])
def test_the_question_says_how_far_the_answer_goes(reach: str, says: bool, browser: Browser, mary: Person) -> None:
    sign_in(browser, mary)

    page = browser.visit(f"/logout?reach={reach}", ELSEWHERE)

    assert question(page)
    assert ("every other browser and device" in page.body) is says


def test_of_linked_providers_the_one_that_is_named_is_visited_and_the_others_keep_their_leg(
    deployment: Deployment, cognito: Cognito, mary: Person
) -> None:
    deployment.configure(EVERY_PROVIDER)
    linked = [CORP | {"primary": "true"}, CORP | {"providerName": "Legacy", "primary": "false"}]
    body = {"id_token_hint": mary.id_token(identities=linked), "identity_provider": "Legacy"}

    answer = deployment.browser().fetch("/logout", body)

    legs = {
        leg["provider"]: (leg["outcome"], leg["reason"]) for leg in answer.json["receipt"]["legs"] if leg["provider"]
    }
    assert legs == {"Legacy": ("not_attempted", None), "Corp": ("not_attempted", "beyond_reach")}


def test_a_cookie_that_no_parser_reads_costs_no_time(browser: Browser, cognito: Cognito, mary: Person) -> None:
    session = sign_in(browser, mary)
    odd = "; ".join(["a=" + "=" * 4_000 + '"', 'b="' + "\\" * 3_000, "z" + "=" * 2_000 + "é"])
    kept = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    started = time.monotonic()

    answer = browser.visit("/logout", headers={"cookie": f"{odd}; {kept}"})

    assert time.monotonic() - started < 1.0
    assert answer.status == 303
    assert cognito.revoked == [session.refresh_token]


def test_what_only_its_caller_can_mend_is_counted_apart_from_what_alarms(
    browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    revoked = mary.access_token()
    cognito.refused_tokens.add(revoked)

    browser.submit("/logout", {"reach": "everywhere", "access_token": revoked}, ELSEWHERE)

    assert output.metrics["other_sessions_refused"] == 1
    assert "other_sessions_failed" not in output.metrics
