"""A journey under way: hop by hop through the handler, with a browser's own cookie jar."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

import pytest
from coordinator.request import HINT_COOKIE, JOURNEY_COOKIE
from logout.handler import lambda_handler

from tests.unit.deployments import STAGE, Answer, Deployed
from tests.unit.samples import claims

CORP_END = "https://login.corp.example/end-session"
SAME_SITE = {"Sec-Fetch-Site": "same-site"}


@dataclass
class Traveller:
    """A browser on its way: it keeps our cookies, and comes back with what it was told."""

    deployed: Deployed
    jar: dict[str, str] = field(default_factory=dict)

    def visit(self, path: str, **query: str) -> Answer:
        """Navigate."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.jar.items())
        answer = self.deployed.get(path, headers={**SAME_SITE, "Cookie": cookie}, **query)
        for name, value in answer.cookies.items():
            if value:
                self.jar[name] = value
            else:
                self.jar.pop(name, None)
        return answer

    def back(self, state: str | None = None) -> Answer:
        """Come back from a hop."""
        return self.visit("/logout/return", **({} if state is None else {"state": state}))


@pytest.fixture
def depart(deployed: Deployed) -> Callable[..., Traveller]:
    """Let Mary, who came in through these providers, set out."""
    deployed.discovery.endpoints["Corp"] = CORP_END

    def departs(*providers: str, hint: str | None = None, **query: str) -> Traveller:
        identities = [{"providerName": name, "primary": "false"} for name in providers]
        everything = {"identities": identities, "custom:corp_id_token": hint}
        deployed.knows("id", "the-id", claims(everything=everything))
        traveller = Traveller(deployed)
        assert traveller.visit("/logout", id_token_hint="the-id", **query).status == 303
        return traveller

    return departs


def query_of(answer: Answer) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(answer.location).query))


def test_from_cognito_to_the_provider_and_back_to_the_apps_own_page(
    depart: Callable[..., Traveller], deployed: Deployed
) -> None:
    mary = depart("Corp", hint="h.i.t", post_logout_redirect_uri="https://shop.example.com/", state="x")
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


def test_the_end_of_a_journey_is_the_receipt_where_no_page_was_asked_for(depart: Callable[..., Traveller]) -> None:
    mary = depart("Deaf")
    receipt = mary.back()

    assert receipt.status == 200
    assert "Deaf): cannot be signed out from here" in receipt.body
    assert mary.jar == {}


def test_a_wrong_state_moves_nothing_and_shows_a_button_to_go_on(
    depart: Callable[..., Traveller], deployed: Deployed
) -> None:
    mary = depart("Corp")
    mary.back()
    before = dict(mary.jar)
    astray = mary.back("wrong")

    assert (astray.status, astray.location, mary.jar) == (400, "", before)
    assert deployed.audit.steps[-1] == ("refused", None, "wrong_state")
    assert mary.back().status == 200


def test_a_provider_that_cognito_visits_is_reported_when_cognito_is_done(
    depart: Callable[..., Traveller], deployed: Deployed
) -> None:
    depart("CorpSaml").back()

    assert ("provider", "CorpSaml", "unconfirmed", "ended_by_cognito") in deployed.legs("hop")


def test_several_providers_are_visited_in_order(depart: Callable[..., Traveller]) -> None:
    mary = depart("Legacy", "Corp")
    legacy = mary.back()

    assert legacy.location.startswith("https://login.legacy.example/signout?returnTo=")
    assert mary.back().location.startswith(CORP_END)


@pytest.mark.parametrize("cookie", [None, "forged", "ticket.e30="])
def test_a_missing_or_forged_journey_has_no_effect_and_no_redirect(deployed: Deployed, cookie: str | None) -> None:
    lost = Traveller(deployed, {JOURNEY_COOKIE: cookie} if cookie else {})
    answer = lost.back()

    assert (answer.status, answer.location) == (400, "")
    assert deployed.audit.steps == [("refused", None, "invalid_request")]


def test_a_finished_journey_does_not_start_again(depart: Callable[..., Traveller]) -> None:
    mary = depart("Deaf")
    mary.back()

    assert mary.back().status == 400


