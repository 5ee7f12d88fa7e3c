"""A provider's hint in an attribute that the app client may not read: Cognito is asked for it, before anything ends."""

import time

import pytest

from tests.functional.audit_log import Output
from tests.functional.browser import Browser
from tests.functional.cognito import ADMIN_GET_USER, GET_USER, REVOKE, Cognito
from tests.functional.deployment import Deployment
from tests.functional.journeys import walk
from tests.functional.sessions import sign_in
from tests.functional.stages import RETURN
from tests.functional.tokens import Person

pytestmark = pytest.mark.slow


def hint_of(browser: Browser, cognito: Cognito) -> str | None:
    """The hint that the provider is sent."""
    return walk(browser, cognito, browser.visit("/logout")).hops[1][1].get("id_token_hint")


def test_get_user_tells_the_hint_to_the_users_own_access_token(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    hint = mary.provider_id_token()
    cognito.attributes = {"custom:corp_id_token": hint, "email": "mary@example.com"}
    session = sign_in(browser, mary)

    assert hint_of(browser, cognito) == hint
    assert [call.json for call in cognito.called(GET_USER)] == [{"AccessToken": session.access_token}]
    names = [call.name for call in cognito.calls]
    assert names.index(GET_USER) < names.index(REVOKE), "a revoked token opens nothing"


def test_admin_get_user_tells_it_where_it_is_switched_on(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    deployment.set(ADMIN_GET_USER="on")
    hint = mary.provider_id_token()
    cognito.attributes = {"custom:corp_id_token": hint}
    sign_in(browser, mary)

    assert hint_of(browser, cognito) == hint
    assert cognito.called(GET_USER) == []
    assert cognito.called(ADMIN_GET_USER)[0].json["UserPoolId"].startswith("eu-central-1_")


def test_nobody_is_asked_when_the_claim_tells_it(browser: Browser, cognito: Cognito, mary: Person) -> None:
    hint = mary.provider_id_token()
    sign_in(browser, mary, **{"custom:corp_id_token": hint})

    assert hint_of(browser, cognito) == hint
    assert cognito.called(GET_USER) == []


def test_an_id_token_alone_opens_nobodys_attributes(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    deployment.set(ADMIN_GET_USER="on")
    cognito.attributes = {"custom:corp_id_token": mary.provider_id_token()}

    walked = walk(browser, cognito, browser.submit("/logout", {"id_token_hint": mary.id_token()}))

    assert "id_token_hint" not in walked.hops[1][1]
    assert cognito.called(GET_USER) == cognito.called(ADMIN_GET_USER) == []


def test_another_persons_access_token_opens_nothing(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person, nate: Person
) -> None:
    deployment.set(ADMIN_GET_USER="on")
    cognito.attributes = {"custom:corp_id_token": mary.provider_id_token()}

    browser.submit("/logout", {"id_token_hint": mary.id_token(), "access_token": nate.access_token()})

    assert cognito.called(GET_USER) == cognito.called(ADMIN_GET_USER) == []


def test_an_expired_access_token_opens_nothing(browser: Browser, cognito: Cognito, mary: Person) -> None:
    cognito.attributes = {"custom:corp_id_token": mary.provider_id_token()}
    old = mary.access_token(exp=int(time.time()) - 60)

    browser.submit("/logout", {"id_token_hint": mary.id_token(), "access_token": old})

    assert cognito.called(GET_USER) == []


def test_no_attribute_is_read_before_the_person_was_asked(browser: Browser, cognito: Cognito, mary: Person) -> None:
    sign_in(browser, mary)

    browser.visit("/logout", page="https://news.test/")

    assert cognito.called(GET_USER) == []


@pytest.mark.parametrize(
    "way", ["500", "throttled", "html", "reset", "json_of_another_shape", "slow_header", "slow_body"]
)
def test_a_user_pool_that_does_not_tell_costs_the_hint_and_nothing_else(
    way: str, browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    cognito.attributes = {"custom:corp_id_token": mary.provider_id_token()}
    cognito.misbehaving[GET_USER] = way
    session = sign_in(browser, mary)
    started = time.monotonic()

    walked = walk(browser, cognito, browser.visit(f"/logout?post_logout_redirect_uri={RETURN}"))

    assert time.monotonic() - started < 3.5
    assert "id_token_hint" not in walked.hops[1][1]
    assert walked.last.location == RETURN
    assert cognito.revoked == [session.refresh_token]
    assert output.metrics["attributes_unavailable"] == 1
