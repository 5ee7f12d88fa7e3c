"""Services of one's own with the guard before them: each framework answers a dead token alike."""

import importlib
import json
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from tests.functional import asgi
from tests.functional.cognito import BATCH_GET_ITEM, Cognito
from tests.functional.deployment import Deployment, LambdaContext
from tests.functional.tokens import Person

pytestmark = pytest.mark.slow
type Answer = tuple[int, dict[str, str], str]
type Call = Callable[[str | None], Answer]

CHALLENGE = 'Bearer realm="api", error="invalid_token"'
FRAMEWORKS = ["fastapi", "flask", "powertools", "lambda"]


def service(framework: str) -> ModuleType:
    """The example, imported once: nothing in its surroundings differs between these tests."""
    return importlib.import_module(f"tests.functional.services.{framework}_service")


def by_wsgi(authorization: str | None) -> Answer:
    headers = {"Authorization": authorization} if authorization else {}
    answer = service("flask").app.test_client().get("/orders/17", headers=headers)
    return answer.status_code, _lower(dict(answer.headers)), answer.get_data(as_text=True)


def by_asgi(authorization: str | None) -> Answer:
    headers = [("Authorization", authorization)] if authorization else []
    return asgi.http(service("fastapi").app, "/orders/17", *headers)


def by_event(framework: str, authorization: str | None) -> Answer:
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "GET /orders/{number}",
        "rawPath": "/orders/17",
        "rawQueryString": "",
        "headers": {"authorization": authorization} if authorization else {},
        "requestContext": {"http": {"method": "GET", "path": "/orders/17"}, "stage": "$default"},
        "isBase64Encoded": False,
    }
    answer = service(framework).lambda_handler(event, LambdaContext())
    return answer["statusCode"], _lower(answer.get("headers") or {}), answer["body"]


def _lower(headers: dict[str, Any]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


@pytest.fixture(params=FRAMEWORKS)
def call(request: pytest.FixtureRequest, deployment: Deployment) -> Call:
    """Calls the service in one of the frameworks."""
    deployment.set(REVOCATION_TABLE="revocations")
    if request.param in ("powertools", "lambda"):
        return lambda authorization: by_event(request.param, authorization)
    return by_asgi if request.param == "fastapi" else by_wsgi


def test_a_good_token_reaches_the_view_which_knows_whose_it_is(call: Call, mary: Person) -> None:
    status, _, body = call(f"Bearer {mary.access_token()}")

    assert status == 200
    assert mary.sub in body


def test_a_token_of_an_ended_session_does_not(call: Call, cognito: Cognito, mary: Person) -> None:
    cognito.listed = {f"session/{mary.session}": {"expires": int(time.time()) + 60}}

    status, headers, body = call(f"Bearer {mary.access_token()}")

    assert (status, headers["www-authenticate"], headers["cache-control"]) == (401, CHALLENGE, "no-store")
    assert (headers["content-type"], json.loads(body)) == ("application/json", {"error": "invalid_token"})


def test_ended_expired_and_forged_tokens_look_the_same(call: Call, cognito: Cognito, mary: Person, eve: Person) -> None:
    cognito.listed = {f"session/{mary.session}": {"expires": int(time.time()) + 60}}
    bad = [mary.access_token(), eve.access_token(exp=1), eve.access_token()[:-9] + "AAAAAAAAA", eve.id_token(), "x"]

    assert len({json.dumps(_comparable(call(f"Bearer {token}"))) for token in bad}) == 1


def _comparable(answer: Answer) -> Answer:
    return answer[0], {name: value for name, value in answer[1].items() if name != "date"}, answer[2]


@pytest.mark.parametrize("authorization", [None, "", "Basic bWFyeTpzZWNyZXQ="])
def test_without_a_bearer_token_nobody_gets_in(call: Call, cognito: Cognito, authorization: str | None) -> None:
    status, headers, _ = call(authorization)

    assert status == 401
    assert headers["www-authenticate"].startswith('Bearer realm="api"')
    assert ("error" in headers["www-authenticate"]) == bool(authorization)
    assert cognito.called(BATCH_GET_ITEM) == []


def test_while_nobody_can_tell_the_answer_is_503(call: Call, cognito: Cognito, mary: Person) -> None:
    cognito.misbehaving[BATCH_GET_ITEM] = "500"

    status, headers, body = call(f"Bearer {mary.access_token()}")

    assert (status, headers["retry-after"], json.loads(body)) == (503, "1", {"error": "temporarily_unavailable"})


def test_a_public_path_of_a_fastapi_service_needs_no_token(deployment: Deployment, cognito: Cognito) -> None:
    deployment.set(REVOCATION_TABLE="revocations")

    assert asgi.http(service("fastapi").app, "/health")[0] == 200
    assert asgi.http(service("fastapi").app, "/health/")[0] == 401
    assert cognito.calls == []
