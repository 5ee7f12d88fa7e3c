"""The public URL: as configured, else the request context's domain and stage; never a header."""

import pytest

from tests.functional.browser import Browser
from tests.functional.cognito import Cognito
from tests.functional.deployment import Deployment
from tests.functional.journeys import walk
from tests.functional.stages import RETURN
from tests.functional.tokens import Person

GATEWAY = "https://abcde12345.execute-api.eu-central-1.amazonaws.com/live"
LIES = {
    "host": "evil.test",
    "x-forwarded-host": "evil.test",
    "x-forwarded-proto": "http",
    "forwarded": "host=evil.test",
}


@pytest.fixture
def at_the_gateway(deployment: Deployment) -> Browser:
    """A browser at a deployment without a public URL."""
    deployment.set(PUBLIC_URL=None)
    return deployment.browser(GATEWAY)


def test_without_a_public_url_the_domain_and_stage_of_the_request_context_are_ours(
    at_the_gateway: Browser, cognito: Cognito
) -> None:
    answer = at_the_gateway.visit("/logout", headers=dict(LIES))

    assert answer.hop[1]["logout_uri"] == f"{GATEWAY}/logout/return"


def test_the_whole_journey_works_there(at_the_gateway: Browser, cognito: Cognito, mary: Person) -> None:
    address = f"/logout?post_logout_redirect_uri={RETURN}&id_token_hint={mary.id_token()}"

    walked = walk(at_the_gateway, cognito, at_the_gateway.visit(address))

    assert walked.hops[1][1]["post_logout_redirect_uri"] == f"{GATEWAY}/logout/return"
    assert walked.last.location == RETURN


def test_a_ticket_and_a_question_lead_back_there(at_the_gateway: Browser, cognito: Cognito) -> None:
    location = at_the_gateway.fetch("/logout", {}).json["location"]
    assert location.startswith(f"{GATEWAY}/logout/start?ticket=")
    asked = at_the_gateway.visit("/logout", "https://evil.test/")

    assert at_the_gateway.press(asked.forms[0]).hop[0] == f"{cognito.base}/logout"


def test_a_public_url_beats_the_request_context(deployment: Deployment) -> None:
    url = "https://www.example.com/auth"
    deployment.set(PUBLIC_URL=url)

    assert deployment.browser(url).visit("/logout").hop[1]["logout_uri"] == f"{url}/logout/return"


def test_no_header_changes_a_public_url(browser: Browser) -> None:
    assert browser.visit("/logout", headers=dict(LIES)).location == browser.visit("/logout").location
