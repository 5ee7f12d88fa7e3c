"""`/.well-known/openid-configuration`: the pool's own document, with our `/logout` as its `end_session_endpoint`."""

from tests.functional.browser import BASE
from tests.functional.cognito import POOL_DISCOVERY, Cognito
from tests.functional.deployment import Deployment
from tests.functional.tokens import ISSUER

ADDRESS = "/.well-known/openid-configuration"


def test_a_client_finds_our_logout_in_the_pools_own_document(deployment: Deployment, cognito: Cognito) -> None:
    deployment.set(COGNITO_DISCOVERY_URL=cognito.base + POOL_DISCOVERY)

    answer = deployment.browser().request("GET", ADDRESS, None, {"accept": "application/json"})

    assert answer.status == 200
    assert answer.json == {"issuer": ISSUER, "end_session_endpoint": f"{BASE}/logout", "scopes": ["a"]}
    assert answer.header("Access-Control-Allow-Origin") == "*"
    assert "max-age=3600" in (answer.header("Cache-Control") or "")
    assert not cognito.effects


def test_a_document_that_cannot_be_had_is_not_kept(deployment: Deployment, cognito: Cognito) -> None:
    deployment.set(COGNITO_DISCOVERY_URL=cognito.base + POOL_DISCOVERY)
    cognito.misbehaving[POOL_DISCOVERY] = "html"
    browser = deployment.browser()

    failed = browser.request("GET", ADDRESS, None, {"accept": "application/json"})
    cognito.misbehaving.clear()

    assert failed.status in (502, 503)
    assert "max-age=3600" not in (failed.header("Cache-Control") or "")
    assert browser.request("GET", ADDRESS, None, {"accept": "application/json"}).status == 200
