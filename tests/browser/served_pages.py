"""Every page that a person may meet, as the handler and the template answer: real headers, on loopback, without AWS."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from coordinator.core.journey import Hop, Journey, pack
from coordinator.core.model import Leg, LegReport, Outcome, Purpose, Reach
from coordinator.web.request import JOURNEY_COOKIE
from coordinator.web.words import words
from logout.handler import lambda_handler
from playwright.sync_api import BrowserContext
from werkzeug import Request, Response

from local.servers import Server
from tests.architecture.template import RESOURCES, Deployment
from tests.unit.deployments import Deployed
from tests.unit.samples import NOW

STAGE = Path(__file__).with_name("pages.toml").read_text(encoding="utf-8")
LOGO = "https://shop.example.com/logo.svg"
"""The address in STAGE: no server on this machine has it, so a browser is told what lies there."""
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="10" fill="#0b6e4f"/>'
    '<path d="M12 15h16l-2 13H14zM16 15a4 4 0 0 1 8 0" fill="none" stroke="#fff" stroke-width="2.4"/></svg>'
)
OUTCOMES = [LegReport(leg, outcome, alive_until=NOW) for leg in Leg for outcome in Outcome if leg is not Leg.PROVIDER]
REASONS = [
    LegReport(Leg.PROVIDER, outcome, f"{outcome}-{reason}", reason)
    for outcome, reason in zip([*Outcome] * 3, words("en").texts["reasons"], strict=False)
]


def journeys(base: str) -> dict[str, Journey]:
    """What the browser brings along to the pages that a journey shows; each is one return away from its page."""
    cognito, corp = Hop(Leg.COGNITO), Hop(Leg.PROVIDER, "Corp", f"{base}/no-content", "a-state")
    tokens = LegReport(Leg.TOKENS, Outcome.DONE, alive_until=NOW)
    visited = LegReport(Leg.COGNITO, Outcome.UNCONFIRMED)
    others = LegReport(Leg.OTHER_SESSIONS, Outcome.NOT_ATTEMPTED, reason="beyond_reach")
    cookies, corp_ended = LegReport(Leg.APP_COOKIES, Outcome.DONE), LegReport(Leg.PROVIDER, Outcome.DONE, "Okta")
    google = LegReport(Leg.PROVIDER, Outcome.NOT_SUPPORTED, "Google", "provider_has_no_logout", NOW)
    kept = (tokens, others, cookies, visited, google)
    return {
        "receipt": Journey("id", Reach.BROWSER, "shop", legs=(tokens,)),
        "good receipt": Journey("id", Reach.BROWSER, "shop", legs=(tokens, cookies, corp_ended)),
        "receipt with something alive": Journey("id", Reach.BROWSER, "shop", legs=kept),
        "receipt of an app without a look": Journey("id", Reach.BROWSER, "plain", legs=kept),
        "receipt of a long name": Journey("id", Reach.BROWSER, "long", legs=kept),
        "long receipt": Journey("id", Reach.BROWSER, "shop", legs=(*OUTCOMES, *REASONS)),
        "onward": Journey("id", Reach.BROWSER, "shop", hops=(cognito, corp)),
        "astray": Journey("id", Reach.BROWSER, "shop", hops=(corp,)),
    }


ASKED: dict[str, tuple[str, dict[str, str]]] = {
    "question": ("/logout", {"client_id": "1example23456789"}),
    "question without an app": ("/logout", {}),
    "refusal": ("/logout", {"reach": "galaxy", "client_id": "1example23456789"}),
    "too old": ("/logout/start", {"ticket": "x"}),
    "gone": ("/logout/return", {}),
    "receipt": ("/logout/return", {}),
    "good receipt": ("/logout/return", {}),
    "receipt with something alive": ("/logout/return", {}),
    "receipt of an app without a look": ("/logout/return", {}),
    "receipt of a long name": ("/logout/return", {}),
    "long receipt": ("/logout/return", {}),
    "onward": ("/logout/return", {}),
    "astray": ("/logout/return", {"state": "another"}),
}
REFUSALS: dict[str, dict[str, Any]] = RESOURCES["LogoutApi"]["Properties"]["GatewayResponses"]


class ServedPages:
    """The server: `/<name>` is the page of that name; `ours` and `gateways` list the names."""

    ours = tuple(ASKED)
    gateways = tuple(REFUSALS)

    def __init__(self, base: str, deployed: Deployed) -> None:
        self.base = base
        self._deployed = deployed
        self._journeys = journeys(base)
        deployed.configure(PUBLIC_URL=base, CONFIG=STAGE.replace("BASE", base))

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Answer as API Gateway would."""
        request = Request(environ)
        name = request.path.removeprefix("/")
        if name in ASKED:
            answer = self._by_handler(name, request)
        elif name in REFUSALS:
            answer = self._by_gateway(REFUSALS[name])
        else:
            answer = Response(status=204 if name == "no-content" else 404)
        return answer(environ, start_response)

    def _by_handler(self, name: str, request: Request) -> Response:
        path, query = ASKED[name]
        headers = {"Accept": "text/html", "Accept-Language": request.headers.get("Accept-Language", "")}
        if name in self._journeys:
            sealed = self._deployed.seals.seal(Purpose.JOURNEY, pack(self._journeys[name]))
            headers["Cookie"] = f"{JOURNEY_COOKIE}={sealed}"
        event = {"httpMethod": "GET", "path": path, "headers": headers, "queryStringParameters": query}
        answered = lambda_handler(event, None)
        listed = [(key, value) for key, values in answered["multiValueHeaders"].items() for value in values]
        return Response(answered["body"], answered["statusCode"], listed)

    @staticmethod
    def _by_gateway(refusal: dict[str, Any]) -> Response:
        template = Deployment()
        headers = template.value(refusal["ResponseParameters"]["Headers"])
        body = template.value(refusal["ResponseTemplates"]["application/json"])
        return Response(body, refusal.get("StatusCode", 400), {name: text[1:-1] for name, text in headers.items()})


def show_logo(context: BrowserContext) -> None:
    """Let a browser find the logo at its address."""
    context.route(LOGO, lambda route: route.fulfill(content_type="image/svg+xml", body=PICTURE))


@contextmanager
def served() -> Iterator[ServedPages]:
    """The pages on a free port."""
    with closing(socket.create_server(("127.0.0.1", 0))) as unused:
        port = unused.getsockname()[1]
    with pytest.MonkeyPatch.context() as patch:
        pages = ServedPages(f"http://localhost:{port}", Deployed(patch))
        server = Server(pages, port)
        server.start()
        yield pages
        server.stop()
