"""The reach `everywhere`: GlobalSignOut, else AdminUserGlobalSignOut, else RevokeToken; never one beside another."""

import time
from datetime import datetime

import pytest

from tests.functional.answers import Answer
from tests.functional.browser import Browser
from tests.functional.cognito import ADMIN_SIGN_OUT, GLOBAL_SIGN_OUT, REVOKE, Cognito
from tests.functional.deployment import Deployment
from tests.functional.forgeries import ACCESS_TOKENS
from tests.functional.journeys import walk
from tests.functional.sessions import app_cookies, sign_in
from tests.functional.stages import RETURN
from tests.functional.tokens import POOL, Person

WITHOUT_SELF_SERVICE = {"scope": "openid email"}


def everywhere(browser: Browser, **tokens: str) -> Answer:
    """Ask for the reach `everywhere` as a single-page app does."""
    return browser.fetch("/logout", {"reach": "everywhere", **tokens})


def effects(cognito: Cognito) -> list[str]:
    """The names of the effects, in order."""
    return [call.name for call in cognito.effects]


def test_an_access_token_signs_out_everywhere_without_a_revocation_beside_it(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    session = sign_in(browser, mary)

    answer = everywhere(browser)

    assert effects(cognito) == [GLOBAL_SIGN_OUT]
    assert cognito.effects[0].json == {"AccessToken": session.access_token}
    assert answer.outcome("tokens") == answer.outcome("other_sessions") == "done"
    assert answer.json["receipt"]["reach"] == "everywhere"


def test_the_browser_walks_the_same_hops(browser: Browser, cognito: Cognito, mary: Person) -> None:
    sign_in(browser, mary)

    walked = walk(browser, cognito, browser.visit(f"/logout?reach=everywhere&post_logout_redirect_uri={RETURN}"))

    assert walked.addresses == [f"{cognito.base}/logout", f"{cognito.issuer}/end-session"]
    assert walked.last.location == RETURN
    assert effects(cognito) == [GLOBAL_SIGN_OUT]
    assert app_cookies(browser) == set()


def test_the_receipt_says_that_other_browsers_can_come_back_silently_for_an_hour(
    browser: Browser, mary: Person
) -> None:
    sign_in(browser, mary)

    leg = everywhere(browser).leg("other_sessions")

    until = datetime.fromisoformat(leg["alive_until"]).timestamp()
    assert time.time() + 3500 < until < time.time() + 3610


def test_an_access_token_without_the_scope_signs_out_through_the_administrators_call(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    deployment.set(ADMIN_SIGN_OUT="on")

    answer = everywhere(browser, access_token=mary.access_token(**WITHOUT_SELF_SERVICE))

    assert effects(cognito) == [ADMIN_SIGN_OUT]
    assert cognito.effects[0].json == {"UserPoolId": POOL, "Username": mary.username}
    assert answer.outcome("other_sessions") == "done"


def test_without_the_administrators_call_the_refresh_token_alone_is_revoked(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    tokens = {"access_token": mary.access_token(**WITHOUT_SELF_SERVICE), "refresh_token": mary.refresh_token()}

    answer = everywhere(browser, **tokens)

    assert effects(cognito) == [REVOKE]
    assert answer.outcome("tokens") == "done"
    assert answer.outcome("other_sessions") == "not_supported"


def test_a_refresh_token_alone_ends_no_other_session(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    deployment.set(ADMIN_SIGN_OUT="on")

    answer = everywhere(browser, refresh_token=mary.refresh_token())

    assert effects(cognito) == [REVOKE]
    assert answer.outcome("other_sessions") == "not_supported"


def test_a_hint_never_starts_a_global_effect(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    deployment.set(ADMIN_SIGN_OUT="on")

    answer = everywhere(browser, id_token_hint=mary.id_token())

    assert effects(cognito) == []
    assert answer.outcome("other_sessions") == "not_supported"
    assert answer.outcome("tokens") == "not_attempted"


@pytest.mark.parametrize("admin", ["on", None])
@pytest.mark.parametrize("forgery", ACCESS_TOKENS)
def test_an_access_token_that_proves_nothing_starts_no_global_effect(
    forgery: str, admin: str | None, deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    deployment.set(ADMIN_SIGN_OUT=admin)
    refresh_token = mary.refresh_token()

    answer = everywhere(browser, access_token=ACCESS_TOKENS[forgery](mary), refresh_token=refresh_token)

    assert cognito.called(GLOBAL_SIGN_OUT) == cognito.called(ADMIN_SIGN_OUT) == []
    if answer.status == 200:
        assert cognito.revoked == [refresh_token]
        assert answer.outcome("other_sessions") == "not_supported"
    else:
        assert answer.status == 400


def test_a_global_sign_out_that_fails_is_reported_and_keeps_nobody_signed_in(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    sign_in(browser, mary)
    cognito.misbehaving[GLOBAL_SIGN_OUT] = "500"

    answer = everywhere(browser)

    assert answer.status == 200
    assert answer.outcome("other_sessions") == "failed"
    assert answer.outcome("tokens") == ("done" if cognito.revoked else "failed")
    assert cognito.called(ADMIN_SIGN_OUT) == []


def test_an_access_token_that_cognito_takes_no_longer_is_not_called_done(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    session = sign_in(browser, mary)
    cognito.refused_tokens.add(session.access_token)

    answer = everywhere(browser)

    assert len(cognito.called(GLOBAL_SIGN_OUT)) == 1, "what is refused is not asked again"
    assert answer.outcome("other_sessions") in ("failed", "not_supported")
