"""The revocation list: which sessions a logout writes there, for how long, and what it says when it cannot."""

import time
from typing import Any

import pytest

from tests.functional.audit_log import Output, ours
from tests.functional.browser import ELSEWHERE, Browser
from tests.functional.cognito import GLOBAL_SIGN_OUT, KEYS, REVOKE, UPDATE_ITEM, Cognito
from tests.functional.deployment import Deployment
from tests.functional.journeys import walk
from tests.functional.judgements import goes_on, question
from tests.functional.sessions import sign_in
from tests.functional.stages import RETURN, USUAL
from tests.functional.test_retry import deliver
from tests.functional.tokens import Person

DAY = 86_400


def days_left(item: dict[str, int]) -> int:
    """How many days an item lives, rounded."""
    return round((item["expires"] - time.time()) / DAY)


def test_a_logout_denies_the_session_that_it_ends(browser: Browser, cognito: Cognito, mary: Person, table: str) -> None:
    sign_in(browser, mary)

    answer = browser.fetch("/logout", {"post_logout_redirect_uri": RETURN})

    assert answer.outcome("revocation_list") == answer.outcome("tokens") == "done"
    (written,) = cognito.called(UPDATE_ITEM)
    assert written.json["TableName"] == table
    assert {key: days_left(item) for key, item in cognito.denied().items()} == {f"session/{mary.session}": 31}


@pytest.mark.usefixtures("table")
def test_a_yes_of_cognito_to_some_other_refresh_token_shortens_no_denial(
    browser: Browser, cognito: Cognito, mary: Person, eve: Person
) -> None:
    body = {"refresh_token": eve.refresh_token(), "access_token": mary.access_token()}

    answer = browser.fetch("/logout", body)

    assert answer.outcome("tokens") == "done"
    assert {key: days_left(item) for key, item in cognito.denied().items()} == {f"session/{mary.session}": 31}


