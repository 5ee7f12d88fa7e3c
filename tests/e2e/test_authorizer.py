"""Dead tokens are refused: a REST API behind the deployed authorizer, and what its owners honour after a sign-out."""

import time
from collections.abc import Iterator

import pytest

from local.owners import Owners
from local.person import Person
from local.system import LocalSystem
from tests.e2e.later import outcomes, wait_until
from tests.e2e.protected_api import REFUSED, Call, protected_api

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def call(system: LocalSystem) -> Iterator[Call]:
    """Calls the API with an access token."""
    with protected_api(system) as orders:
        yield orders


def test_after_a_sign_out_the_old_tokens_fail_and_a_new_sign_in_works(system: LocalSystem, call: Call) -> None:
    owners, person = Owners(system), Person(system, "shop")
    person.sign_in()
    old = person.tokens()
    assert [call(old.access, method).status_code for method in ("GET", "POST")] == [200, 200]

    person.click_sign_out()

    assert not owners.honours_refresh_token(person.client, old.refresh)
    assert call(old.access).status_code == REFUSED
    person.sign_in()
    assert call(person.tokens().access).status_code == 200
    assert call(old.access).status_code == REFUSED


def test_everywhere_ends_the_tokens_of_every_browser_and_nothing_that_began_later(
    system: LocalSystem, call: Call
) -> None:
    here, elsewhere = Person(system, "shop"), Person(system, "shop")
    for person in (here, elsewhere):
        person.sign_in()
    old = elsewhere.tokens()
    assert call(old.access).status_code == 200

    here.click_sign_out(reach="everywhere")
    assert call(old.access).status_code == REFUSED
    time.sleep(2)
    here.sign_in()

    assert call(here.tokens().access).status_code == 200
    assert call(old.access).status_code == REFUSED


def test_a_sign_in_made_later_works_whatever_is_retried(
    system: LocalSystem, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    owners, person = Owners(system), Person(system, "shop")
    person.sign_in()
    old, known = person.tokens(), outcomes(system, "LogoutFunction")
    monkeypatch.setattr(system.domain, "throttles", lambda: True)
    person.click_sign_out()
    monkeypatch.setattr(system.domain, "throttles", lambda: False)
    assert call(old.access).status_code == REFUSED
    time.sleep(2)
    person.sign_in()
    new = person.tokens()

    ((logout_id, told),) = (one for one in outcomes(system, "LogoutFunction").items() if one[0] not in known)
    assert told == ["pending"]
    wait_until(lambda: outcomes(system, "RetryFunction").get(logout_id) == ["done"], 40)

    assert not owners.honours_refresh_token(person.client, old.refresh)
    assert owners.honours_refresh_token(person.client, new.refresh)
    assert (call(new.access).status_code, call(old.access).status_code) == (200, REFUSED)


def test_a_token_is_refused_within_a_second_of_the_write(system: LocalSystem, call: Call) -> None:
    person = Person(system, "shop")
    person.sign_in()
    old = person.tokens()
    assert call(old.access).status_code == 200

    person.fetch_sign_out()
    written = time.monotonic()

    assert call(old.access).status_code == REFUSED
    assert time.monotonic() - written < 1


@pytest.mark.parametrize(("token", "status"), [(None, 401), ("no-token", REFUSED), ("a.b.c", REFUSED)])
def test_without_a_token_of_the_pool_nobody_gets_in(call: Call, token: str | None, status: int) -> None:
    assert call(token).status_code == status


def test_an_id_token_is_no_access_token(system: LocalSystem, call: Call) -> None:
    person = Person(system, "shop")
    person.sign_in()

    assert call(person.browser.cookie("shop_id")).status_code == REFUSED
