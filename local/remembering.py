"""RememberFunction at work: attached to the pool, or called by the domain in Cognito's place.

The embedded AWS hands the trigger the claims of the ID token alone. AWS says of its event that `tokenResponse`
"contains" the raw tokens, too (Amazon Cognito developer guide, "user-pool-lambda-inbound-federation", read November
2026), and shows none: so both shapes can be had here.
"""

import json
from enum import Enum, auto
from typing import Any

import jwt

from local.aws import Clients
from local.cognito_domain.domain import Domain
from local.deployment import resource
from local.places import REGION
from local.pool import Pool

TRIGGER = "InboundFederation_ExternalProvider"


class Shape(Enum):
    """What the trigger is told of a sign-in."""

    CLAIMS_ALONE = auto()
    RAW_TOKENS = auto()


def attach(clients: Clients, pool: Pool, domain: Domain, shape: Shape) -> None:
    """Have the deployed function called at each sign-in through a provider, in this shape and no other."""
    name = resource(clients, "RememberFunction")
    arn = clients.of("lambda").get_function_configuration(FunctionName=name)["FunctionArn"]
    attached: Any = {"InboundFederation": {"LambdaArn": arn, "LambdaVersion": "V1_0"}}
    clients.cognito.update_user_pool(
        UserPoolId=pool.pool_id, LambdaConfig=attached if shape is Shape.CLAIMS_ALONE else {}
    )
    domain.on_tokens = Caller(clients, pool.pool_id, arn) if shape is Shape.RAW_TOKENS else None


class Caller:
    """Calls the function as Cognito would, with all that a provider's token endpoint has answered."""

    def __init__(self, clients: Clients, pool_id: str, arn: str) -> None:
        self._clients, self._pool_id, self._arn = clients, pool_id, arn

    def __call__(self, provider: str, client_id: str, tokens: dict[str, Any]) -> bool:
        """Whether the sign-in may go on: an error of the function ends it."""
        claims = jwt.decode(tokens["id_token"], options={"verify_signature": False})
        event = {
            "version": "1",
            "triggerSource": TRIGGER,
            "region": REGION,
            "userPoolId": self._pool_id,
            "userName": f"{provider}_{claims['sub']}",
            "callerContext": {"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": client_id},
            "request": {
                "providerName": provider,
                "providerType": "OIDC",
                "attributes": {
                    "tokenResponse": {name: str(value) for name, value in tokens.items()},
                    "idToken": {name: str(value) for name, value in claims.items()},
                    "userInfo": {},
                },
            },
            "response": {"userAttributesToMap": {}},
        }
        ran = self._clients.of("lambda").invoke(FunctionName=self._arn, Payload=json.dumps(event).encode())
        answer = json.loads(ran["Payload"].read())
        return "FunctionError" not in ran and answer["response"] == {"userAttributesToMap": {}}
