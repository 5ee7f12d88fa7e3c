"""The local browser tells servers what Chromium would, and goes where redirects and scripts lead."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pytest
from werkzeug import Request, Response

from local.browser import Browser
from local.forms import first_form
from local.navigation import Step
from local.places import REPOSITORY, Places
from local.servers import Server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

SEEN = ("Sec-Fetch-Site", "Sec-Fetch-User", "Referer", "Origin")


def site(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Redirects, forms and cookies; every other path answers with what the browser said about the request."""
    request = Request(environ)
    said = "|".join(request.headers.get(name, "-") for name in SEEN)
    answer = Response(f"{request.method} {said} {request.form.get('a', '')} {request.cookies.get('__Host-c', '')}")
    if request.path == "/there":
        answer = Response(status=303, headers={"Location": request.args["to"]})
    elif request.path == "/form":
        page = '<form action="/seen" method="post"><input type="hidden" name="a" value="1&amp;2"></form>'
        answer = Response(page + "<script>document.forms[0].submit()</script>", mimetype="text/html")
    elif request.path == "/cookie":
        answer.set_cookie("__Host-c", "kept", secure=True, path="/")
        answer.delete_cookie("old")
    return answer(environ, start_response)


@pytest.fixture
def places() -> Iterator[Places]:
    """The site on one port."""
    places = Places.with_free_ports(REPOSITORY / ".local/e2e-browser")
    server = Server(site, places.app_port)
    server.start()
    yield places
    server.stop()


def test_a_typed_address_comes_from_nowhere(places: Places) -> None:
    assert Browser().open(f"{places.app}/seen").text.startswith("GET none|?1|-|-")


def test_a_click_says_where_it_comes_from(places: Places) -> None:
    page = f"{places.app}/page?secret=1"
    assert Browser().walk(f"{places.app}/seen", clicked_on=page)[0].text.startswith(f"GET same-origin|?1|{page}|-")


def test_another_site_sees_the_origin_alone_and_stays_in_the_chain(places: Places) -> None:
    elsewhere = places.app.replace("localhost", "127.0.0.1")
    hops = Browser().walk(f"{elsewhere}/there?to={places.app}/seen", clicked_on=f"{places.app}/page?secret=1")
    assert hops[0].location == f"{places.app}/seen"
    assert hops[1].text.startswith("GET cross-site|?1|")
    assert hops[1].url == f"{places.app}/seen"


def test_a_form_that_submits_itself_is_followed(places: Places) -> None:
    first, second = Browser().walk(f"{places.app}/form", clicked_on=places.app)
    assert first.submits_itself
    assert second.text.startswith(f"POST same-origin|-|{places.app}/form|{places.app} 1&2")


def test_secure_cookies_work_over_http_on_loopback(places: Places) -> None:
    browser = Browser()
    assert browser.open(f"{places.app}/cookie").set_cookies == ("__Host-c", "-old")
    assert browser.open(f"{places.app}/seen").text.endswith(" kept")


def test_names_below_localhost_are_sites_of_this_machine(places: Places) -> None:
    browser, app, logout = Browser(), *(f"http://{name}.localhost:{places.app_port}" for name in ("app", "logout"))
    assert browser.open(f"{app}/cookie").status == 200
    assert browser.walk(f"{app}/seen", clicked_on=app)[0].text.endswith(" kept")
    assert browser.walk(f"{logout}/seen", clicked_on=app)[0].text == f"GET cross-site|?1|{app}/|-  "


def test_the_fields_of_a_get_form_go_into_the_query() -> None:
    form = first_form('<form action="/go?x=1"><input name="y" value="2"></form>', "http://localhost/page")
    assert form is not None
    assert Step.submitting(form, "http://localhost/page", filled={}).url == "http://localhost/go?x=1&y=2"


def test_a_page_without_a_form_has_none() -> None:
    assert first_form("<p>nothing</p>", "http://localhost/") is None
