"""Django OAuth Toolkit, which with the settings of this system asks only a person without a hint of his own."""

import pytest
import requests

from local import journeys
from local.owners import Owners
from local.person import Person
from local.pool import PROVIDER
from local.system import LocalSystem
from tests.e2e.leaving import at_provider, leave, outcomes, wrong

pytestmark = pytest.mark.e2e

YES: dict[str, str] = {}
NO = {"allow": ""}


@pytest.fixture
def ada_of_shop(system: LocalSystem) -> Person:
    """Signed in through the provider, where the product is deployed."""
    person = Person(system, "shop")
    assert person.sign_in()
    return person


def test_a_hint_ends_the_session_without_a_question(system: LocalSystem, ada_of_shop: Person) -> None:
    chapter = leave(system, ada_of_shop, None)
    assert wrong(chapter) == []
    assert outcomes(ada_of_shop, chapter) == {"done"}


def test_who_is_asked_for_want_of_a_hint_and_confirms_is_signed_out(system: LocalSystem, ada_of_shop: Person) -> None:
    chapter = leave(system, ada_of_shop, YES, hinted=False)
    assert wrong(chapter) == []
    assert "Confirm Logout requested by Cognito" in at_provider(system, ada_of_shop, chapter)[0].text
    assert outcomes(ada_of_shop, chapter) == {"done"}


def test_who_refuses_stays_at_the_provider_and_signed_in_there(system: LocalSystem, ada_of_shop: Person) -> None:
    chapter = leave(system, ada_of_shop, NO, journeys.PROVIDER, hinted=False)
    assert wrong(chapter) == [f"The browser ended at {system.provider.issuer}/logout/."]
    assert "done" not in outcomes(ada_of_shop, chapter)
    assert not ada_of_shop.sign_in(), "the provider asks for no password"


def test_who_has_no_session_there_any_more_is_not_asked(system: LocalSystem, ada_of_shop: Person) -> None:
    ada_of_shop.browser.lose("provider_session")
    ada_of_shop.browser.lose("shop_id")
    ada_of_shop.browser.lose("shop_at")
    hops = ada_of_shop.click_sign_out(identity_provider=PROVIDER)
    assert hops[-1].url == ada_of_shop.client.signed_out


def test_a_form_from_another_site_is_refused(system: LocalSystem) -> None:
    told = {"client_id": system.provider.client_id, "post_logout_redirect_uri": system.provider.signed_out}
    answer = requests.post(f"{system.provider.issuer}/logout/", told, allow_redirects=False, timeout=20)
    assert answer.status_code == 403


def test_another_browser_of_the_same_person_stays_signed_in(system: LocalSystem, ada_of_shop: Person) -> None:
    other = Person(system, "shop")
    other.sign_in()
    ada_of_shop.click_sign_out()
    owners = Owners(system)
    assert not owners.knows_browser_at_provider(ada_of_shop.browser, PROVIDER)
    assert owners.knows_browser_at_provider(other.browser, PROVIDER)
