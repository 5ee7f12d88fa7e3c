"""The configuration from outside: where it comes from, and that every mistake in it is named at once."""

import pytest

from tests.functional.cognito import Cognito
from tests.functional.deployment import Deployment
from tests.functional.journeys import walk
from tests.functional.judgements import goes_on
from tests.functional.stages import RETURN, USUAL
from tests.functional.tokens import Person

MISTAKEN = """
[apps.shop]
client_id = "1example23456789"
return_to = ["ftp://shop.example.com/", "https://*.example.com/", "javascript:alert(1)"]

[apps.copy]
client_id = "1example23456789"
return_to = ["http://shop.example.com/"]

[apps.nameless]
return_to = ["https://shop.example.com/"]

[providers.Odd]
profile = "no_such_profile"

[providers.Half]
profile = "custom"

[providers.Plain]
profile = "oidc"
issuer = "http://idp.example.com"
client_id = "x"
"""
PLACES = ["apps.shop", "apps.copy", "apps.nameless", "providers.Odd", "providers.Half", "providers.Plain"]


def test_every_mistake_is_named_in_one_error(deployment: Deployment) -> None:
    deployment.configure(MISTAKEN)

    with pytest.raises(Exception, match="mistake") as caught:
        deployment.browser().visit("/logout")

    told = str(caught.value)
    assert [place for place in PLACES if place not in told] == []


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:8003/bye",
        "http://app.localhost/",
        "http://127.0.0.9/",
        "http://[::1]:8003/",
        "com.example.shop:/bye",
    ],
)
def test_loopback_and_a_mobile_apps_own_scheme_may_be_returned_to(
    address: str, deployment: Deployment, cognito: Cognito
) -> None:
    deployment.configure(USUAL.replace(RETURN, address))
    browser = deployment.browser()

    end = walk(browser, cognito, browser.visit(f"/logout?post_logout_redirect_uri={address}")).last

    assert address in [end.location, *end.links, *(form.action for form in end.forms)]


def test_the_text_in_the_environment_takes_the_files_place(deployment: Deployment, cognito: Cognito) -> None:
    deployment.set(CONFIG=USUAL.replace("CORP_ISSUER", cognito.issuer), CONFIG_FILE=None, STAGE="nowhere")

    assert goes_on(deployment.browser().visit("/logout"), cognito)


def test_another_issuer_may_be_configured(deployment: Deployment, cognito: Cognito, mary: Person) -> None:
    deployment.set(COGNITO_ISSUER="http://localhost:4566/pool")
    browser = deployment.browser()

    ours, amazons = mary.id_token(iss="http://localhost:4566/pool"), mary.id_token()

    assert goes_on(browser.submit("/logout", {"id_token_hint": ours}), cognito)
    assert browser.submit("/logout", {"id_token_hint": amazons}).status == 400


@pytest.mark.parametrize("keys", ["", ","])
def test_a_deployment_without_signing_keys_does_not_start(keys: str, deployment: Deployment) -> None:
    deployment.set(SIGNING_KEYS=keys)

    with pytest.raises(Exception, match="SIGNING_KEYS"):
        deployment.browser().visit("/logout")
