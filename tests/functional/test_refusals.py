"""Every refusal: its code and status, before any effect, without a redirect and without a cookie, and audited."""

import json

import pytest

from tests.functional.answers import Answer
from tests.functional.audit_log import Output
from tests.functional.browser import FORM, HTML, SHOP_PAGE, Browser
from tests.functional.cognito import Cognito
from tests.functional.deployment import Deployment
from tests.functional.events import rest_api_event
from tests.functional.judgements import is_refused, nothing_ended, refusal_is_audited
from tests.functional.sessions import sign_in
from tests.functional.stages import TWO_APPS
from tests.functional.tokens import SHOP, Person

JSON = "application/json"
QUERIES = {
    "client_id=nobody": "unknown_client",
    "post_logout_redirect_uri=https%3A%2F%2Fevil.test%2F": "return_not_registered",
    "identity_provider=Nobody": "unknown_provider",
    "reach=galaxy": "invalid_request",
    "post_logout_redirect_uri=https%3A%2F%2Fshop.example.com%2F&state=" + "x" * 1025: "invalid_request",
    "state=a&state=b": "duplicate_parameter",
    "reach=app&reach=app": "duplicate_parameter",
    "id_token_hint=no-token": "invalid_hint",
    "id_token_hint=a.b.c": "invalid_hint",
}
BODIES = [
    (FORM, "state=a&state=b", "duplicate_parameter", 400),
    (JSON, "{", "invalid_request", 400),
    (JSON, "[]", "invalid_request", 400),
    (JSON, '"text"', "invalid_request", 400),
    (JSON, "null", "invalid_request", 400),
    (JSON, '{"state": {"a": 1}}', "invalid_request", 400),
    (JSON, '{"id_token_hint": 7}', "invalid_request", 400),
    (JSON, '{"reach": ["app"]}', "invalid_request", 400),
    (JSON, "[" * 9000, "invalid_request", 400),
    (JSON, '{"state": NaN}', "invalid_request", 400),
    (JSON, '{"state": "\\ud800", "post_logout_redirect_uri": "https://shop.example.com/"}', "invalid_request", 400),
    (FORM, "client_id=nobody", "unknown_client", 400),
    ("text/plain", "reach=app", "unsupported_media_type", 415),
    ("multipart/form-data; boundary=x", "--x--", "unsupported_media_type", 415),
    ("application/xml", "<reach/>", "unsupported_media_type", 415),
    ("application/jsonp", "{}", "unsupported_media_type", 415),
    (FORM, "logout_hint=" + "x" * 1_000_000, "too_large", 413),
    (JSON, json.dumps({"logout_hint": "x" * 1_000_000}), "too_large", 413),
]
METHODS = ["HEAD", "PUT", "PATCH", "DELETE", "TRACE"]


def post(browser: Browser, content_type: str, body: str, accept: str = JSON) -> Answer:
    """Send a body as it is, from the app's own page."""
    sent = {"content-type": content_type, "accept": accept, "sec-fetch-site": "same-site", "origin": SHOP_PAGE[:24]}
    return browser.request("POST", "/logout", body, dict(sent))


