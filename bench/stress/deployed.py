"""The API deployed into an embedded AWS of its own, in front of a Cognito that answers in a fixed time."""

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from bench import requests_made
from bench.cognito import CLIENT_ID, POOL, Cognito
from bench.requests_made import RETURN_TO, STAGE
from bench.stress.wrk import Target
from local import deployment
from local.aws import Clients, aws_process
from local.places import REPOSITORY, Places

SESSIONS = 500
TRIVIAL = """
def lambda_handler(event, context):
    print("{}")
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": "{}"}
"""
"""It prints a line: for one that prints none the embedded AWS waits 50 ms."""


@dataclass(frozen=True, slots=True)
class Deployed:
    """Where to send logouts, and the function that answers them."""

    places: Places
    clients: Clients
    target: Target
    function: str

    def make_trivial(self) -> None:
        """Put code that does nothing in the function's place, so that what is left is the embedded AWS's own."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("logout/handler.py", TRIVIAL)
        self.clients.of("lambda").update_function_code(FunctionName=self.function, ZipFile=buffer.getvalue())


@contextmanager
def deployed(cognito: Cognito, options: dict[str, str]) -> Iterator[Deployed]:
    """Deploy the template with `options` among its parameters, while the context lasts. Raises LocalError."""
    places = Places.with_free_ports(REPOSITORY / ".local" / "stress")
    with ExitStack() as stack:
        stack.enter_context(places.exclusively())
        build, aws, clients = deployment.build(places), aws_process(places), Clients(places)
        for process, folder in ((build, places.root), (aws, None)):
            stack.callback(process.stop)
            process.start(folder)
        build.finish(deployment.BUILD_SECONDS)
        aws.wait_for_answer(f"{places.aws}/_ministack/health")
        api = _deploy(places, clients, parameters(cognito) | options)
        url = f"{places.aws}/_aws/execute-api/{api}/live/logout"
        target = Target(url, places.root / "bodies", RETURN_TO.rpartition("/")[0])
        target.bodies.write_text(bodies(cognito), encoding="utf-8")
        yield Deployed(places, clients, target, deployment.resource(clients, "LogoutFunction"))


def parameters(cognito: Cognito) -> dict[str, str]:
    """The template's parameters; the API's own limits would hide how fast the rest is."""
    return {
        "UserPoolId": POOL,
        "CognitoDomain": cognito.url,
        "CognitoIssuer": cognito.issuer,
        "Stage": "local",
        "PublicUrl": requests_made.BASE,
        "ConfigParameter": deployment.CONFIG_PARAMETER,
        "RequestsPerSecond": "10000",
        "RequestsBurst": "5000",
        "SavedQueries": "off",
    }


def bodies(cognito: Cognito) -> str:
    """Logouts of many sessions as an app's script sends them, one a line."""
    found = [
        {"client_id": CLIENT_ID, "refresh_token": f"of-{number}", "id_token_hint": cognito.token("id", f"s-{number}")}
        for number in range(SESSIONS)
    ]
    return "".join(f"{json.dumps(one)}\n" for one in found)


def _deploy(places: Places, clients: Clients, values: dict[str, str]) -> str:
    stage = STAGE.format(client_id=CLIENT_ID, return_to=RETURN_TO, provider=f"{values['CognitoDomain']}/o")
    clients.of("ssm").put_parameter(Name=deployment.CONFIG_PARAMETER, Type="String", Value=stage)
    return deployment.sam_deploy(places, clients, values)
