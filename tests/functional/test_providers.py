"""The four profiles: what each hop looks like, and what may be said about the provider's session afterwards."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.functional.audit_log import Output, ours
from tests.functional.browser import BASE, Browser
from tests.functional.cognito import DISCOVERY, Cognito
from tests.functional.deployment import Deployment
from tests.functional.journeys import Walk, walk
from tests.functional.sessions import sign_in
from tests.functional.stages import CORP, EVERY_PROVIDER, RETURN, SHOP, SHOP_COOKIES
from tests.functional.tokens import Person

pytestmark = pytest.mark.slow

BACK = f"{BASE}/logout/return"


def sent_to(deployment: Deployment, cognito: Cognito, provider: str, with_state: bool = True) -> Walk:
    """Walk the whole journey of somebody who came in through this provider."""
    deployment.configure(EVERY_PROVIDER)
    browser = deployment.browser()
    address = f"/logout?identity_provider={provider}&post_logout_redirect_uri={RETURN}"
    return walk(browser, cognito, browser.visit(address), with_state)


def told(output: Output) -> tuple[str, str]:
    """Provider and outcome in the last audit event of the provider's leg."""
    event = [ours(event) for event in output.events if ours(event).get("leg") == "provider"][-1]
    return event["provider"], event["outcome"]


def test_oidc_finds_the_logout_of_the_provider_by_discovery(
    deployment: Deployment, cognito: Cognito, output: Output
) -> None:
    deployment.start_cold()

    walked = sent_to(deployment, cognito, "Corp")

    address, parameters = walked.hops[1]
    assert address == f"{cognito.issuer}/end-session"
    assert set(parameters) == {"client_id", "post_logout_redirect_uri", "state"}
    assert (parameters["client_id"], parameters["post_logout_redirect_uri"]) == ("cognito-at-corp", BACK)
    assert walked.last.location == RETURN
    assert told(output) == ("Corp", "done")
    assert len(cognito.called(DISCOVERY)) == 1


