"""A confidential client authenticates at `/oauth2/revoke` with its secret by Basic; a public one does not."""

import base64

from tests.functional.browser import Browser
from tests.functional.cognito import Cognito
from tests.functional.deployment import Deployment
from tests.functional.stages import CORP, SHOP_COOKIES
from tests.functional.stages import SHOP as SHOP_STAGE
from tests.functional.tokens import SHOP, Person

CONFIDENTIAL = SHOP_STAGE + 'client_secret = "env:shop"\n' + SHOP_COOKIES + CORP


def test_a_confidential_client_authenticates_by_basic(
    deployment: Deployment, browser: Browser, cognito: Cognito, mary: Person
) -> None:
    deployment.configure(CONFIDENTIAL)
    secret = deployment.keep_client_secret("shop")
    token = mary.refresh_token()

    answer = browser.fetch("/logout", {"refresh_token": token})

    (call,) = cognito.effects
    scheme, _, credentials = call.headers["authorization"].partition(" ")
    assert scheme == "Basic"
    assert base64.b64decode(credentials).decode() == f"{SHOP}:{secret}"
    assert call.form["token"] == token
    assert "client_secret" not in call.form
    assert answer.outcome("tokens") == "done"


def test_a_public_client_sends_its_id_alone(browser: Browser, cognito: Cognito, mary: Person) -> None:
    browser.fetch("/logout", {"refresh_token": mary.refresh_token()})

    (call,) = cognito.effects
    assert "authorization" not in call.headers
    assert call.form["client_id"] == SHOP
    assert call.headers["content-type"].startswith("application/x-www-form-urlencoded")


def test_a_revocation_never_follows_a_redirect(browser: Browser, cognito: Cognito, mary: Person) -> None:
    cognito.misbehaving["/oauth2/revoke"] = "redirect"

    answer = browser.fetch("/logout", {"refresh_token": mary.refresh_token()})

    assert [call.name for call in cognito.calls if call.name == "/elsewhere"] == []
    assert answer.outcome("tokens") == "failed"
