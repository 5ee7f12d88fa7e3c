"""Routes, methods and the headers of every answer: what is refused, and what CORS and caches are told."""

import json

import pytest
from coordinator.errors import Unavailable
from logout.handler import lambda_handler

from tests.unit.deployments import STAGE, Answer, Deployed

SHOP_ORIGIN = "https://shop.example.com"
ISSUER = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example01"


def send(method: str, path: str, **headers: str) -> Answer:
    return Answer(lambda_handler({"httpMethod": method, "path": path, "headers": headers}, None))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("HEAD", "/logout"),
        ("PUT", "/logout"),
        ("", "/logout"),
        ("POST", "/logout/start"),
        ("DELETE", "/logout/return"),
    ],
)
def test_other_methods_are_refused(deployed: Deployed, method: str, path: str) -> None:
    answer = send(method, path)

    assert answer.status == 405
    assert "GET" in (answer.header("Allow") or "")
    assert deployed.audit.steps == [("refused", None, "method_not_allowed")]


@pytest.mark.parametrize("path", ["/elsewhere", "", "/logout/", "/Logout", "/live/logout"])
def test_at_other_addresses_there_is_nothing(deployed: Deployed, path: str) -> None:
    answer = send("GET", path)

    assert answer.status in (404, 405)
    assert answer.location == ""


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Purpose": "prefetch"}, {"Purpose": "prefetch"}, {"sec-purpose": "Prerender"}, {"X-Moz": "prefetch"}],
)
def test_a_prefetch_is_told_to_come_again(deployed: Deployed, headers: dict[str, str]) -> None:
    answer = send("GET", "/logout", **headers)

    assert (answer.status, answer.header("Cache-Control"), answer.header("Retry-After")) == (503, "no-store", "1")


def test_every_answer_keeps_out_of_caches_and_referrers(deployed: Deployed) -> None:
    for path in ("/logout", "/logout/start", "/logout/return", "/elsewhere"):
        answer = send("GET", path)
        assert answer.header("Cache-Control") == "no-store"
        assert answer.header("X-Content-Type-Options") == "nosniff"
        assert answer.header("Strict-Transport-Security")


def test_a_refusal_is_a_page_or_json_as_the_caller_accepts(deployed: Deployed) -> None:
    page, document = send("GET", "/logout/start"), send("GET", "/logout/start", Accept="application/json")

    assert "invalid_request" in page.body
    assert set(json.loads(document.body)) == {"error", "error_description", "logout_id"}


def test_a_preflight_of_a_registered_origin_is_allowed(deployed: Deployed) -> None:
    answer = send("OPTIONS", "/logout", Origin=SHOP_ORIGIN)

    assert answer.status == 204
    assert answer.header("Access-Control-Allow-Origin") == SHOP_ORIGIN
    assert answer.header("Access-Control-Allow-Credentials") == "true"
    assert "Origin" in (answer.header("Vary") or "")


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "*", ""])
def test_no_other_origin_is_named(deployed: Deployed, origin: str) -> None:
    for answer in (
        send("OPTIONS", "/logout", Origin=origin),
        send("GET", "/logout/start", Origin=origin, Accept="application/json"),
    ):
        assert answer.header("Access-Control-Allow-Origin") is None


def test_a_journey_to_a_provider_that_wants_a_long_hint_is_a_form(deployed: Deployed) -> None:
    from coordinator import bootstrap
    from coordinator.providers.hops import Visit
    from coordinator.web import answers
    from coordinator.web.request import Go, Reply, Request

    visit = Visit("https://login.corp.example/end", "POST", (("id_token_hint", "h"),))
    request = Request("id", "GET", "/logout/return", "https://logout.example.com")
    answer = Answer(answers.answer(request, Reply(Go(visit), "id"), bootstrap.dependencies().settings))

    assert answer.status == 200
    assert 'action="https://login.corp.example/end" method="post"' in answer.body


def test_the_pools_configuration_names_our_logout(deployed: Deployed) -> None:
    deployed.discovery.document = {"issuer": ISSUER, "end_session_endpoint": "https://cognito/logout", "x": 1}
    answer = send("GET", "/.well-known/openid-configuration")

    assert json.loads(answer.body) == {
        "issuer": ISSUER,
        "end_session_endpoint": "https://logout.example.com/logout",
        "x": 1,
    }
    assert answer.header("Access-Control-Allow-Origin") == "*"
    assert answer.header("Cache-Control") == "public, max-age=3600"


@pytest.mark.parametrize("document", [{"issuer": "https://elsewhere.example"}, {}, Unavailable("timeout")])
def test_a_configuration_that_is_not_the_pools_is_not_passed_on(deployed: Deployed, document: object) -> None:
    deployed.discovery.document = document  # type: ignore[assignment]

    assert send("GET", "/.well-known/openid-configuration").status == 503


def test_with_several_apps_and_none_named_the_person_is_asked_about_no_app_in_particular(deployed: Deployed) -> None:
    blog = '[apps.blog]\nclient_id = "b"\nreturn_to = ["https://blog.example.com/"]\n'
    deployed.configure(CONFIG=STAGE + blog)

    assert "Do you want to sign out?" in send("GET", "/logout", **{"Sec-Fetch-Site": "same-site"}).body


