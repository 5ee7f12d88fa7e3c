"""Nothing leaks: every route is walked with secrets everywhere; none is in a log, a value, an error or a refusal."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest

from tests.functional.answers import Answer
from tests.functional.audit_log import Output
from tests.functional.browser import ELSEWHERE, SHOP_PAGE, Browser, Overrides
from tests.functional.cognito import GET_USER, GLOBAL_SIGN_OUT, REVOKE, Cognito
from tests.functional.deployment import Deployment
from tests.functional.journeys import walk
from tests.functional.judgements import question
from tests.functional.secrecy import Secrets
from tests.functional.sessions import sign_in
from tests.functional.stages import RETURN
from tests.functional.tokens import Person
from tests.functional.watching import Watched


@pytest.fixture
def watched(deployment: Deployment, caplog: pytest.LogCaptureFixture) -> Watched:
    """The usual deployment in an instance of its own, with every logger at its most talkative."""
    caplog.set_level(logging.DEBUG)
    watched = Watched(deployment)
    deployment.patch.setattr(deployment, "send", watched.send)
    return watched


@contextmanager
def failing(deployment: Deployment, text: str) -> Iterator[None]:
    """Let something of ours break with an error that quotes a secret."""

    def fail(*_: object) -> None:
        raise ValueError(text)

    assert deployment.instance
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deployment.instance.modules["coordinator.core.parameters"], "read", fail)
        yield


def walk_everywhere(deployment: Deployment, cognito: Cognito, mary: Person) -> None:
    """Take every route, and be refused in every way, with tokens, hints, cookies and queries wherever they can be."""
    secret = deployment.remembered.add
    hint = mary.provider_id_token()
    query = {
        "post_logout_redirect_uri": RETURN,
        "state": secret("state-of-the-app"),
        "logout_hint": secret("m@ry.example"),
    }
    asked = f"?{urlencode(query)}"
    for reach in ("app", "browser", "everywhere"):
        browser = deployment.browser()
        session = sign_in(browser, mary, **{"custom:corp_id_token": hint})
        walked = walk(browser, cognito, browser.visit(f"/logout{asked}&reach={reach}&id_token_hint={session.id_token}"))
        for _, parameters in walked.hops:
            secret(parameters.get("state", ""))

    browser = deployment.browser()
    session = sign_in(browser, mary)
    cognito.attributes = {"custom:corp_id_token": hint}
    walk(browser, cognito, browser.press(question(browser.visit(f"/logout{asked}", ELSEWHERE))))

    brought = {
        **query,
        "refresh_token": mary.refresh_token(),
        "access_token": mary.access_token(),
        "reach": "everywhere",
    }
    ticket = browser.fetch("/logout", {**brought, "id_token_hint": mary.id_token()}).json["location"]
    secret(dict(parse_qsl(urlsplit(ticket).query))["ticket"])
    browser.visit(ticket)
    browser.visit(f"/logout/return?state={quote(secret('state-of-nobody'))}")
    be_refused(browser, session.id_token, brought)
    for way, name in (("500", REVOKE), ("html", GLOBAL_SIGN_OUT), ("429", GET_USER)):
        cognito.misbehaving[name] = way
        browser = deployment.browser()
        sign_in(browser, mary)
        browser.visit(f"/logout{asked}&reach={'everywhere' if name == GLOBAL_SIGN_OUT else 'browser'}")
    with failing(deployment, mary.refresh_token()):
        assert browser.visit(f"/logout{asked}").status == 500


def be_refused(browser: Browser, hint: str, brought: dict[str, str]) -> None:
    """Ask for what is refused."""
    every = urlencode({**brought, "id_token_hint": hint})
    bearer: Overrides = {"authorization": f"Bearer {brought['access_token']}"}
    for path in (f"/logout?{every}", f"/logout/start?ticket={hint}&{every}", f"/logout/return?state={hint}&state=2"):
        browser.visit(path)
        browser.fetch(path, {**brought, "reach": "galaxy"}, headers=bearer)
        browser.fetch(path, page=ELSEWHERE, headers=bearer)
        browser.visit(path, headers={"sec-purpose": "prefetch", "sec-fetch-dest": hint[:20]})
    for wrong in (
        {"client_id": hint},
        {"identity_provider": hint},
        {"confirm": hint},
        {"post_logout_redirect_uri": hint},
    ):
        browser.submit("/logout", {**brought, **wrong})
    browser.request("PUT", f"/logout?{every}", json.dumps(brought), {"content-type": "text/plain", **bearer})
    browser.request("OPTIONS", f"/logout?{every}", None, {"origin": SHOP_PAGE[:24], **bearer})
    browser.visit(f"/.well-known/openid-configuration?{every}", headers=bearer)


def test_every_route_keeps_every_secret_out_of_logs_values_errors_and_refusals(
    deployment: Deployment,
    watched: Watched,
    cognito: Cognito,
    mary: Person,
    output: Output,
    remembered: Secrets,
    caplog: pytest.LogCaptureFixture,
) -> None:
    walk_everywhere(deployment, cognito, mary)

    assert {"logout"} < {record.name for record in caplog.records}, "libraries were listened to"
    assert remembered.found_in(output.read() + caplog.text) == []
    assert all(name.replace("_", "").isalpha() for name in output.metrics)
    assert len({type(value).__name__ for value in watched.made}) > 25
    assert {f"{type(value).__name__}: {remembered.found_in(f'{value!r} {value}')}" for value in watched.made} == {
        f"{type(value).__name__}: []" for value in watched.made
    }
    refusals = [answer for answer in watched.answers if answer.status >= 400]
    assert {answer.status for answer in refusals} == {400, 403, 405, 500, 503}
    assert [answer for answer in refusals if remembered.found_in(answer.body + str(answer.headers))] == []


def own(answer: Answer) -> bool:
    """Whether a page has a form to ourselves."""
    return any("logout.example.com" in form.action for form in answer.forms)


def test_every_answer_keeps_its_address_from_whom_it_leads_to(
    deployment: Deployment, watched: Watched, cognito: Cognito, mary: Person, remembered: Secrets
) -> None:
    walk_everywhere(deployment, cognito, mary)

    assert {answer.header("Referrer-Policy") for answer in watched.answers if not own(answer)} == {"no-referrer"}
    assert {answer.header("Referrer-Policy") for answer in watched.answers if own(answer)} == {"same-origin"}
    places = [
        answer.location for answer in watched.answers if (answer.location or "").startswith(f"{cognito.base}/logout")
    ]
    assert len(places) > 5
    assert {tuple(dict(parse_qsl(urlsplit(place or "").query))) for place in places} == {("client_id", "logout_uri")}
    assert remembered.found_in(" ".join(place or "" for place in places)) == []
