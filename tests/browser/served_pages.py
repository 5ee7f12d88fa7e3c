"""Every page that a person may meet, as the handler and the template answer: real headers, on loopback, without AWS."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from coordinator.core.journey import Hop, Journey, pack
from coordinator.core.model import Leg, LegReport, Outcome, Purpose, Reach
from coordinator.web.request import JOURNEY_COOKIE
from coordinator.web.words import words
from logout.handler import lambda_handler
from werkzeug import Request, Response

from local.servers import Server
from tests.architecture.template import RESOURCES, Deployment
from tests.unit.deployments import Deployed
from tests.unit.samples import NOW

STAGE = """
[apps.shop]
client_id = "1example23456789"
return_to = ["BASE/signed-out"]
[providers.Corp]
profile = "oidc"
client_id = "cognito-at-corp"
logout_url = "BASE/no-content"
method = "POST"
"""
OUTCOMES = [LegReport(leg, outcome, alive_until=NOW) for leg in Leg for outcome in Outcome if leg is not Leg.PROVIDER]
REASONS = [
    LegReport(Leg.PROVIDER, outcome, f"{outcome}-{reason}", reason)
    for outcome, reason in zip([*Outcome] * 3, words("en").texts["reasons"], strict=False)
]


def journeys(base: str) -> dict[str, Journey]:
    """What the browser brings along to the pages that a journey shows; each is one return away from its page."""
    cognito, corp = Hop(Leg.COGNITO), Hop(Leg.PROVIDER, "Corp", f"{base}/no-content", "a-state")
    tokens = LegReport(Leg.TOKENS, Outcome.DONE, alive_until=NOW)
    return {
        "receipt": Journey("id", Reach.BROWSER, "shop", legs=(tokens,)),
        "long receipt": Journey("id", Reach.BROWSER, "shop", legs=(*OUTCOMES, *REASONS)),
        "onward": Journey("id", Reach.BROWSER, "shop", hops=(cognito, corp)),
        "astray": Journey("id", Reach.BROWSER, "shop", hops=(corp,)),
    }


ASKED: dict[str, tuple[str, dict[str, str]]] = {
    "question": ("/logout", {}),
    "refusal": ("/logout", {"reach": "galaxy"}),
    "too old": ("/logout/start", {"ticket": "x"}),
    "gone": ("/logout/return", {}),
    "receipt": ("/logout/return", {}),
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
