"""Every event of `events/`: as it is, with its placeholders, and with freshly signed tokens in their places."""

import json
import re
from collections.abc import Callable
from http.cookiejar import Cookie
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.functional.answers import Answer
from tests.functional.browser import Browser
from tests.functional.cognito import GLOBAL_SIGN_OUT, Cognito
from tests.functional.deployment import Deployment
from tests.functional.events import Event, rest_api_event
from tests.functional.judgements import goes_on, is_refused
from tests.functional.tokens import Person

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "events").glob("*.json"))
LOCAL = (ROOT / "functions" / "config" / "local.toml").read_text(encoding="utf-8")
CLIENT = "shopexample"
BACK = "http://localhost:8003/signed-out?state=af0ifjsldkj"
PUBLIC_URL = "https://abcde12345.execute-api.us-east-1.amazonaws.com/live"
EXPECTED = {
    "everywhere",
    "hostile_return_url",
    "logout",
    "native_user",
    "no_session",
    "options",
    "post_form_refresh_token",
    "post_json",
    "return_from_cognito",
    "return_from_provider",
    "start",
}

type Replay = Callable[..., Answer]


@pytest.fixture
def replay(deployment: Deployment, mary: Person, nate: Person) -> Replay:
    """Send an event to the stage `local`, with real tokens and what an earlier answer gave in place of the words."""
    deployment.configure(re.sub(r'issuer = ".*"', 'issuer = "CORP_ISSUER"', LOCAL), PUBLIC_URL=None)
    words = {
        "ID_TOKEN_OF_A_SIGNED_IN_PERSON": mary.id_token(client=CLIENT),
        "ACCESS_TOKEN_OF_A_SIGNED_IN_PERSON": mary.access_token(client=CLIENT),
        "REFRESH_TOKEN_OF_A_SIGNED_IN_PERSON": mary.refresh_token(),
        "ID_TOKEN_OF_A_NATIVE_PERSON": nate.id_token(client=CLIENT),
        "ACCESS_TOKEN_OF_A_NATIVE_PERSON": nate.access_token(client=CLIENT),
        "REFRESH_TOKEN_OF_A_NATIVE_PERSON": nate.refresh_token(),
    }

    def send(name: str, **given: str) -> Answer:
        text = (ROOT / "events" / f"{name}.json").read_text(encoding="utf-8")
        for word, value in (words | given).items():
            text = text.replace(word, value)
        return deployment.send(json.loads(text))

    return send


def test_the_events_are_the_ones_that_these_tests_know() -> None:
    assert {file.stem for file in FILES} == EXPECTED


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_event_is_what_api_gateway_sends(file: Path) -> None:
    event: Event = json.loads(file.read_text(encoding="utf-8"))
    built = rest_api_event("GET", PUBLIC_URL + "/logout")

    assert set(event) == set(built)
    assert set(event["requestContext"]) == set(built["requestContext"])
    for single, multiple in (
        ("headers", "multiValueHeaders"),
        ("queryStringParameters", "multiValueQueryStringParameters"),
    ):
        assert (event[single] or {}) == {name: values[-1] for name, values in (event[multiple] or {}).items()}
    assert event["requestContext"]["path"] == "/live" + event["path"]
    assert event["requestContext"]["httpMethod"] == event["httpMethod"]
    assert event["requestContext"]["resourcePath"] == event["resource"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_event_holds_no_token(file: Path) -> None:
    text = file.read_text(encoding="utf-8")

    assert "eyJ" not in text
    assert not re.search(r"[A-Za-z0-9_-]{60,}", text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_event_as_it_is_gets_a_well_formed_answer(file: Path, deployment: Deployment) -> None:
    deployment.set(STAGE="local", CONFIG_FILE=None, PUBLIC_URL="http://localhost:3000")

    answer = deployment.send(json.loads(file.read_text(encoding="utf-8")))

    assert 200 <= answer.status < 500


@pytest.mark.parametrize("name", ["logout", "post_form_refresh_token"])
def test_a_signed_in_person_is_signed_out(name: str, replay: Replay, cognito: Cognito) -> None:
    assert goes_on(replay(name), cognito)
    assert len(cognito.revoked) == 1


@pytest.mark.parametrize("name", ["no_session", "native_user"])
def test_who_has_no_provider_is_sent_to_cognito(name: str, replay: Replay, cognito: Cognito) -> None:
    assert goes_on(replay(name), cognito)


def test_everywhere_is_one_global_sign_out(replay: Replay, cognito: Cognito) -> None:
    assert goes_on(replay("everywhere"), cognito)
    assert [call.name for call in cognito.effects] == [GLOBAL_SIGN_OUT]


def test_the_hostile_return_address_is_refused(replay: Replay, cognito: Cognito) -> None:
    assert is_refused(replay("hostile_return_url"), "return_not_registered", 400)
    assert not cognito.effects


def test_the_preflight_is_answered(replay: Replay) -> None:
    answer = replay("options")

    assert (answer.status, answer.header("Access-Control-Allow-Origin")) == (204, "http://localhost:8003")


def test_the_fetch_and_its_ticket_start_the_journey(replay: Replay, cognito: Cognito) -> None:
    location = replay("post_json").json["location"]
    assert len(cognito.revoked) == 1
    (ticket,) = parse_qs(urlsplit(location).query)["ticket"]

    assert goes_on(replay("start", TICKET_OF_A_FETCH_CALL=ticket), cognito)


def test_each_hop_back_leads_on(replay: Replay, cognito: Cognito, browser: Browser) -> None:
    def journey(answer: Answer) -> str:
        browser.receive(PUBLIC_URL, answer.set_cookies)
        return "; ".join(_pair(cookie) for cookie in browser.ours.values())

    pair = "__Host-logout-journey=SEALED_JOURNEY"
    hop = replay("return_from_cognito", **{pair: journey(replay("logout"))})
    assert hop.hop[0] == f"{cognito.issuer}/end-session"

    end = replay("return_from_provider", **{pair: journey(hop)}, STATE_OF_THE_HOP=hop.hop[1]["state"])
    assert (end.status, end.location) == (303, BACK)


def _pair(cookie: Cookie) -> str:
    return f"{cookie.name}={cookie.value}"
