"""LemonLDAP::NG, which asks every person before it signs out, unless its client may skip that with a hint."""

import time
from collections.abc import Iterator

import pytest
import requests

from local import journeys
from local.addresses import query_value, with_query
from local.forms import Form, first_form
from local.lemonldap.setup import NAME, switch
from local.owners import Owners
from local.person import Person
from local.system import LocalSystem
from tests.e2e.leaving import Answer, answered, at_provider, leave, outcomes, wrong

pytestmark = [pytest.mark.e2e, pytest.mark.more]

YES: dict[str, str] = {}
HINT_OR_NOT = pytest.mark.parametrize("hinted", [True, False], ids=["with a hint", "with client_id alone"])


def no(page: Form) -> dict[str, str]:
    """What the script of its page makes of the button Refuse."""
    return {"confirm": f"-{page.fields['confirm']}"}


@pytest.fixture
def bypassed(lemon_system: LocalSystem) -> Iterator[None]:
    """The client's option "Bypass confirm" on, and ID tokens that live for two seconds."""
    portal = lemon_system.others[NAME]
    switch(lemon_system.places, portal, LogoutBypassConfirm=1, IDTokenExpiration=2)
    yield
    switch(lemon_system.places, portal, LogoutBypassConfirm=0, IDTokenExpiration=0)


@HINT_OR_NOT
def test_who_confirms_is_signed_out_of_everything(lemon_system: LocalSystem, rose: Person, hinted: bool) -> None:
    chapter = leave(lemon_system, rose, YES, hinted=hinted)
    assert wrong(chapter) == []
    assert rose.sign_in(), "the provider asks for the password again"


@HINT_OR_NOT
def test_the_provider_is_told_what_there_is_and_asks(lemon_system: LocalSystem, rose: Person, hinted: bool) -> None:
    page, *_ = at_provider(lemon_system, rose, leave(lemon_system, rose, YES, hinted=hinted))
    assert "Do you want to logout?" in page.text
    assert query_value(page.url, "id_token_hint").count(".") == (2 if hinted else 0)
    assert query_value(page.url, "client_id") == lemon_system.others[NAME].client_id


@HINT_OR_NOT
def test_who_refuses_comes_back_all_the_same_and_is_signed_in_there(
    lemon_system: LocalSystem, rose: Person, hinted: bool
) -> None:
    chapter = leave(lemon_system, rose, no, journeys.PROVIDER, hinted=hinted)
    assert wrong(chapter) == []
    assert not rose.sign_in(), "the provider asks for no password"


@pytest.mark.parametrize("answer", [YES, no], ids=["confirmed", "refused"])
def test_the_audit_takes_neither_answer_for_the_end_of_the_session(
    lemon_system: LocalSystem, rose: Person, answer: Answer
) -> None:
    alive = [journeys.PROVIDER] if answer is no else []
    assert outcomes(rose, leave(lemon_system, rose, answer, *alive)) == {"unconfirmed"}


def test_who_walks_away_from_the_question_is_signed_out_here_and_not_there(
    lemon_system: LocalSystem, rose: Person
) -> None:
    asked = journeys.questions(lemon_system, rose)
    rose.click_sign_out()
    assert [question.subject for question in asked if question.is_alive()] == [journeys.PROVIDER]


def test_who_has_no_session_there_any_more_is_not_asked(lemon_system: LocalSystem, rose: Person) -> None:
    rose.browser.lose("lemonldap")
    hops = rose.click_sign_out()
    assert hops[-1].url == rose.client.signed_out


def test_another_browser_of_the_same_person_stays_signed_in(lemon_system: LocalSystem, rose: Person) -> None:
    other = Person(lemon_system, rose.client.name)
    other.sign_in()
    answered(lemon_system, rose, rose.click_sign_out()[-1], YES)
    owners = Owners(lemon_system)
    assert not owners.knows_browser_at_provider(rose.browser, NAME)
    assert owners.knows_browser_at_provider(other.browser, NAME)


def test_a_client_that_bypasses_the_question_needs_a_hint_for_it(
    lemon_system: LocalSystem, bypassed: None, rose: Person
) -> None:
    assert wrong(leave(lemon_system, rose, None)) == []
    rose.sign_in()
    assert wrong(leave(lemon_system, rose, YES, hinted=False)) == []


def test_a_hint_that_has_expired_bypasses_the_question_too(
    lemon_system: LocalSystem, bypassed: None, rose: Person
) -> None:
    time.sleep(2.1)
    hops = rose.click_sign_out()
    assert hops[-1].url == rose.client.signed_out
    assert not Owners(lemon_system).knows_browser_at_provider(rose.browser, NAME)


def test_a_return_url_that_is_not_registered_is_an_error_after_the_session_has_ended(
    lemon_system: LocalSystem, rose: Person
) -> None:
    portal = lemon_system.others[NAME]
    elsewhere = {"post_logout_redirect_uri": f"{lemon_system.places.app}/elsewhere"}
    page = rose.browser.open(with_query(portal.endpoint("end_session_endpoint"), elsewhere))
    hop = answered(lemon_system, rose, page, YES)[-1]
    assert (hop.status, hop.location) == (200, None)
    assert hop.url.startswith(portal.issuer)
    assert not Owners(lemon_system).knows_browser_at_provider(rose.browser, NAME)


def test_a_form_from_another_site_finds_no_session_and_comes_back_all_the_same(lemon_system: LocalSystem) -> None:
    portal, visitor = lemon_system.others[NAME], requests.Session()
    form = first_form(visitor.get(portal.issuer).text, portal.issuer)
    assert form is not None
    signed_in = visitor.post(form.action, form.fields | dict(portal.typed), allow_redirects=False)
    assert "lemonldap=" in signed_in.headers["Set-Cookie"]
    assert "SameSite=Lax" in signed_in.headers["Set-Cookie"], "no browser sends it along with such a form"
    told = {"post_logout_redirect_uri": f"{lemon_system.places.logout}/logout/return", "state": journeys.STATE}
    back = requests.post(portal.endpoint("end_session_endpoint"), told, allow_redirects=False, timeout=20)
    assert back.headers["Location"] == with_query(told["post_logout_redirect_uri"], {"state": journeys.STATE})