def test_more_cookies_than_the_gateway_passes_are_too_large(deployed: Deployed) -> None:
    assert send("GET", "/logout", Cookie="a=" + "x" * 20_000).status == 413


def test_everywhere_names_the_other_sessions_even_when_nobody_knows_which_app_asks(deployed: Deployed) -> None:
    blog = '[apps.blog]\nclient_id = "b"\nreturn_to = ["https://blog.example.com/"]\n'
    deployed.configure(CONFIG=STAGE + blog)
    headers = {"Accept": "application/json", "Sec-Fetch-Site": "same-site"}
    legs = json.loads(deployed.get(headers=headers, reach="everywhere").body)["receipt"]["legs"]

    assert [leg["outcome"] for leg in legs if leg["leg"] == "other_sessions"] == ["not_supported"]


@pytest.mark.parametrize(
    ("cookies", "outcome", "reason"),
    [
        ("", "not_attempted", "no_cookies_configured"),
        ('cookies = [{ name = "far", domain = "other.example" }]', "not_supported", "cookies_out_of_reach"),
        ('cookies = [{ name = "near", domain = "example.com" }]', "done", None),
    ],
)
def test_the_receipt_says_what_became_of_the_apps_cookies(
    deployed: Deployed, cookies: str, outcome: str, reason: str | None
) -> None:
    app = '[apps.shop]\nclient_id = "c"\nreturn_to = ["https://shop.example.com/"]\n'
    deployed.configure(CONFIG=app + cookies)
    headers = {"Accept": "application/json", "Sec-Fetch-Site": "same-origin"}
    legs = json.loads(deployed.get(headers=headers).body)["receipt"]["legs"]

    assert [(leg["outcome"], leg["reason"]) for leg in legs if leg["leg"] == "app_cookies"] == [(outcome, reason)]


GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.8"}


@pytest.mark.parametrize(
    ("query", "headers", "text", "vary"),
    [
        ({}, {}, "Do you want to sign out of shop?", "Origin, Accept-Language"),
        ({}, GERMAN, "Möchten Sie sich von shop abmelden?", "Origin, Accept-Language"),
        ({"ui_locales": "fr"}, GERMAN, "Möchten Sie sich von shop abmelden?", "Origin, Accept-Language"),
        ({"ui_locales": "fr-CA es-MX"}, GERMAN, "¿Desea cerrar sesión en shop?", "Origin"),
    ],
)
def test_a_page_is_in_the_language_that_was_asked_for_or_else_the_browsers(
    deployed: Deployed, query: dict[str, str], headers: dict[str, str], text: str, vary: str
) -> None:
    answer = deployed.get(headers=headers, **query)

    assert text in answer.body
    assert answer.header("Vary") == vary


@pytest.mark.parametrize("where", ["query", "form"])
def test_a_refusal_is_in_the_language_that_was_asked_for(deployed: Deployed, where: str) -> None:
    wrong = {"client_id": "nobody", "ui_locales": "ja"}
    answer = deployed.get(headers=GERMAN, **wrong) if where == "query" else deployed.post(headers=GERMAN, **wrong)

    assert answer.status == 400
    assert '<html lang="ja">' in answer.body


def test_a_confirmation_that_comes_too_late_is_refused_in_the_language_of_the_question(deployed: Deployed) -> None:
    asked = deployed.get(ui_locales="es")
    assert '<input type="hidden" name="ui_locales" value="es">' in asked.body

    answer = deployed.post(headers=GERMAN, confirm="too-old", ui_locales="es")

    assert "pertenece a otro navegador" in answer.body


def test_a_program_is_told_in_english(deployed: Deployed) -> None:
    answer = deployed.get(headers={**GERMAN, "Accept": "application/json"}, client_id="nobody", ui_locales="de")

    assert json.loads(answer.body)["error_description"] == "client_id is none of the configured apps"
    assert answer.header("Vary") == "Origin"


@pytest.mark.parametrize(("base", "header"), [(None, "max-age=31536000"), ("http://localhost:8004", None)])
def test_strict_transport_security_is_on_every_answer_over_https_and_on_no_other(
    deployed: Deployed, base: str | None, header: str | None
) -> None:
    if base:
        deployed.configure(PUBLIC_URL=base)
    deployed.discovery.document = {"issuer": ISSUER}
    answers = {
        "page": deployed.get(),
        "redirect": send("GET", "/logout", **{"Sec-Fetch-Site": "same-origin"}),
        "return": deployed.post("/logout/return", state="s"),
        "JSON": deployed.get(headers={"Accept": "application/json"}),
        "preflight": send("OPTIONS", "/logout", Origin=SHOP_ORIGIN),
        "discovery": send("GET", "/.well-known/openid-configuration"),
        "refusal": send("PUT", "/logout"),
    }

    assert [answers[name].status for name in ("redirect", "return", "preflight", "discovery")] == [303, 303, 204, 200]
    assert {name: answer.header("Strict-Transport-Security") for name, answer in answers.items()} == dict.fromkeys(
        answers, header
    )
