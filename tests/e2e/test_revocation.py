"""`POST /oauth2/revoke` of the local Cognito domain behaves as AWS documents it."""

import pytest
import requests

from local.owners import Owners
from local.person import Person
from local.system import LocalSystem

pytestmark = pytest.mark.e2e


def revoke(system: LocalSystem, form: dict[str, str], basic: tuple[str, str] | None = None) -> requests.Response:
    """Ask the endpoint."""
    return requests.post(f"{system.places.cognito}/oauth2/revoke", data=form, auth=basic, timeout=10)


def test_a_public_client_names_itself_in_the_body(domain_system: LocalSystem, ada: Person) -> None:
    owners, tokens = Owners(domain_system), ada.tokens()
    answer = revoke(domain_system, {"token": tokens.refresh, "client_id": ada.client.client_id})
    assert (answer.status_code, answer.content) == (200, b"")
    assert not owners.honours_refresh_token(ada.client, tokens.refresh)
    assert not owners.honours_access_token(tokens.access)


def test_a_confidential_client_authenticates_by_basic(domain_system: LocalSystem, grace: Person) -> None:
    tokens = grace.tokens()
    answer = revoke(domain_system, {"token": tokens.refresh}, (grace.client.client_id, grace.client.secret))
    assert answer.status_code == 200
    assert not Owners(domain_system).honours_refresh_token(grace.client, tokens.refresh)


@pytest.mark.parametrize("secret", [None, "wrong"])
def test_a_confidential_client_without_its_secret_is_refused(
    domain_system: LocalSystem, grace: Person, secret: str | None
) -> None:
    tokens, client = grace.tokens(), grace.client
    basic = (client.client_id, secret) if secret else None
    answer = revoke(domain_system, {"token": tokens.refresh, "client_id": client.client_id}, basic)
    assert (answer.status_code, answer.json()) == (401, {"error": "invalid_client"})
    assert Owners(domain_system).honours_refresh_token(client, tokens.refresh)


def test_a_secret_in_the_body_is_no_authentication(domain_system: LocalSystem, grace: Person) -> None:
    client = grace.client
    form = {"token": grace.tokens().refresh, "client_id": client.client_id, "client_secret": client.secret}
    assert revoke(domain_system, form).json() == {"error": "invalid_client"}


def test_only_refresh_tokens_can_be_revoked(domain_system: LocalSystem, ada: Person) -> None:
    answer = revoke(domain_system, {"token": ada.tokens().access, "client_id": ada.client.client_id})
    assert (answer.status_code, answer.json()) == (400, {"error": "unsupported_token_type"})


def test_no_token_is_an_invalid_request(domain_system: LocalSystem, ada: Person) -> None:
    answer = revoke(domain_system, {"client_id": ada.client.client_id})
    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_request"})


def test_an_invalid_token_is_as_good_as_revoked(domain_system: LocalSystem, ada: Person) -> None:
    answer = revoke(domain_system, {"token": "no such token", "client_id": ada.client.client_id})
    assert (answer.status_code, answer.content) == (200, b"")


def test_another_clients_token_is_refused(domain_system: LocalSystem, ada: Person, grace: Person) -> None:
    tokens = ada.tokens()
    answer = revoke(domain_system, {"token": tokens.refresh}, (grace.client.client_id, grace.client.secret))
    assert answer.status_code == 400
    assert Owners(domain_system).honours_refresh_token(ada.client, tokens.refresh)


def test_a_client_without_revocation_gets_an_error(domain_system: LocalSystem) -> None:
    made = domain_system.clients.cognito.create_user_pool_client(
        UserPoolId=domain_system.pool.pool_id, ClientName="old", EnableTokenRevocation=False
    )["UserPoolClient"]
    answer = revoke(domain_system, {"token": "any", "client_id": made["ClientId"]})
    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_request"})


def test_only_post_revokes(domain_system: LocalSystem, ada: Person) -> None:
    tokens = ada.tokens()
    query = {"token": tokens.refresh, "client_id": ada.client.client_id}
    assert not requests.get(f"{domain_system.places.cognito}/oauth2/revoke", params=query, timeout=10).ok
    assert Owners(domain_system).honours_refresh_token(ada.client, tokens.refresh)
