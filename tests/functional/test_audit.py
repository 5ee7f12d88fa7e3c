"""The audit trail: OCSF events, one JSON object alone on its line, the same uid for the same step."""

import time

import pytest

from tests.functional.audit_log import Output, ours
from tests.functional.browser import BASE, ELSEWHERE, Browser
from tests.functional.cognito import REVOKE, Cognito
from tests.functional.journeys import walk
from tests.functional.judgements import goes_on
from tests.functional.sessions import sign_in
from tests.functional.stages import RETURN
from tests.functional.tokens import SHOP, Person

STEPS = {"requested", "refused", "effect", "hop", "completed", "signal"}


def test_every_step_of_a_logout_is_an_authentication_event(
    browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    sign_in(browser, mary)
    before = int(time.time() * 1000)

    walk(browser, cognito, browser.visit("/logout"))

    for event in output.events:
        assert (event["class_uid"], event["category_uid"]) == (3002, 3)
        assert event["type_uid"] == 300200 + event["activity_id"]
        assert before <= event["time"] <= time.time() * 1000
        assert event["user"] == {"uid": mary.sub}
        assert event["service"]["uid"] == SHOP
        assert event["service"]["name"]
        assert event["metadata"]["product"]["name"]
        content = ours(event)
        assert {"logout_id", "step", "reach", "app", "verified"} <= set(content)
        assert (content["reach"], content["app"], content["verified"]) == ("browser", "shop", True)
        assert content["step"] in STEPS


def test_what_is_done_is_a_logoff_and_all_else_names_its_activity(
    browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    sign_in(browser, mary)
    walk(browser, cognito, browser.visit("/logout"))
    browser.visit("/logout?reach=galaxy")

    for event in output.events:
        content = ours(event)
        done = content["step"] == "completed" or (
            content["step"] in ("effect", "hop") and content.get("outcome") == "done"
        )
        assert event["activity_id"] == (2 if done else 99), content
        assert done or event["activity_name"]
        assert event["status_id"] in (1, 2, 99)
        assert event["status_id"] != 99 or event["status"]


def test_effects_and_hops_name_their_leg_and_outcome(
    browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    sign_in(browser, mary)
    walk(browser, cognito, browser.visit("/logout"))

    told = {(ours(event)["leg"], ours(event)["outcome"]) for event in output.steps("effect", "hop")}

    assert ("tokens", "done") in told
    assert ("provider", "done") in told
    assert ("cognito", "unconfirmed") in told
    assert {ours(event)["provider"] for event in output.steps("hop") if ours(event)["leg"] == "provider"} == {"Corp"}


def test_a_failed_effect_is_told_as_failed(browser: Browser, cognito: Cognito, mary: Person, output: Output) -> None:
    sign_in(browser, mary)
    cognito.misbehaving[REVOKE] = "500"

    browser.visit("/logout")

    (event,) = [event for event in output.steps("effect") if ours(event)["leg"] == "tokens"]
    assert (ours(event)["outcome"], event["status_id"], event["activity_id"]) == ("failed", 2, 99)


def test_somebody_unverified_is_unknown(browser: Browser, cognito: Cognito, output: Output) -> None:
    walk(browser, cognito, browser.visit("/logout"))

    assert output.events
    assert all(event["user"] == {"name": "unknown"} for event in output.events)
    assert all(ours(event)["verified"] is False for event in output.events)


def test_a_repeated_return_has_the_same_uid(browser: Browser, mary: Person, output: Output) -> None:
    sign_in(browser, mary)
    browser.visit("/logout")
    state = browser.come_back(f"{BASE}/logout/return").hop[1]["state"]
    kept = [f"{cookie.name}={cookie.value}; Path=/; Secure" for cookie in browser.ours.values()]
    browser.come_back(f"{BASE}/logout/return?state={state}")
    browser.receive(BASE, kept)  # the double click left with the same cookie

    browser.come_back(f"{BASE}/logout/return?state={state}")

    completed = output.steps("completed")
    assert len(completed) == 2
    assert len({event["metadata"]["uid"] for event in completed}) == 1


def test_every_step_and_leg_has_its_own_uid(browser: Browser, cognito: Cognito, mary: Person, output: Output) -> None:
    sign_in(browser, mary)
    walk(browser, cognito, browser.visit("/logout"))
    sign_in(browser, mary)
    walk(browser, cognito, browser.visit("/logout"))

    keys = {(ours(event)["logout_id"], ours(event)["step"], ours(event).get("leg")) for event in output.events}
    assert len({event["metadata"]["uid"] for event in output.events}) == len(keys)


@pytest.mark.parametrize(
    "hostile",
    ["a\r\n{}", '", "class_uid": 3002, "x": "', "\x1b[31m", "\u2028", '{"class_uid":3002}\n{"class_uid":3002}'],
)
@pytest.mark.parametrize("name", ["state", "client_id", "identity_provider", "reach", "logout_hint"])
def test_nothing_that_a_caller_sends_forges_a_line(name: str, hostile: str, browser: Browser, output: Output) -> None:
    browser.submit("/logout", {name: hostile, "post_logout_redirect_uri": RETURN}, headers={"user-agent": hostile})

    assert output.events
    assert len({ours(event)["logout_id"] for event in output.events}) == 1
    assert all(character.isprintable() or character == "\n" for character in output.stdout)


def test_no_query_is_in_any_output(browser: Browser, cognito: Cognito, output: Output) -> None:
    query = (
        f"post_logout_redirect_uri={RETURN}&state=state-of-the-app&logout_hint=mary%40example.com&sid=marker-of-a-sid"
    )

    walk(browser, cognito, browser.visit(f"/logout?{query}"))
    browser.visit(f"/logout?{query}&reach=marker-of-a-reach", ELSEWHERE)

    written = output.read()
    for word in ("state-of-the-app", "mary@example.com", "mary%40", "marker-of-a-sid", "post_logout_redirect_uri="):
        assert word not in written


def test_metrics_count_the_outcome_of_each_leg(
    browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    sign_in(browser, mary)

    assert goes_on(browser.visit("/logout"), cognito)

    assert output.metrics.get("tokens_done") == 1


def test_a_failure_is_counted_as_one(browser: Browser, cognito: Cognito, mary: Person, output: Output) -> None:
    sign_in(browser, mary)
    cognito.misbehaving[REVOKE] = "500"

    browser.visit("/logout")

    assert output.metrics.get("tokens_failed") == 1
    assert "tokens_done" not in output.metrics


def test_a_finished_journey_counts_its_hops(browser: Browser, cognito: Cognito, mary: Person, output: Output) -> None:
    sign_in(browser, mary)

    walk(browser, cognito, browser.visit("/logout"))

    assert output.metrics.get("cognito_unconfirmed") == 1
    assert output.metrics.get("provider_done") == 1
