"""panva's oidc-provider, which asks every person before it signs out, with a hint or without."""

import pytest

from local import journeys
from local.addresses import query_value
from local.owners import Owners
from local.person import Person
from local.system import LocalSystem
from tests.e2e.leaving import answered, at_provider, leave, outcomes, wrong

pytestmark = [pytest.mark.e2e, pytest.mark.more]

YES = {"logout": "yes"}
NO: dict[str, str] = {}
HINT_OR_NOT = pytest.mark.parametrize("hinted", [True, False], ids=["with a hint", "with client_id alone"])


@HINT_OR_NOT
def test_who_says_yes_is_signed_out_of_everything(node_system: LocalSystem, barbara: Person, hinted: bool) -> None:
    chapter = leave(node_system, barbara, YES, hinted=hinted)
    assert wrong(chapter) == []
    assert barbara.sign_in(), "the provider asks for the password again"


@HINT_OR_NOT
def test_the_provider_is_told_what_there_is_and_asks(node_system: LocalSystem, barbara: Person, hinted: bool) -> None:
    page, *_ = at_provider(node_system, barbara, leave(node_system, barbara, YES, hinted=hinted))
    assert "Do you want to sign-out from" in page.text
    assert query_value(page.url, "id_token_hint").count(".") == (2 if hinted else 0)
    assert query_value(page.url, "client_id") == node_system.others[barbara.client.provider].client_id


def test_the_access_token_fetches_the_hint_that_was_lost_with_the_id_token(
    node_system: LocalSystem, barbara: Person
) -> None:
    barbara.browser.lose(f"{barbara.client.name}_id")
    page = barbara.click_sign_out(identity_provider=barbara.client.provider)[-1]
    assert query_value(page.url, "id_token_hint").count(".") == 2


@HINT_OR_NOT
def test_who_says_no_comes_back_all_the_same_and_is_signed_in_there(
    node_system: LocalSystem, barbara: Person, hinted: bool
) -> None:
    chapter = leave(node_system, barbara, NO, journeys.PROVIDER, hinted=hinted)
    assert wrong(chapter) == []
    assert not barbara.sign_in(), "the provider asks for no password"


def test_the_audit_does_not_take_a_no_for_the_end_of_the_session(node_system: LocalSystem, barbara: Person) -> None:
    chapter = leave(node_system, barbara, NO, journeys.PROVIDER)
    assert outcomes(barbara, chapter) == {"unconfirmed"}


def test_who_walks_away_from_the_question_is_signed_out_here_and_not_there(
    node_system: LocalSystem, barbara: Person
) -> None:
    asked = journeys.questions(node_system, barbara)
    barbara.click_sign_out()
    assert [question.subject for question in asked if question.is_alive()] == [journeys.PROVIDER]


def test_who_has_no_session_there_any_more_is_not_asked(node_system: LocalSystem, barbara: Person) -> None:
    barbara.browser.lose("node_oidc_provider_session")
    hops = barbara.click_sign_out()
    assert hops[-1].url == barbara.client.signed_out


def test_another_browser_of_the_same_person_stays_signed_in(node_system: LocalSystem, barbara: Person) -> None:
    other = Person(node_system, barbara.client.name)
    other.sign_in()
    answered(node_system, barbara, barbara.click_sign_out()[-1], YES)
    owners, name = Owners(node_system), barbara.client.provider
    assert not owners.knows_browser_at_provider(barbara.browser, name)
    assert owners.knows_browser_at_provider(other.browser, name)
