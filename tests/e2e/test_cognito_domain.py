"""The local Cognito domain behaves as AWS documents it: the session cookie, `prompt`, and federation."""

import time
from collections.abc import Iterator

import pytest
import requests

from local.addresses import query_value
from local.app import sign_in_url, tokens_for
from local.cognito_domain import federation
from local.cognito_domain.sessions import SECONDS as HOUR
from local.person import Person
from local.pool import PROVIDER, SCOPES, AppClient
from local.system import LocalSystem

pytestmark = pytest.mark.e2e
STATE = "a-state-of-the-app"


@pytest.fixture
def later(domain_system: LocalSystem) -> Iterator[None]:
    """An hour has passed for the domain."""
    domain_system.domain.clock = lambda: time.time() + HOUR
    yield
    domain_system.domain.clock = time.time


def other_app(system: LocalSystem) -> AppClient:
    """One more app of the pool."""
    callback = f"{system.places.app}/other/callback"
    made = system.clients.cognito.create_user_pool_client(
        UserPoolId=system.pool.pool_id,
        ClientName="other",
        SupportedIdentityProviders=[PROVIDER, "COGNITO"],
        CallbackURLs=[callback],
        AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=SCOPES,
        AllowedOAuthFlowsUserPoolClient=True,
    )["UserPoolClient"]
    return AppClient("other", made["ClientId"], "", f"{system.places.app}/other/")


def authorize(system: LocalSystem, person: Person, client: AppClient | None = None, **more: str) -> str:
    """Where the authorization endpoint sends this person's browser; an empty string for a page."""
    return person.browser.open(sign_in_url(system.places, client or person.client, STATE, **more)).location or ""


class TestTheSessionCookie:
    def test_it_signs_a_federated_person_in_silently(self, domain_system: LocalSystem, ada: Person) -> None:
        location = authorize(domain_system, ada)
        assert location.startswith(ada.client.callback)
        assert query_value(location, "state") == STATE
        assert tokens_for(domain_system.places, ada.client, query_value(location, "code"))

    def test_it_signs_a_native_person_in_silently(self, domain_system: LocalSystem, grace: Person) -> None:
        location = authorize(domain_system, grace)
        assert tokens_for(domain_system.places, grace.client, query_value(location, "code"))

    def test_it_serves_every_app_of_the_pool(self, domain_system: LocalSystem, ada: Person) -> None:
        other = other_app(domain_system)
        location = authorize(domain_system, ada, other)
        assert location.startswith(other.callback)
        assert query_value(location, "code")

    def test_it_is_good_for_an_hour(self, domain_system: LocalSystem, ada: Person, later: None) -> None:
        assert authorize(domain_system, ada) == ""
        assert query_value(authorize(domain_system, ada, prompt="none"), "error") == "login_required"

    def test_it_survives_the_end_of_all_tokens(self, domain_system: LocalSystem, grace: Person) -> None:
        domain_system.clients.cognito.admin_user_global_sign_out(
            UserPoolId=domain_system.pool.pool_id, Username=domain_system.pool.username
        )
        assert query_value(authorize(domain_system, grace), "code")

    def test_scripts_cannot_read_it(self, domain_system: LocalSystem, ada: Person) -> None:
        answer = requests.get(f"{domain_system.places.cognito}/logout", allow_redirects=False, timeout=10)
        assert "Secure; HttpOnly; Path=/; SameSite=Lax" in answer.headers["Set-Cookie"]


class TestPrompt:
    def test_none_without_a_session_answers_login_required(self, domain_system: LocalSystem) -> None:
        nobody = Person(domain_system, "shop")
        location = authorize(domain_system, nobody, prompt="none")
        assert location == f"{nobody.client.callback}?error=login_required&state={STATE}"

    def test_none_never_redirects_to_an_unregistered_address(self, domain_system: LocalSystem) -> None:
        nobody = Person(domain_system, "shop")
        assert authorize(domain_system, nobody, prompt="none", redirect_uri="https://evil.example/") == ""

    def test_login_asks_again_in_spite_of_a_session(self, domain_system: LocalSystem, grace: Person) -> None:
        hop = grace.browser.open(sign_in_url(domain_system.places, grace.client, STATE, prompt="login"))
        assert hop.form is not None
        assert "password" in hop.form.fields

    def test_login_is_passed_on_to_the_provider_and_none_is_not(self, domain_system: LocalSystem, ada: Person) -> None:
        location = authorize(domain_system, ada, identity_provider=PROVIDER, prompt="login", login_hint="ada")
        assert location.startswith(domain_system.provider.issuer)
        assert (query_value(location, "prompt"), query_value(location, "login_hint")) == ("login", "ada")

    def test_a_named_provider_is_visited_although_there_is_a_session(
        self, domain_system: LocalSystem, ada: Person
    ) -> None:
        location = authorize(domain_system, ada, identity_provider=PROVIDER)
        assert location.startswith(domain_system.provider.issuer)

    def test_a_provider_can_be_named_by_its_identifier(self, domain_system: LocalSystem, ada: Person) -> None:
        location = authorize(domain_system, ada, idp_identifier="example.com")
        assert location.startswith(domain_system.provider.issuer)

    def test_the_pool_itself_can_be_named_and_shows_its_own_page(self, domain_system: LocalSystem) -> None:
        nobody = Person(domain_system, "desk")
        hop = nobody.browser.open(sign_in_url(domain_system.places, nobody.client, STATE, identity_provider="COGNITO"))
        assert hop.form is not None
        assert "password" in hop.form.fields

    def test_an_unknown_identifier_leads_to_no_provider(self, domain_system: LocalSystem, ada: Person) -> None:
        assert authorize(domain_system, ada, idp_identifier="evil.example") == ""


class TestFederation:
    def test_the_providers_own_id_token_is_in_the_mapped_attribute(
        self, domain_system: LocalSystem, ada: Person
    ) -> None:
        user = domain_system.clients.cognito_for_anyone.get_user(AccessToken=ada.tokens().access)
        attributes = {attribute["Name"]: attribute.get("Value", "") for attribute in user["UserAttributes"]}
        assert attributes["custom:corp_id_token"].count(".") == 2

    def test_a_token_too_long_for_its_attribute_fails_the_sign_in(
        self, domain_system: LocalSystem, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(federation, "ATTRIBUTE_LIMIT", 100)
        person = Person(domain_system, "shop")
        hops = person.browser.walk(f"{person.client.home}sign-in", clicked_on=person.client.home)
        form = hops[-1].form
        assert form is not None
        filled = {"username": domain_system.provider.username, "password": domain_system.provider.password}
        last = person.browser.submit(form, filled, hops[-1].url)[-1]
        assert query_value(last.url, "error") == "invalid_request"
        assert not person.holds_cookies()

    def test_every_host_name_reaches_the_same_domain(self, domain_system: LocalSystem) -> None:
        port = domain_system.places.cognito_port
        headers = {"Host": f"cognito.localhost:{port}"}
        answer = requests.get(f"http://127.0.0.1:{port}/error?error=x", headers=headers, timeout=10)
        assert "x" in answer.text
