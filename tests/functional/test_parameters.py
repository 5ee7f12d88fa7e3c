"""Where each parameter may stand: query, form, JSON, the app's cookies, `Authorization`."""

import base64
from urllib.parse import urlencode

import pytest

from tests.functional.answers import Answer
from tests.functional.browser import SHOP_PAGE, Browser
from tests.functional.cognito import GLOBAL_SIGN_OUT, Cognito
from tests.functional.deployment import Deployment
from tests.functional.events import rest_api_event
from tests.functional.journeys import walk
from tests.functional.sessions import app_cookies, keep, sign_in
from tests.functional.stages import EVERY_PROVIDER, RETURN, TWO_APPS
from tests.functional.tokens import BLOG, SHOP, Person

SOURCES = ["query", "form", "json"]
BODIES = ["form", "json"]


def ask(browser: Browser, source: str, parameters: dict[str, str], page: str = SHOP_PAGE) -> Answer:
    """Send the parameters; after a JSON answer navigate to its `location`, as a single-page app does."""
    if source == "query":
        return browser.visit(f"/logout?{urlencode(parameters)}", page)
    if source == "form":
        return browser.submit("/logout", parameters, page)
    answer = browser.fetch("/logout", parameters, page)
    assert answer.status == 200, answer
    return browser.visit(answer.json["location"], page)


@pytest.mark.parametrize("source", SOURCES)
def test_the_hint_says_which_provider_is_visited(source: str, browser: Browser, cognito: Cognito, mary: Person) -> None:
    walked = walk(browser, cognito, ask(browser, source, {"id_token_hint": mary.id_token()}))

    assert walked.addresses == [f"{cognito.base}/logout", f"{cognito.issuer}/end-session"]


def test_the_hint_is_found_in_chunked_cookies_joined_in_the_order_of_their_numbers(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    token = mary.id_token()
    size = len(token) // 11
    chunks = [token[number * size : (number + 1) * size] for number in range(11)] + [token[11 * size :]]
    keep(browser, {f"shop_id.{number}": chunk for number, chunk in sorted(enumerate(chunks), key=lambda c: str(c[0]))})

    walked = walk(browser, cognito, browser.visit("/logout"))

    assert walked.addresses[-1] == f"{cognito.issuer}/end-session"
    assert app_cookies(browser) == set()


def test_an_expired_hint_is_accepted(browser: Browser, cognito: Cognito, mary: Person) -> None:
    hint = mary.id_token(iat=1_700_000_000, exp=1_700_003_600, auth_time=1_700_000_000)

    walked = walk(browser, cognito, ask(browser, "query", {"id_token_hint": hint}))

    assert walked.addresses[-1] == f"{cognito.issuer}/end-session"


@pytest.mark.parametrize("source", SOURCES)
def test_the_client_id_says_which_app(source: str, deployment: Deployment, cognito: Cognito, browser: Browser) -> None:
    deployment.configure(TWO_APPS)
    page = "https://blog.example.org/post"
    parameters = {"client_id": BLOG, "post_logout_redirect_uri": "https://blog.example.org/bye"}

    walked = walk(browser, cognito, ask(browser, source, parameters, page))

    assert walked.hops[0][1]["client_id"] == BLOG
    assert walked.last.location == "https://blog.example.org/bye"


def test_without_a_client_id_the_audience_of_the_hint_says_which_app(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    deployment.configure(TWO_APPS)

    walked = walk(browser, cognito, ask(browser, "form", {"id_token_hint": mary.id_token(client=BLOG)}, SHOP_PAGE))

    assert walked.hops[0][1]["client_id"] == BLOG


def test_without_client_id_and_hint_the_only_app_is_meant(browser: Browser, cognito: Cognito) -> None:
    assert walk(browser, cognito, browser.visit("/logout")).hops[0][1]["client_id"] == SHOP


@pytest.mark.parametrize("source", SOURCES)
def test_the_return_address_and_the_state_come_back_at_the_end(source: str, browser: Browser, cognito: Cognito) -> None:
    walked = walk(browser, cognito, ask(browser, source, {"post_logout_redirect_uri": RETURN, "state": "s1"}))

    assert walked.last.location == f"{RETURN}?state=s1"


@pytest.mark.parametrize("source", SOURCES)
def test_the_reach_is_taken(source: str, browser: Browser, cognito: Cognito, mary: Person) -> None:
    sign_in(browser, mary)

    walked = walk(browser, cognito, ask(browser, source, {"reach": "app", "post_logout_redirect_uri": RETURN}))

    assert walked.addresses == []
    assert walked.last.location == RETURN
    assert len(cognito.revoked) == 1


@pytest.mark.parametrize("source", SOURCES)
def test_a_caller_without_an_id_token_names_the_provider(
    source: str, deployment: Deployment, browser: Browser, cognito: Cognito
) -> None:
    deployment.configure(EVERY_PROVIDER)

    walked = walk(browser, cognito, ask(browser, source, {"identity_provider": "Legacy"}))

    assert walked.addresses[-1] == "https://login.example.net/signout"


@pytest.mark.parametrize("source", BODIES)
def test_a_refresh_token_in_the_body_is_revoked(source: str, browser: Browser, cognito: Cognito, mary: Person) -> None:
    token = mary.refresh_token()

    ask(browser, source, {"refresh_token": token})

    assert cognito.revoked == [token]
    assert cognito.effects[0].form == {"token": token, "client_id": SHOP}


@pytest.mark.parametrize("source", [*BODIES, "cookie", "bearer"])
def test_an_access_token_is_taken(source: str, browser: Browser, cognito: Cognito, mary: Person) -> None:
    token = mary.access_token()
    if source in BODIES:
        ask(browser, source, {"access_token": token, "reach": "everywhere"})
    elif source == "cookie":
        keep(browser, {"shop_at": token})
        browser.visit("/logout?reach=everywhere")
    else:
        browser.fetch("/logout", {"reach": "everywhere"}, headers={"authorization": f"Bearer {token}"})

    assert [call.json for call in cognito.called(GLOBAL_SIGN_OUT)] == [{"AccessToken": token}]


@pytest.mark.parametrize("header", ["Basic eDp5", "Bearer", "Bearer  ", "bearer a b", "Negotiate x", ""])
def test_an_authorization_of_another_kind_is_nothing_to_revoke(header: str, browser: Browser, cognito: Cognito) -> None:
    answer = browser.fetch("/logout", {"reach": "everywhere"}, headers={"authorization": header})

    assert answer.status in (200, 400)
    assert not cognito.effects


def test_hints_for_the_provider_and_unknown_parameters_are_accepted(browser: Browser, cognito: Cognito) -> None:
    query = "logout_hint=mary%40example.com&ui_locales=de%20en&sid=4711&post_logout_redirect_uri=" + RETURN

    assert walk(browser, cognito, browser.visit(f"/logout?{query}")).last.location == RETURN


def test_a_post_without_a_body_has_no_parameters(browser: Browser, cognito: Cognito) -> None:
    answer = browser.submit("/logout", {}, headers={"content-type": None})

    assert answer.hop[0] == f"{cognito.base}/logout"


def test_a_form_in_base64_is_read(deployment: Deployment, cognito: Cognito, mary: Person) -> None:
    token = mary.refresh_token()
    headers = [("content-type", "application/x-www-form-urlencoded; charset=UTF-8"), ("sec-fetch-site", "same-site")]
    event = rest_api_event("POST", "https://logout.example.com/logout", headers)
    body = base64.b64encode(urlencode({"refresh_token": token}).encode()).decode()

    deployment.send(event | {"body": body, "isBase64Encoded": True})

    assert cognito.revoked == [token]
