"""A journey under way: hop by hop through the handler, with a browser's own cookie jar."""

import pytest
from coordinator.web.request import JOURNEY_COOKIE
from logout.handler import lambda_handler

from tests.unit.deployments import STAGE, Deployed
from tests.unit.travellers import CORP_END, Traveller, departs, query_of


def test_from_cognito_to_the_provider_and_back_to_the_apps_own_page(deployed: Deployed) -> None:
    mary = departs(deployed, "Corp", hint="h.i.t", post_logout_redirect_uri="https://shop.example.com/", state="x")
    provider = mary.back()
    sent = query_of(provider)

    assert provider.location.startswith(CORP_END)
    assert len(sent["state"]) >= 22
    assert (sent["id_token_hint"], sent["client_id"]) == ("h.i.t", "cognito-at-corp")
    assert sent["post_logout_redirect_uri"] == "https://logout.example.com/logout/return"

    assert mary.back(sent["state"]).location == "https://shop.example.com/?state=x"
    assert mary.jar == {}
    assert deployed.legs("hop") == [("cognito", None, "unconfirmed", None), ("provider", "Corp", "done", None)]
    assert deployed.audit.steps[-1][0] == "completed"


def test_the_end_of_a_journey_is_the_receipt_where_no_page_was_asked_for(deployed: Deployed) -> None:
    mary = departs(deployed, "Deaf")
    receipt = mary.back()

    assert receipt.status == 200
    assert "provider (Deaf): not_supported" in receipt.body
    assert mary.jar == {}


def test_a_wrong_state_moves_nothing_and_shows_a_button_to_go_on(deployed: Deployed) -> None:
    mary = departs(deployed, "Corp")
    mary.back()
    before = dict(mary.jar)
    astray = mary.back("wrong")

    assert (astray.status, astray.location, mary.jar) == (400, "", before)
    assert deployed.audit.steps[-1] == ("refused", None, "wrong_state")
    assert mary.back().status == 200


def test_a_provider_that_cognito_visits_is_reported_when_cognito_is_done(deployed: Deployed) -> None:
    departs(deployed, "CorpSaml").back()

    assert ("provider", "CorpSaml", "unconfirmed", "ended_by_cognito") in deployed.legs("hop")


def test_one_from_which_nobody_may_come_back_is_visited_after_the_others(deployed: Deployed) -> None:
    mary = departs(deployed, "Legacy", "Corp")

    assert mary.back().location.startswith(CORP_END)
    assert mary.back().location.startswith("https://login.legacy.example/signout?returnTo=")


@pytest.mark.parametrize("cookie", [None, "forged", "ticket.e30="])
def test_a_missing_or_forged_journey_has_no_effect_and_no_redirect(deployed: Deployed, cookie: str | None) -> None:
    lost = Traveller(deployed, {JOURNEY_COOKIE: cookie} if cookie else {})
    answer = lost.back()

    assert (answer.status, answer.location) == (400, "")
    assert deployed.audit.steps == [("refused", None, "invalid_request")]


def test_a_finished_journey_does_not_start_again(deployed: Deployed) -> None:
    mary = departs(deployed, "Deaf")
    mary.back()

    assert mary.back().status == 400


def test_a_provider_that_the_configuration_lost_meanwhile_is_passed_over_as_failed(deployed: Deployed) -> None:
    mary = departs(deployed, "Corp")
    deployed.configure(CONFIG=STAGE.partition("[providers")[0])

    assert mary.back().status == 200
    assert deployed.legs("hop")[-1] == ("provider", "Corp", "failed", "no_longer_configured")


def test_an_endpoint_that_the_configuration_forbids_meanwhile_is_not_visited(deployed: Deployed) -> None:
    mary = departs(deployed, "Corp")
    deployed.configure(CONFIG=STAGE.replace("issuer =", 'logout_url = "https://login.corp.example/other"\nissuer ='))

    assert mary.back().status == 200


def test_a_post_on_the_return_address_becomes_a_get_of_itself(deployed: Deployed) -> None:
    answer = deployed.post("/logout/return", state="s")

    assert (answer.status, answer.location) == (303, "https://logout.example.com/logout/return?state=s")
    assert deployed.post("/logout/return").location == "https://logout.example.com/logout/return"


def test_two_states_or_an_endless_one_are_refused_and_move_nothing(deployed: Deployed) -> None:
    mary = departs(deployed, "Corp")
    cookie = "; ".join(f"{name}={value}" for name, value in mary.jar.items())
    event = {"httpMethod": "GET", "path": "/logout/return", "headers": {"Cookie": cookie}}
    twice = lambda_handler({**event, "multiValueQueryStringParameters": {"state": ["a", "b"]}}, None)

    assert (twice["statusCode"], "duplicate_parameter" in twice["body"]) == (400, True)
    assert mary.back("x" * 1_025).status == 400
    assert mary.back().location.startswith(CORP_END)
