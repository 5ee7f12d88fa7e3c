"""What standard clients ask of the local Cognito domain: a discovery document, JSON, CORS, tokens without a flaw."""

from urllib.parse import quote

import jwt
import pytest
import requests

from local.person import Person
from local.system import LocalSystem

pytestmark = pytest.mark.e2e

ELSEWHERE = {"Origin": "https://shop.example.com"}


def test_the_pools_document_names_the_domains_own_endpoints(domain_system: LocalSystem) -> None:
    places, pool = domain_system.places, domain_system.pool
    address = f"{places.cognito}/{pool.pool_id}/.well-known/openid-configuration"
    answer = requests.get(address, headers=ELSEWHERE, timeout=10)
    document = answer.json()
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert document["issuer"] == pool.issuer
    endpoints = {name: url for name, url in document.items() if name.endswith("_endpoint")}
    assert endpoints == {
        "authorization_endpoint": f"{places.cognito}/oauth2/authorize",
        "end_session_endpoint": f"{places.cognito}/logout",
        "revocation_endpoint": f"{places.cognito}/oauth2/revoke",
        "token_endpoint": f"{places.cognito}/oauth2/token",
        "userinfo_endpoint": f"{places.cognito}/oauth2/userInfo",
    }


@pytest.mark.parametrize("grant", ["authorization_code", "refresh_token"])
def test_the_token_endpoint_answers_json_to_any_origin(domain_system: LocalSystem, ada: Person, grant: str) -> None:
    form = {"grant_type": grant, "client_id": ada.client.client_id, "refresh_token": ada.tokens().refresh, "code": "no"}
    answer = requests.post(f"{domain_system.places.cognito}/oauth2/token", form, headers=ELSEWHERE, timeout=10)
    assert answer.ok == (grant == "refresh_token")
    assert answer.headers["Content-Type"] == "application/json;charset=UTF-8"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_the_token_endpoint_takes_a_browsers_preflight(domain_system: LocalSystem) -> None:
    asked = ELSEWHERE | {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-amz-user-agent"}
    answer = requests.options(f"{domain_system.places.cognito}/oauth2/token", headers=asked, timeout=10)
    assert answer.ok
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_any_origin_may_revoke_and_read_why_not(domain_system: LocalSystem, ada: Person) -> None:
    form = {"token": ada.tokens().access, "client_id": ada.client.client_id}
    answer = requests.post(f"{domain_system.places.cognito}/oauth2/revoke", form, headers=ELSEWHERE, timeout=10)
    assert answer.json() == {"error": "unsupported_token_type"}
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_secret_that_is_encoded_as_in_a_url_is_understood(domain_system: LocalSystem, grace: Person) -> None:
    basic = (grace.client.client_id, quote(grace.client.secret, safe=""))
    form = {"token": grace.tokens().refresh}
    answer = requests.post(f"{domain_system.places.cognito}/oauth2/revoke", form, auth=basic, timeout=10)
    assert answer.status_code == 200


def test_an_id_token_has_no_hash_of_another_access_token(ada: Person) -> None:
    claims = jwt.decode(ada.browser.cookie("shop_id") or "", options={"verify_signature": False})
    assert claims["email"]
    assert "at_hash" not in claims