def test_oidc_sends_the_providers_own_id_token_as_the_hint_never_cognitos(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    hint = mary.provider_id_token()
    session = sign_in(browser, mary, **{"custom:corp_id_token": hint})

    _, parameters = walk(browser, cognito, browser.visit("/logout")).hops[1]

    assert parameters["id_token_hint"] == hint != session.id_token


def test_oidc_passes_on_what_the_standard_knows(browser: Browser, cognito: Cognito, mary: Person) -> None:
    sign_in(browser, mary)

    _, parameters = walk(browser, cognito, browser.visit("/logout?logout_hint=mary&ui_locales=de%20en")).hops[1]

    assert (parameters["logout_hint"], parameters["ui_locales"]) == ("mary", "de en")


def test_oidc_keeps_the_query_of_a_discovered_endpoint(browser: Browser, cognito: Cognito, mary: Person) -> None:
    cognito.discovery["end_session_endpoint"] = f"{cognito.issuer}/end-session?tenant=7"
    sign_in(browser, mary)

    _, parameters = walk(browser, cognito, browser.visit("/logout")).hops[1]

    assert parameters["tenant"] == "7"
    assert parameters["client_id"] == "cognito-at-corp"


def test_a_configured_logout_url_beats_discovery(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    deployment.configure(SHOP + SHOP_COOKIES + CORP + 'logout_url = "https://corp.example.net/bye"\n')
    sign_in(browser, mary)
    browser.visit("/logout")

    answer = browser.come_back(BACK)

    assert answer.hop[0] == "https://corp.example.net/bye"
    assert not cognito.called(DISCOVERY)


@pytest.mark.parametrize(
    "endpoint", [None, "", "javascript:alert(1)", "data:text/html,x", "/relative", 7, "ftp://idp.test/", "https://"]
)
def test_a_provider_without_a_usable_endpoint_is_not_visited(
    endpoint: object, browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    cognito.discovery["end_session_endpoint"] = endpoint
    sign_in(browser, mary)

    walked = walk(browser, cognito, browser.visit(f"/logout?post_logout_redirect_uri={RETURN}"))

    assert walked.addresses == [f"{cognito.base}/logout"]
    assert walked.last.location == RETURN
    assert told(output)[1] in ("failed", "not_supported")


@pytest.mark.parametrize("way", ["500", "html", "not_json", "json_of_another_shape", "reset", "redirect"])
def test_a_discovery_that_fails_keeps_nobody(
    way: str, browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    cognito.misbehaving[DISCOVERY] = way
    sign_in(browser, mary)

    walked = walk(browser, cognito, browser.visit(f"/logout?post_logout_redirect_uri={RETURN}"))

    assert walked.last.location == RETURN
    assert told(output) == ("Corp", "failed")


def test_custom_renames_the_parameters(deployment: Deployment, cognito: Cognito, output: Output) -> None:
    walked = sent_to(deployment, cognito, "Legacy")

    address, parameters = walked.hops[1]
    assert address == "https://login.example.net/signout"
    assert set(parameters) == {"returnTo", "app", "relay", "federated"}
    assert (parameters["returnTo"], parameters["app"], parameters["federated"]) == (BACK, "cognito-at-legacy", "yes")
    assert len(parameters["relay"]) >= 22
    assert walked.last.location == RETURN


def test_custom_sends_only_what_is_configured_and_keeps_the_query_of_its_url(
    deployment: Deployment, cognito: Cognito, output: Output
) -> None:
    deployment.configure(EVERY_PROVIDER)
    browser = deployment.browser()
    browser.visit("/logout?identity_provider=Plain")

    location = browser.come_back(BACK).location or ""

    assert urlsplit(location)._replace(query="").geturl() == "https://login.example.net/plain"
    assert parse_qsl(urlsplit(location).query) == [("tenant", "7"), ("continue", BACK)]
    browser.come_back(BACK)
    assert told(output) == ("Plain", "unconfirmed")


def test_a_provider_that_sends_no_state_back_is_unconfirmed(
    deployment: Deployment, cognito: Cognito, output: Output
) -> None:
    walked = sent_to(deployment, cognito, "Legacy", with_state=False)

    assert walked.last.location == RETURN
    assert told(output) == ("Legacy", "unconfirmed")


def test_saml_is_left_to_cognito_and_is_unconfirmed(deployment: Deployment, cognito: Cognito, output: Output) -> None:
    walked = sent_to(deployment, cognito, "CorpSaml")

    assert walked.addresses == [f"{cognito.base}/logout"]
    assert walked.last.location == RETURN
    assert told(output) == ("CorpSaml", "unconfirmed")


def test_none_is_not_visited_and_not_supported(deployment: Deployment, cognito: Cognito) -> None:
    walked = sent_to(deployment, cognito, "Apple")
    answer = deployment.browser().fetch("/logout", {"identity_provider": "Apple"})

    assert walked.addresses == [f"{cognito.base}/logout"]
    assert walked.last.location == RETURN
    assert (answer.leg("provider")["provider"], answer.outcome("provider")) == ("Apple", "not_supported")


def test_an_unknown_provider_is_not_attempted(browser: Browser, cognito: Cognito) -> None:
    leg = browser.fetch("/logout", {}).leg("provider")

    assert leg["provider"] is None
    assert (leg["outcome"], leg["reason"]) == ("not_attempted", "provider_unknown")
    assert walk(browser, cognito, browser.visit("/logout")).addresses == [f"{cognito.base}/logout"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_provider_that_returns_an_error_with_our_state_has_ended_nothing(
    method: str, deployment: Deployment, cognito: Cognito, output: Output
) -> None:
    deployment.configure(EVERY_PROVIDER)
    browser = deployment.browser()
    browser.visit(f"/logout?identity_provider=Corp&post_logout_redirect_uri={RETURN}")
    state = browser.come_back(BACK).hop[1]["state"]

    if method == "GET":
        last = browser.come_back(f"{BACK}?error=access_denied&state={state}")
    else:
        answer = browser.submit(BACK, {"error": "access_denied", "state": state}, "https://elsewhere.test/")
        last = browser.come_back(answer.location or "")

    assert last.location == RETURN
    assert told(output) == ("Corp", "unconfirmed")


@pytest.mark.parametrize(("profile", "goes_on"), [("oidc", True), ("auth0", False)])
def test_the_callers_logout_hint_goes_only_where_it_can_be_what_the_provider_wants(
    profile: str, goes_on: bool, deployment: Deployment, cognito: Cognito
) -> None:
    deployment.configure(SHOP + SHOP_COOKIES + CORP.replace('"oidc"', f'"{profile}"'))
    browser = deployment.browser()

    walked = walk(browser, cognito, browser.visit("/logout?identity_provider=Corp&logout_hint=mary%40example.com"))

    assert ("logout_hint" in walked.hops[1][1]) is goes_on
