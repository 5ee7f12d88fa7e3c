"""`make start-api` serves the whole of `/logout` to HTTP clients, with one container, and ends with Ctrl-C."""

import signal
import socket
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest
import requests

from local.navigation import Step, fetch_headers
from tests.container.commands import command, run, started, wait_for_line
from tests.container.conftest import Left
from tests.e2e.conftest import unused_places

pytestmark = pytest.mark.more
APP = "http://localhost:8003/"
BACK = f"{APP}signed-out"


@pytest.fixture(scope="module")
def api(image: str | None) -> Iterator[str]:
    """The base URL of a running API."""
    port = unused_port()
    with started(command("local.start_api", unused_places("container-api").root, image, "--port", str(port))) as child:
        wait_for_line(child, "Running on")
        yield f"http://localhost:{port}"


def unused_port() -> int:
    """A port that nobody uses now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def clicked(url: str, page: str | None = APP, **cookies: str) -> requests.Response:
    """What a browser gets that clicked on a link of `page`; redirects are not followed."""
    return requests.get(
        url, headers=Step("GET", url, page).headers(), cookies=cookies, allow_redirects=False, timeout=20
    )


def kept_cookies(answer: requests.Response) -> dict[str, str]:
    """Name and value of the cookies that an answer sets."""
    parsed = [SimpleCookie(value) for value in answer.raw.headers.getlist("Set-Cookie")]
    return {name: one.value for jar in parsed for name, one in jar.items() if one["max-age"] != "0"}


def test_a_click_leads_through_cognito_back_to_the_app(api: str) -> None:
    query = urlencode({"client_id": "shopexample", "post_logout_redirect_uri": BACK, "state": "xyz"})
    first = clicked(f"{api}/logout?{query}")
    assert first.status_code == 303
    assert first.headers["Location"] == "http://localhost:8001/logout?" + urlencode(
        {"client_id": "shopexample", "logout_uri": f"{api}/logout/return"}
    )

    back = clicked(f"{api}/logout/return", "http://localhost:8001/", **kept_cookies(first))
    assert (back.status_code, back.headers["Location"]) == (303, f"{BACK}?state=xyz")


def test_each_cookie_of_the_app_is_deleted_by_a_header_of_its_own(api: str) -> None:
    answer = clicked(f"{api}/logout?client_id=shopexample")

    deleted = [value.split("=")[0] for value in answer.raw.headers.getlist("Set-Cookie") if "Max-Age=0" in value]
    assert {"shop_session", "shop_rt", "shop_at", "shop_id"} <= set(deleted)


def test_a_form_is_taken(api: str) -> None:
    step = Step("POST", f"{api}/logout", APP, {"client_id": "shopexample", "post_logout_redirect_uri": BACK})
    answer = requests.post(step.url, data=step.data, headers=step.headers(), allow_redirects=False, timeout=20)

    assert answer.status_code == 303 and "__Host-logout-journey" in kept_cookies(answer)


def test_a_script_gets_json_and_its_ticket_goes_on(api: str) -> None:
    sent = {"client_id": "shopexample", "post_logout_redirect_uri": BACK}
    answer = requests.post(f"{api}/logout", json=sent, headers=fetch_headers(f"{api}/logout", APP), timeout=20)
    assert answer.status_code == 200 and answer.headers["Access-Control-Allow-Origin"] == APP.rstrip("/")

    location = answer.json()["location"]
    assert location.startswith(f"{api}/logout/start?ticket=")
    assert clicked(location).headers["Location"].startswith("http://localhost:8001/logout?")


def test_a_preflight_is_answered(api: str) -> None:
    answer = requests.options(f"{api}/logout", headers={"Origin": APP.rstrip("/")}, timeout=20)

    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (204, APP.rstrip("/"))


def test_a_stranger_gets_the_page_that_asks(api: str) -> None:
    answer = clicked(f"{api}/logout?client_id=shopexample", "https://elsewhere.example/")

    assert answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]
    assert "<form" in answer.text and "form-action" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("post_logout_redirect_uri=https%3A%2F%2Fevil.example%2F", 400),
        ("refresh_token=x", 400),
        ("state=a&state=b", 400),
    ],
)
def test_a_refusal_is_a_page_and_leads_nowhere(api: str, query: str, status: int) -> None:
    answer = clicked(f"{api}/logout?client_id=shopexample&{query}")

    assert answer.status_code == status and "Location" not in answer.headers
    assert "<h1>This sign-out cannot go on</h1>" in answer.text


def test_a_busy_port_is_one_sentence(image: str | None, folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(command("local.start_api", folder, image, "--port", str(port)))

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"Port {port} is in use: end the program that listens there, or say PORT=<another>.\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_with_its_container(number: signal.Signals, folder: Path, image: str | None, left: Left) -> None:
    with started(command("local.start_api", folder, image, "--port", str(unused_port()))) as child:
        wait_for_line(child, "Running on")
        assert len(left(folder)) == 1
        child.send_signal(number)
        rest, _ = child.communicate(timeout=60)

    assert child.returncode == 0
    assert rest.endswith("Ended; nothing is left running.\n")
    assert left(folder) == []
