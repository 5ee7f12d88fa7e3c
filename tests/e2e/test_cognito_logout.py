"""`/logout` of the local Cognito domain behaves as AWS documents it, misleading error and all."""

from urllib.parse import urlencode

import pytest
import requests

from local.addresses import query_value
from local.owners import Owners
from local.person import Person
from local.system import LocalSystem

pytestmark = pytest.mark.e2e
STATE = "a-state-of-the-app"


def logout(system: LocalSystem, person: Person, **query: str) -> str:
    """Where `/logout` sends this person's browser."""
    query = {"client_id": person.client.client_id} | query
    return person.browser.open(f"{system.places.cognito}/logout?{urlencode(query)}").location or ""


def test_it_ends_the_session_and_leaves_the_provider_alone(domain_system: LocalSystem, ada: Person) -> None:
    owners = Owners(domain_system)
    assert logout(domain_system, ada, logout_uri=ada.client.signed_out) == ada.client.signed_out
    assert not owners.knows_browser_at_cognito(ada.browser, ada.client)
    assert owners.knows_browser_at_provider(ada.browser)
    assert owners.honours_refresh_token(ada.client, ada.tokens().refresh)


def test_nothing_else_comes_back_with_the_browser(domain_system: LocalSystem, ada: Person) -> None:
    location = logout(domain_system, ada, logout_uri=ada.client.signed_out, state=STATE, redirect_uri="x")
    assert location == ada.client.signed_out


@pytest.mark.parametrize("change", ["/", "?a=b", "#x", "%20"])
def test_a_url_that_is_not_the_same_gets_an_error_about_another_parameter(
    domain_system: LocalSystem, ada: Person, change: str
) -> None:
    location = logout(domain_system, ada, logout_uri=ada.client.signed_out + change)
    assert location.startswith(f"{domain_system.places.cognito}/error")
    assert query_value(location, "error") == "Required String parameter 'redirect_uri' is not present"


def test_the_names_of_openid_connect_are_not_its_own(domain_system: LocalSystem, ada: Person) -> None:
    location = logout(domain_system, ada, post_logout_redirect_uri=ada.client.signed_out)
    assert "redirect_uri" in query_value(location, "error")


def test_with_redirect_uri_it_opens_the_sign_in_page(domain_system: LocalSystem, grace: Person) -> None:
    location = logout(domain_system, grace, redirect_uri=grace.client.callback, response_type="code", state=STATE)
    assert location.startswith(f"{domain_system.places.cognito}/login?")
    hop = grace.browser.open(location)
    assert hop.form is not None
    assert "password" in hop.form.fields


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
def test_it_supports_get_only(domain_system: LocalSystem, method: str) -> None:
    answer = requests.request(method, f"{domain_system.places.cognito}/logout", timeout=10)
    assert answer.status_code == 405
