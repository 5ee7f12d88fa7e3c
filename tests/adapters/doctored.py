"""An account in moto for the doctor: a pool, and answers to calls that moto does not know."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import boto3

REGION = "eu-central-1"
REPLICAS = "before-call.cognito-idp.ListUserPoolReplicas"
STACKS = "before-call.cloudformation.DescribeStacks"
HINT = "custom:corp_id_token"

type Answer = Callable[..., tuple[SimpleNamespace, dict[str, Any]]]


def answers(**parsed: Any) -> Answer:
    """Answer a call before it is sent: botocore takes what its event `before-call` returns."""
    return lambda **_: (SimpleNamespace(status_code=200), parsed)


def refuses(code: str, message: str = "", status: int = 400) -> Answer:
    """Refuse a call before it is sent."""
    error = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return lambda **_: (SimpleNamespace(status_code=status), error)


class Account:
    """A pool with a client and a provider; `called` notes every call of this session by its IAM action."""

    def __init__(self) -> None:
        self.session = boto3.Session(region_name=REGION)
        make: Any = boto3.client
        self.cognito: Any = make("cognito-idp", region_name=REGION)
        self.ssm: Any = make("ssm", region_name=REGION)
        schema = {
            "Name": HINT.removeprefix("custom:"),
            "AttributeDataType": "String",
            "Mutable": True,
            "StringAttributeConstraints": {"MinLength": "0", "MaxLength": "2048"},
        }
        self.pool = self.cognito.create_user_pool(PoolName="people", Schema=[schema])["UserPool"]["Id"]
        self.cognito.create_user_pool_domain(Domain="people", UserPoolId=self.pool, ManagedLoginVersion=2)
        self.cognito.create_identity_provider(
            UserPoolId=self.pool,
            ProviderName="Corp",
            ProviderType="OIDC",
            ProviderDetails={"oidc_issuer": "https://login.example.com", "client_id": "at-corp", "client_secret": "-"},
            AttributeMapping={HINT: "id_token"},
        )
        self.client = self.add_client("shop", GenerateSecret=True)
        self.called: set[str] = set()
        self._events: Any = self.session.events
        self._answers: dict[str, Answer] = {}
        self._events.register("provide-client-params.*.*", self._note)
        self.answer(REPLICAS, answers(UserPoolReplicas=[]))
        self.answer(STACKS, answers(Stacks=[{"Outputs": []}]))

    def add_client(self, name: str, **arguments: Any) -> str:
        """Make an app client and return its id."""
        made = self.cognito.create_user_pool_client(
            UserPoolId=self.pool,
            ClientName=name,
            AllowedOAuthFlows=["code"],
            SupportedIdentityProviders=["COGNITO", "Corp"],
            CallbackURLs=["https://shop.example.com/callback"],
            LogoutURLs=["https://logout.example.com/logout/return", "https://shop.example.com/"],
            **arguments,
        )
        return str(made["UserPoolClient"]["ClientId"])

    def answer(self, event: str, answer: Answer) -> None:
        """Answer a call in moto's place; what was told last counts."""
        if event not in self._answers:
            self._events.register_first(event, lambda **_: self._answers[event]())
        self._answers[event] = answer

    def _note(self, model: Any, **_: Any) -> None:
        self.called.add(f"{model.service_model.endpoint_prefix}:{model.name}")