@pytest.mark.parametrize("accept", [JSON, HTML])
@pytest.mark.parametrize(
    ("query", "code"), QUERIES.items(), ids=[f"{code}-{n}" for n, code in enumerate(QUERIES.values())]
)
def test_a_bad_query_is_refused(
    query: str, code: str, accept: str, browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    sign_in(browser, mary)
    before = browser.cookies

    answer = browser.visit(f"/logout?{query}", headers={"accept": accept})

    assert answer.is_page == (accept == HTML)
    assert is_refused(answer, code, 400)
    assert nothing_ended(browser, cognito, before)
    assert refusal_is_audited(output)


@pytest.mark.parametrize(
    ("content_type", "body", "code", "status"), BODIES, ids=[f"{b[2]}-{n}" for n, b in enumerate(BODIES)]
)
def test_a_bad_body_is_refused(
    content_type: str,
    body: str,
    code: str,
    status: int,
    browser: Browser,
    cognito: Cognito,
    mary: Person,
    output: Output,
) -> None:
    sign_in(browser, mary)
    before = browser.cookies

    assert is_refused(post(browser, content_type, body), code, status)
    assert nothing_ended(browser, cognito, before)
    assert refusal_is_audited(output)


def test_a_json_member_that_is_repeated_is_refused(browser: Browser, cognito: Cognito, output: Output) -> None:
    answer = post(browser, JSON, '{"reach": "app", "reach": "everywhere"}')

    assert answer.status == 400
    assert answer.json["error"] in ("duplicate_parameter", "invalid_request")
    assert refusal_is_audited(output)


@pytest.mark.parametrize("name", ["refresh_token", "access_token"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_token_in_the_query_string_is_refused(
    name: str, method: str, browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    token = mary.refresh_token() if name == "refresh_token" else mary.access_token()
    sent = {"accept": HTML, "sec-fetch-site": "same-site"}

    answer = browser.request(method, f"/logout?{name}={token}", None, dict(sent))

    assert is_refused(answer, "token_in_query", 400)
    assert token not in answer.body
    assert not cognito.effects
    assert refusal_is_audited(output)


@pytest.mark.parametrize("body", ["!", "reach=app", "cmVhY2g9YXBw\x00", "/w==", "é"])
def test_base64_that_is_none_is_refused(body: str, deployment: Deployment, output: Output) -> None:
    event = rest_api_event(
        "POST", "https://logout.example.com/logout", [("Content-Type", FORM), ("Accept", JSON)], body
    )

    assert is_refused(deployment.send(event | {"isBase64Encoded": True}), "invalid_request", 400)
    assert refusal_is_audited(output)


@pytest.mark.parametrize("method", METHODS)
def test_another_method_is_refused(
    method: str, browser: Browser, cognito: Cognito, mary: Person, output: Output
) -> None:
    sign_in(browser, mary)
    before = browser.cookies

    answer = browser.request(method, "/logout", None, {"accept": JSON, "sec-fetch-site": "same-site"})

    assert is_refused(answer, "method_not_allowed", 405) or method == "HEAD"
    assert answer.status == 405
    assert {"GET", "POST"} <= {name.strip() for name in (answer.header("Allow") or "").split(",")}
    assert nothing_ended(browser, cognito, before)
    assert refusal_is_audited(output)


def test_a_return_address_of_another_app_is_refused(deployment: Deployment, browser: Browser) -> None:
    deployment.configure(TWO_APPS)

    answer = browser.visit(f"/logout?client_id={SHOP}&post_logout_redirect_uri=https://blog.example.org/bye")

    assert is_refused(answer, "return_not_registered", 400)


def test_a_refresh_token_that_comes_with_a_bad_parameter_is_not_revoked(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    answer = browser.fetch("/logout", {"refresh_token": mary.refresh_token(), "identity_provider": "Nobody"})

    assert is_refused(answer, "unknown_provider", 400)
    assert not cognito.effects


@pytest.mark.parametrize(
    "missing", ["headers", "multiple_headers", "both_headers", "body", "query", "identity", "everything"]
)
def test_an_event_with_holes_never_raises(missing: str, deployment: Deployment) -> None:
    event = rest_api_event("POST", "https://logout.example.com/logout?state=x", [("Content-Type", FORM)], None)
    holes: dict[str, dict[str, object]] = {
        "headers": {"headers": None},
        "both_headers": {"headers": None, "multiValueHeaders": None},
        "multiple_headers": {"multiValueHeaders": None},
        "body": {"body": None},
        "query": {"queryStringParameters": None, "multiValueQueryStringParameters": None},
        "identity": {"requestContext": {"stage": "live"}},
        "everything": {name: None for name in event if name not in ("httpMethod", "path", "resource")},
    }

    assert deployment.send(event | holes[missing]).status in (200, 400, 415)


def test_a_refusal_answers_with_a_page_that_names_the_code_and_the_logout(browser: Browser, output: Output) -> None:
    answer = browser.visit("/logout?reach=galaxy")

    assert answer.is_page
    assert "invalid_request" in answer.body
    assert output.steps("refused")[0]["unmapped"]["logout"]["logout_id"] in answer.body
    assert answer.header("Cache-Control") == "no-store"


def test_what_a_caller_sent_is_not_repeated_in_a_page_unescaped(browser: Browser) -> None:
    answer = browser.visit("/logout?identity_provider=%3Cscript%3Ealert(1)%3C%2Fscript%3E")

    assert is_refused(answer, "unknown_provider", 400)
    assert "<script>alert" not in answer.body
