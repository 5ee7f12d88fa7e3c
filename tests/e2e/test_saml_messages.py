"""The local Cognito domain sends and takes SAML messages as AWS documents it, and refuses all others."""

import dataclasses
import time
from collections.abc import Callable

import pytest
import requests

from local.addresses import query_value, with_query
from local.app import sign_in_url, tokens_for
from local.browser import Hop
from local.cognito_domain.sessions import SECONDS as HOUR
from local.forms import Form
from local.owners import Owners
from local.person import Person
from local.pool import SAML_PROVIDER
from local.saml_provider.federation import APP
from local.saml_provider.owner import knows_browser
from local.system import LocalSystem
from tests.e2e import saml_answers
from tests.e2e.saml_answers import logout_answer, logout_url, rewritten

pytestmark = [pytest.mark.e2e, pytest.mark.more]
SPOILT = [
    saml_answers.with_broken_signature,
    saml_answers.unsigned,
    saml_answers.failed,
    saml_answers.of_another_year,
    saml_answers.no_xml,
]


@pytest.fixture
def later(saml_system: LocalSystem, monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour has passed for the Cognito domain, so that its session is over; the provider's is not."""
    monkeypatch.setattr(saml_system.domain, "clock", lambda: time.time() + HOUR)


def assertion(system: LocalSystem, person: Person) -> Form:
    """Ask the provider, which knows the browser: the form with its answer, not yet submitted."""
    url = sign_in_url(system.places, person.client, "a-state", identity_provider=SAML_PROVIDER)
    form = person.browser.open(person.browser.open(url).location or "").form
    assert form is not None
    return form


def refused(system: LocalSystem, person: Person, hops: list[Hop]) -> bool:
    """Whether the browser ended at the domain's error page, with the person's session there as alive as before."""
    at_error_page = hops[-1].url.startswith(f"{system.places.cognito}/error") and hops[-1].status == 400
    nowhere_else = all(hop.url.startswith(system.places.cognito) for hop in hops)
    return at_error_page and nowhere_else and Owners(system).knows_browser_at_cognito(person.browser, person.client)


class TestTheLogoutRequest:
    def test_it_is_a_signed_redirect_to_the_metadatas_endpoint(self, saml_system: LocalSystem, edsger: Person) -> None:
        location = edsger.browser.open(logout_url(saml_system, edsger)).location or ""
        endpoint, _, query = location.partition("?")
        assert endpoint == f"{saml_system.places.saml_provider}/saml2/idp/SingleLogoutService.php"
        assert [part.partition("=")[0] for part in query.split("&")] == [
            "SAMLRequest",
            "RelayState",
            "SigAlg",
            "Signature",
        ]
        assert query_value(location, "SigAlg") == "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"

    def test_cognitos_session_lives_until_the_provider_has_answered(
        self, saml_system: LocalSystem, edsger: Person
    ) -> None:
        answer = logout_answer(saml_system, edsger)
        owners = Owners(saml_system)
        assert not knows_browser(saml_system, edsger.browser)
        assert owners.knows_browser_at_cognito(edsger.browser, edsger.client)
        assert edsger.browser.submit(answer, {}, answer.action)[-1].url == edsger.client.signed_out
        assert not owners.knows_browser_at_cognito(edsger.browser, edsger.client)

    @pytest.mark.parametrize("change", [{"Signature": "", "SigAlg": ""}, {"RelayState": "another"}])
    def test_the_provider_refuses_one_whose_signature_does_not_hold(
        self, saml_system: LocalSystem, edsger: Person, change: dict[str, str]
    ) -> None:
        location = edsger.browser.open(logout_url(saml_system, edsger)).location or ""
        hop = edsger.browser.open(with_query(location, change))
        assert hop.location is None
        assert "SAMLResponse" not in hop.text
        assert knows_browser(saml_system, edsger.browser)


class TestTheLogoutResponse:
    @pytest.mark.parametrize("spoil", SPOILT)
    def test_one_that_does_not_hold_ends_with_an_error_page(
        self, saml_system: LocalSystem, edsger: Person, spoil: Callable[[str], str]
    ) -> None:
        answer = logout_answer(saml_system, edsger)
        hops = edsger.browser.submit(answer, rewritten(answer, spoil), answer.action)
        assert refused(saml_system, edsger, hops)

    def test_one_to_another_request_ends_with_an_error_page(self, saml_system: LocalSystem, edsger: Person) -> None:
        other = Person(saml_system, APP)
        other.sign_in()
        foreign, own = logout_answer(saml_system, other), logout_answer(saml_system, edsger)
        mixed = {"SAMLResponse": foreign.fields["SAMLResponse"], "RelayState": own.fields["RelayState"]}
        assert refused(saml_system, edsger, edsger.browser.submit(own, mixed, own.action))

    def test_one_is_good_for_one_time(self, saml_system: LocalSystem, edsger: Person) -> None:
        answer = logout_answer(saml_system, edsger)
        edsger.browser.submit(answer, {}, answer.action)
        assert edsger.sign_in()
        assert refused(saml_system, edsger, edsger.browser.submit(answer, {}, answer.action))

    def test_one_that_nobody_asked_for_ends_with_an_error_page(self, saml_system: LocalSystem, edsger: Person) -> None:
        answer = logout_answer(saml_system, edsger)
        hops = edsger.browser.submit(answer, {"RelayState": "never-given-out"}, answer.action)
        assert refused(saml_system, edsger, hops)

    def test_its_session_is_found_without_a_cookie(self, saml_system: LocalSystem, edsger: Person) -> None:
        # Browsers send no Lax cookie with another site's POST (rfc6265bis, section 5.7.1); ours here is less strict.
        answer = logout_answer(saml_system, edsger)
        hop = requests.post(answer.action, data=answer.fields, allow_redirects=False, timeout=10)
        assert hop.headers["Location"] == edsger.client.signed_out
        assert not Owners(saml_system).knows_browser_at_cognito(edsger.browser, edsger.client)

    def test_one_by_get_ends_with_an_error_page(self, saml_system: LocalSystem, edsger: Person) -> None:
        answer = dataclasses.replace(logout_answer(saml_system, edsger), method="GET")
        hops = edsger.browser.submit(answer, {}, answer.action)
        assert (len(hops), hops[0].status) == (1, 405)
        assert Owners(saml_system).knows_browser_at_cognito(edsger.browser, edsger.client)


class TestTheSignIn:
    def test_its_cookie_signs_in_silently(self, saml_system: LocalSystem, edsger: Person) -> None:
        url = sign_in_url(saml_system.places, edsger.client, "a-state", prompt="none")
        location = edsger.browser.open(url).location or ""
        assert tokens_for(saml_system.places, edsger.client, query_value(location, "code"))

    @pytest.mark.parametrize("spoil", SPOILT)
    def test_an_assertion_that_does_not_hold_signs_nobody_in(
        self, saml_system: LocalSystem, edsger: Person, later: None, spoil: Callable[[str], str]
    ) -> None:
        answer = assertion(saml_system, edsger)
        hops = edsger.browser.submit(answer, rewritten(answer, spoil), answer.action)
        assert hops[-1].url.startswith(f"{saml_system.places.cognito}/error")
        assert not Owners(saml_system).knows_browser_at_cognito(edsger.browser, edsger.client)

    def test_an_assertion_to_another_request_signs_nobody_in(
        self, saml_system: LocalSystem, edsger: Person, later: None
    ) -> None:
        first, second = assertion(saml_system, edsger), assertion(saml_system, edsger)
        mixed = {"SAMLResponse": first.fields["SAMLResponse"], "RelayState": second.fields["RelayState"]}
        hops = edsger.browser.submit(second, mixed, second.action)
        assert hops[-1].url.startswith(f"{saml_system.places.cognito}/error")
        assert not Owners(saml_system).knows_browser_at_cognito(edsger.browser, edsger.client)

    def test_only_post_brings_an_assertion(self, saml_system: LocalSystem) -> None:
        answer = requests.get(f"{saml_system.places.cognito}/saml2/idpresponse", timeout=10)
        assert not answer.ok