def test_a_provider_that_the_configuration_lost_meanwhile_is_passed_over_as_failed(
    depart: Callable[..., Traveller], deployed: Deployed
) -> None:
    mary = depart("Corp")
    deployed.configure(CONFIG=STAGE.partition("[providers")[0])

    assert mary.back().status == 200
    assert deployed.legs("hop")[-1] == ("provider", "Corp", "failed", "no_longer_configured")


def test_an_endpoint_that_the_configuration_forbids_meanwhile_is_not_visited(
    depart: Callable[..., Traveller], deployed: Deployed
) -> None:
    mary = depart("Corp")
    deployed.configure(CONFIG=STAGE.replace("issuer =", 'logout_url = "https://login.corp.example/other"\nissuer ='))

    assert mary.back().status == 200


def test_a_hint_that_no_cookie_holds_is_left_out(depart: Callable[..., Traveller]) -> None:
    mary = depart("Corp", hint="h" * 6_000)

    assert HINT_COOKIE not in mary.jar
    assert "id_token_hint" not in query_of(mary.back())


def test_a_hop_that_cannot_do_without_the_hint_is_left_out_with_it(
    depart: Callable[..., Traveller], deployed: Deployed
) -> None:
    deployed.configure(CONFIG=STAGE.replace('client_id = "cognito-at-corp"\n', ""))
    mary = depart("Corp", hint="h" * 6_000)

    assert "Corp): cannot be signed out from here" in mary.back().body


def test_without_hint_and_client_id_there_is_no_hop(depart: Callable[..., Traveller], deployed: Deployed) -> None:
    deployed.configure(CONFIG=STAGE.replace('client_id = "cognito-at-corp"\n', ""))
    depart("Corp")

    assert deployed.legs("hop") == [("provider", "Corp", "not_supported", "no_hint")]


def test_a_post_on_the_return_address_becomes_a_get_of_itself(deployed: Deployed) -> None:
    answer = deployed.post("/logout/return", state="s")

    assert (answer.status, answer.location) == (303, "https://logout.example.com/logout/return?state=s")
    assert deployed.post("/logout/return").location == "https://logout.example.com/logout/return"


def test_two_states_or_an_endless_one_are_refused_and_move_nothing(
    depart: Callable[..., Traveller], deployed: Deployed
) -> None:
    mary = depart("Corp")
    cookie = "; ".join(f"{name}={value}" for name, value in mary.jar.items())
    event = {"httpMethod": "GET", "path": "/logout/return", "headers": {"Cookie": cookie}}
    twice = lambda_handler({**event, "multiValueQueryStringParameters": {"state": ["a", "b"]}}, None)

    assert (twice["statusCode"], "duplicate_parameter" in twice["body"]) == (400, True)
    assert mary.back("x" * 1_025).status == 400
    assert mary.back().location.startswith(CORP_END)


@pytest.mark.parametrize(
    ("app", "location", "button"),
    [
        ('default_return = true\nreturn_to = ["https://shop.example.com/", "https://b.example/"]', "https://shop", ""),
        ('return_to = ["com.example.shop:/out"]', "", "com.example.shop:/out"),
        ('default_return = true\nreturn_to = ["com.example.shop:/out"]', "", "com.example.shop:/out"),
    ],
)
def test_the_end_is_the_apps_default_page_or_a_button_for_a_scheme_of_its_own(
    deployed: Deployed, app: str, location: str, button: str
) -> None:
    deployed.configure(CONFIG=f'[apps.shop]\nclient_id = "1example23456789"\n{app}')
    answer = deployed.get(headers={"Sec-Fetch-Site": "same-origin"}, reach="app")

    assert answer.location.startswith(location)
    assert f'href="{button}"' in answer.body or not button


def test_values_that_fit_no_cookie_are_refused_before_any_effect(deployed: Deployed) -> None:
    wide = "".join(chr(0x4E00 + number * 7) for number in range(1_024))
    answer = deployed.get(
        headers={**SAME_SITE, "Cookie": "shop_rt=r"}, post_logout_redirect_uri="https://shop.example.com/", state=wide
    )

    assert answer.status == 400
    assert deployed.cognito.revoked == []
