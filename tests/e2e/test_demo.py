"""What the demo says follows from what was seen and from what the owners answered, and from nothing else."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from flask import Flask
from werkzeug import Request, Response
from werkzeug.test import Client, create_environ

from local.browser import USER_AGENT, Browser
from local.cognito_domain.authorize import NATIVE
from local.demo import watching
from local.demo.hops import Teller
from local.demo.lamps import Lamps, Light
from local.demo.pages import routes
from local.demo.stage import Stage
from local.demo.verdict import COGNITO_ALONE, OURS, Moment, verdict
from local.demo.watching import APP, COGNITO, COORDINATOR, Sight, Watcher
from local.places import Places
from local.pool import AppClient

PLACES = Places(Path("unused"), names="browser", demo=True)
ON, OFF, NONE, UNKNOWN = Light.ON, Light.OFF, Light.NONE, Light.UNKNOWN
OUT = Moment("out", OURS, "", False, False, "Corp", Lamps(OFF, OFF, OFF))
DOCUMENT = {"Sec-Fetch-Dest": "document", "User-Agent": "Mozilla/5.0"}


def server(environ: object, start_response: object) -> object:
    """A provider that ends one cookie, begins another and sends the browser on with a code."""
    answer = Response("", 302, {"Location": f"{PLACES.cognito}/oauth2/idpresponse?code=secret"})
    answer.set_cookie("session", "new")
    answer.delete_cookie("old")
    return answer(environ, start_response)  # type: ignore[arg-type]


@pytest.fixture
def watcher() -> Watcher:
    """One that watches a journey."""
    watcher = Watcher("/demo/")
    watcher.begin()
    return watcher


def visit(watcher: Watcher, who: str, path: str, **headers: str) -> None:
    """One request of a browser that holds the cookie `old`."""
    browser = Client(watcher.at(who, server), use_cookies=False)  # type: ignore[arg-type]
    browser.get(path, base_url=PLACES.provider, headers={"Cookie": "old=1; kept=1", **headers})


def test_what_is_seen_of_a_request_has_no_query_and_its_cookies_are_the_browsers(watcher: Watcher) -> None:
    visit(watcher, "Corp", "/o/authorize/?state=s", **DOCUMENT)

    (seen,), under_way = watcher.sights()

    assert (seen.who, seen.method, seen.path, seen.status) == ("Corp", "GET", "/o/authorize/", 302)
    assert seen.to == f"{PLACES.cognito}/oauth2/idpresponse"
    assert under_way
    assert watcher.cookies() == {"127.0.0.1": {"kept": "1", "session": "new"}}


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Dest": "empty"}, DOCUMENT | {"User-Agent": USER_AGENT}])
def test_servers_scripts_and_our_own_questions_are_no_hops(watcher: Watcher, headers: dict[str, str]) -> None:
    visit(watcher, "Corp", "/o/token/", **headers)

    assert watcher.sights() == ([], True)
    assert watcher.cookies() == {}


def test_a_journey_is_over_when_the_browser_is_back_and_nothing_is_drawn_after_it(watcher: Watcher) -> None:
    visit(watcher, APP, "/demo/sign-in", **DOCUMENT)
    visit(watcher, APP, "/shop/", **DOCUMENT)
    visit(watcher, APP, "/demo/", **DOCUMENT)
    visit(watcher, "Corp", "/", **DOCUMENT)

    sights, under_way = watcher.sights()

    assert [one.path for one in sights] == ["/demo/sign-in"]
    assert not under_way


def test_of_another_browser_nothing_is_known(watcher: Watcher) -> None:
    visit(watcher, "Corp", "/", **DOCUMENT)
    watcher.begin(forget=True)

    assert watcher.sights() == ([], False)
    assert watcher.cookies() == {}


def test_who_waits_is_told_at_once_and_let_go_at_the_end(watcher: Watcher) -> None:
    version = watcher.version
    visit(watcher, "Corp", "/", **DOCUMENT)
    assert watcher.wait(version, 60)

    watcher.close()

    assert not watcher.wait(watcher.version, 60)


def test_a_header_that_is_no_cookie_changes_nothing() -> None:
    held = {"a": "1"}
    watching.keep(held, "b\x00=2")
    assert held == {"a": "1"}


def test_a_browser_holds_what_it_is_given_where_it_belongs() -> None:
    browser = Browser.holding({"localhost": {"cognito": "c"}, "127.0.0.1": {"provider_session": "p"}})
    assert (browser.cookie("cognito"), browser.cookie("provider_session")) == ("c", "p")


@pytest.mark.parametrize(
    ("sight", "told"),
    [
        (Sight(COORDINATOR, "GET", "/logout/return", 303, f"{PLACES.provider}/o/logout/", 0), "It sends you to Corp."),
        (Sight("Corp", "GET", "/o/authorize/", 302, "/login/", 0), "It sends you to its sign-in page."),
        (Sight("Corp", "GET", "/login/", 200, "", 0), "It asks who you are."),
        (Sight("Corp", "POST", "/login/", 200, "", 0), "It shows a page."),
        (Sight("Corp", "GET", "/o/logout/", 200, "", 0), "It asks whether you mean it."),
        (Sight("Corp", "GET", "/o/logout/", 400, "", 0), "It shows a page."),
        (Sight(COGNITO, "GET", "/logout", 302, f"{PLACES.app_beside_logout}/demo/signed-out", 0), "the app."),
    ],
)
def test_a_hop_is_told_by_what_its_server_did(sight: Sight, told: str) -> None:
    (drawn,) = Teller(PLACES, "Corp").told([sight])
    assert drawn["told"].endswith(told)


def test_only_a_page_that_asks_counts_as_asked() -> None:
    teller = Teller(PLACES, "Corp")
    passing = [Sight("Corp", "GET", "/o/authorize/", 302, "", 0), Sight("Corp", "POST", "/login/", 200, "", 0)]
    assert not teller.asked_for_password(passing)
    assert teller.asked_for_password([*passing, Sight("Corp", "GET", "/login/", 200, "", 0)])
    assert teller.asked_for_password([Sight(COGNITO, "GET", "/oauth2/authorize", 200, "", 0)])


@pytest.mark.parametrize("lamps", [Lamps(OFF, OFF, OFF), Lamps(OFF, OFF, NONE)])
def test_all_is_well_only_when_every_owner_said_so(lamps: Lamps) -> None:
    assert verdict(replace(OUT, lamps=lamps)).tone == "good"
    for lamp in ("tokens", "cognito", "provider"):
        assert verdict(replace(OUT, lamps=replace(lamps, **{lamp: UNKNOWN}))).tone == "plain"
        assert verdict(replace(OUT, lamps=replace(lamps, **{lamp: ON}))).tone == "warn"


def test_a_warning_names_what_lives_and_what_that_means() -> None:
    said = verdict(replace(OUT, way=COGNITO_ALONE, lamps=Lamps(ON, OFF, ON)))
    assert said.title == "Still alive: the app's tokens and Corp's session."
    assert "asks for no password" in said.text


def test_who_was_let_in_again_is_told_whether_anybody_asked() -> None:
    back = replace(OUT, step="in", way="", again=OURS, lamps=Lamps(ON, ON, ON))
    assert verdict(back).tone == "warn"
    assert verdict(replace(back, asked=True)).title == "Corp asked for the password."
    assert verdict(replace(back, again="")).tone == "plain"


def test_the_pool_itself_is_called_cognito() -> None:
    assert Teller(PLACES, NATIVE).name == "Cognito"
    assert not watching.is_followed(Request(create_environ()))


@pytest.mark.parametrize("path", ["/demo/", "/demo/live", "/demo/events", "/demo/sign-in?provider=Corp"])
def test_a_name_that_somebody_let_lead_here_is_not_the_demos_own(path: str) -> None:
    app = AppClient("demo", "id", "", f"{PLACES.app}/demo/", "Corp")
    stage = SimpleNamespace(app=app, system=SimpleNamespace(places=PLACES, others={}))
    site = Flask(__name__)
    site.register_blueprint(routes(cast(Stage, stage)))
    browser = site.test_client()

    misled = browser.get(path, base_url=f"http://evil.example:{PLACES.app_port}")
    with browser.get("/demo/static/demo.js", base_url=PLACES.app) as usual:
        assert usual.data

    assert (misled.status_code, usual.status_code) == (421, 200)
    assert usual.headers["Content-Security-Policy"] == misled.headers["Content-Security-Policy"]