@pytest.mark.usefixtures("table")
def test_everywhere_keeps_the_second_of_the_request_for_the_user(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    sign_in(browser, mary)
    before = int(time.time())

    answer = browser.fetch("/logout", {"reach": "everywhere"})

    assert answer.outcome("revocation_list") == "done"
    cut_off = cognito.denied()[f"user/{mary.sub}"]
    assert before <= cut_off["cut_off"] <= time.time()
    assert days_left(cut_off) == 1


@pytest.mark.usefixtures("table")
def test_a_failed_global_sign_out_leaves_a_cut_off_that_stands(
    browser: Browser, cognito: Cognito, deployment: Deployment, mary: Person
) -> None:
    deployment.configure(USUAL.replace("cookies = [", "refresh_token_days = 90\ncookies = [", 1))
    sign_in(browser, mary)
    cognito.misbehaving[GLOBAL_SIGN_OUT] = "throttled"

    answer = browser.fetch("/logout", {"reach": "everywhere"})

    assert (answer.outcome("other_sessions"), answer.outcome("revocation_list")) == ("failed", "done")
    assert {days_left(item) for item in cognito.denied().values()} == {91}
    assert len({item["cut_off"] for item in cognito.denied().values() if "cut_off" in item}) == 1


@pytest.mark.usefixtures("table")
def test_without_the_scope_the_cut_off_is_what_reaches_other_devices(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    answer = browser.fetch("/logout", {"reach": "everywhere", "access_token": mary.access_token(scope="openid")})

    assert (answer.outcome("other_sessions"), answer.outcome("revocation_list")) == ("not_supported", "done")
    assert f"user/{mary.sub}" in cognito.denied()


@pytest.mark.usefixtures("table")
def test_a_cut_off_is_asked_for_by_who_signed_in_after_the_last_one(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    browser.fetch("/logout", {"reach": "everywhere", "access_token": mary.access_token(auth_time=17)})

    (written,) = [one.json for one in cognito.called(UPDATE_ITEM) if "#cut_off" in one.json["ConditionExpression"]]
    assert written["ExpressionAttributeValues"][":began"] == {"N": "17"}
    assert "#cut_off < :began" in written["ConditionExpression"]


@pytest.mark.usefixtures("table")
def test_an_expired_access_token_cuts_nobody_off(browser: Browser, cognito: Cognito, mary: Person) -> None:
    token = mary.access_token(exp=int(time.time()) - 1)

    browser.fetch("/logout", {"reach": "everywhere", "access_token": token})

    assert set(cognito.denied()) == {f"session/{mary.session}"}


@pytest.mark.usefixtures("table")
def test_a_hint_alone_denies_its_session_once_it_is_meant(browser: Browser, cognito: Cognito, mary: Person) -> None:
    answer = browser.fetch("/logout", {"id_token_hint": mary.id_token()})

    assert answer.outcome("revocation_list") == "done"
    assert {key: days_left(item) for key, item in cognito.denied().items()} == {f"session/{mary.session}": 31}


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("reach", ["browser", "everywhere"])
def test_somebody_elses_hint_in_a_link_denies_nobody(
    reach: str, browser: Browser, cognito: Cognito, mary: Person, eve: Person
) -> None:
    sign_in(browser, mary)

    form = question(browser.visit(f"/logout?reach={reach}&id_token_hint={eve.id_token()}", ELSEWHERE))
    assert cognito.denied() == {}

    assert goes_on(browser.press(form), cognito)
    assert f"session/{eve.session}" not in cognito.denied()
    assert f"user/{eve.sub}" not in cognito.denied()


@pytest.mark.usefixtures("table")
def test_who_holds_an_access_token_ends_its_session_at_once_and_no_other(
    browser: Browser, cognito: Cognito, mary: Person, eve: Person
) -> None:
    sign_in(browser, mary)
    body = {"access_token": eve.access_token(), "id_token_hint": mary.id_token()}

    assert question(browser.submit("/logout", body, ELSEWHERE))

    assert set(cognito.denied()) == {f"session/{eve.session}"}


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize(("tokens", "reason"), [({}, "no_verified_token"), ({"origin_jti": None}, "no_origin_jti")])
def test_where_no_session_is_named_the_leg_says_why(
    tokens: dict[str, Any], reason: str, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    body = {"access_token": mary.access_token(**tokens)} if tokens else {}

    leg = browser.fetch("/logout", body).leg("revocation_list")

    assert (leg["outcome"], leg["reason"]) == ("not_attempted", reason)
    assert cognito.denied() == {}


@pytest.mark.usefixtures("table")
def test_without_keys_nobody_knows_the_session_and_the_leg_has_failed(
    browser: Browser, cognito: Cognito, deployment: Deployment, mary: Person
) -> None:
    deployment.start_cold()
    cognito.misbehaving[KEYS] = "500"

    leg = browser.fetch("/logout", {"access_token": mary.access_token()}).leg("revocation_list")

    assert (leg["outcome"], leg["reason"]) == ("failed", "keys_unavailable")


def test_without_a_list_there_is_no_leg(browser: Browser, cognito: Cognito, mary: Person) -> None:
    sign_in(browser, mary)

    legs = browser.fetch("/logout", {}).json["receipt"]["legs"]

    assert "revocation_list" not in {leg["leg"] for leg in legs}
    assert cognito.called(UPDATE_ITEM) == []


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("way", ["throttled", "429", "500", "html", "reset"])
def test_a_table_that_is_down_keeps_nobody_signed_in(
    way: str, browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    session = sign_in(browser, mary)
    cognito.misbehaving[UPDATE_ITEM] = way

    answer = browser.visit(f"/logout?post_logout_redirect_uri={RETURN}")

    assert walk(browser, cognito, answer).last.location == RETURN
    assert cognito.revoked == [session.refresh_token]
    assert audited(output) == ["failed"]


@pytest.mark.usefixtures("table")
def test_what_could_not_be_written_waits_and_is_written_as_it_was(
    browser: Browser, cognito: Cognito, mary: Person, output: Output, queue: str
) -> None:
    sign_in(browser, mary)
    cognito.misbehaving[UPDATE_ITEM] = "500"
    answer = browser.fetch("/logout", {"reach": "everywhere"})
    tried = cognito.denied()
    cognito.misbehaving.clear()
    cognito.calls[:] = [call for call in cognito.calls if call.name != UPDATE_ITEM]

    ((body, _),) = cognito.queued(queue)
    assert deliver([body]) == []

    assert answer.outcome("revocation_list") == "pending"
    assert cognito.denied() == tried
    assert audited(output) == ["pending", "done"]


@pytest.mark.usefixtures("table")
def test_beside_a_waiting_global_sign_out_the_cut_off_is_there_already(
    browser: Browser, cognito: Cognito, mary: Person, queue: str
) -> None:
    sign_in(browser, mary)
    cognito.misbehaving[GLOBAL_SIGN_OUT] = cognito.misbehaving[REVOKE] = "throttled"

    answer = browser.fetch("/logout", {"reach": "everywhere"})

    assert (answer.outcome("other_sessions"), answer.outcome("revocation_list")) == ("pending", "done")
    assert len(cognito.queued(queue)) == len(cognito.queued(f"{queue}-global")) == 1


def audited(output: Output) -> list[str]:
    """What the audit trail says of the list, in order."""
    found = [ours(event) for event in output.steps("effect")]
    return [one["outcome"] for one in found if one["leg"] == "revocation_list"]
