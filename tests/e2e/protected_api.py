"""A REST API behind the deployed authorizer, for as long as a test needs it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from local.deployment import resource
from local.system import LocalSystem

TEMPLATE = Path(__file__).parent / "protected" / "rest_api.yaml"
STACK = "protected-api"
REFUSED = 403
"""What a refusal is by itself: the embedded AWS does not read the template's gateway response, which makes it 401."""

type Call = Callable[..., requests.Response]


@contextmanager
def protected_api(system: LocalSystem) -> Iterator[Call]:
    """Deploy it; what it gives calls it with an access token."""
    stacks, functions = system.clients.of("cloudformation"), system.clients.of("lambda")
    name = resource(system.clients, "AuthorizerFunction")
    arn = functions.get_function_configuration(FunctionName=name)["FunctionArn"]
    stacks.create_stack(
        StackName=STACK,
        TemplateBody=TEMPLATE.read_text(encoding="utf-8"),
        Parameters=[{"ParameterKey": "AuthorizerArn", "ParameterValue": arn}],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    )
    stacks.get_waiter("stack_create_complete").wait(StackName=STACK, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    api = stacks.describe_stack_resource(StackName=STACK, LogicalResourceId="Api")["StackResourceDetail"]
    address = f"{system.places.aws}/_aws/execute-api/{api['PhysicalResourceId']}/live/orders"

    def orders(token: str | None, method: str = "GET") -> requests.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return requests.request(method, address, headers=headers, timeout=20)

    yield orders
    stacks.delete_stack(StackName=STACK)
