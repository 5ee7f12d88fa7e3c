"""Reading the live pool, the stack and the parameter by boto3: read-only calls, each of them in the policy."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import boto3
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, ProfileNotFound

from doctor.configuration import Configuration, configuration
from doctor.finding import CannotLook, CouldNotLook
from doctor.pool import LiveClient, LiveDomain, LivePool, LiveProvider, LiveReplica, attributes, domain_to_describe
from doctor.refusals import meaning
from local.stack import outputs

SETTINGS = Config(connect_timeout=5, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 4})
PAGE = 60
NATIVE = "COGNITO"
"""How an app client names the pool's own users among its providers."""


class Aws:
    """One account; endpoints follow AWS_ENDPOINT_URL. `denied` notes the calls that the credentials may not make.

    Raises CannotLook where no call at all can succeed.
    """

    def __init__(self, session: boto3.Session | None = None) -> None:
        """Take the credentials of AWS_PROFILE and its like, or those of `session`."""
        try:
            self._session = session or boto3.Session()
        except ProfileNotFound as error:
            raise CannotLook("AWS_PROFILE names a profile that this machine does not have.") from error
        self._clients: dict[tuple[str, str], Any] = {}
        self.denied: list[str] = []
        self._sent: Any = None

    @property
    def region(self) -> str | None:
        """The Region of the profile, None without one."""
        return self._session.region_name

    def ask(self, service: str, region: str, call: str, **arguments: Any) -> dict[str, Any] | CouldNotLook | None:
        """Make one call by its API name; None when what it asks for is not there."""
        try:
            client = self._client(service, region)
            answer: dict[str, Any] = getattr(client, xform_name(call))(**arguments)
        except ClientError as error:
            refusal = meaning(call, error)
            if refusal is not None and refusal.denied:
                self.denied.append(call)
            return refusal
        except NoCredentialsError as error:
            advice = "name a profile in AWS_PROFILE, or sign in (`aws sso login`), and try again"
            raise CannotLook(f"There are no AWS credentials: {advice}.") from error
        except BotoCoreError as error:
            kind = type(error).__name__
            raise CannotLook(f"AWS cannot be asked in {region} ({kind}): {_first_line(error)}") from error
        return answer

    def _client(self, service: str, region: str) -> Any:
        if (service, region) not in self._clients:
            make: Any = self._session.client
            client = self._clients[service, region] = make(service, region_name=region, config=SETTINGS)
            client.meta.events.register("before-parse.cognito-identity-provider.DescribeUserPool", self._keep)
        return self._clients[service, region]

    def _keep(self, response_dict: Mapping[str, Any], **_: Any) -> None:
        self._sent = response_dict["body"]

    def configuration(self, region: str, described: Mapping[str, Any]) -> Configuration:
        """Return all that UpdateUserPool can set of the pool that was described last."""
        model = self._client("cognito-idp", region).meta.service_model
        sent = json.loads(self._sent)["UserPool"] if self._sent else None
        takes, gives = model.operation_model("UpdateUserPool").input_shape, model.shape_for("UserPoolType")
        return configuration(described, sent, takes, gives)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".") + "."


class PoolReader:
    """Reads one pool, in the Region of its id."""

    def __init__(self, aws: Aws, pool_id: str) -> None:
        """Read nothing yet."""
        self._aws = aws
        self._pool_id = pool_id

    def pool(self, client_ids: Iterable[str], providers: Iterable[str], cognito_domain: str) -> LivePool | None:
        """Return what the checks need for these clients and providers, None when there is no such pool.

        Providers of the clients are read, too. Raises CannotLook when the pool itself cannot be described.
        """
        answer = self._ask("DescribeUserPool")
        if isinstance(answer, CouldNotLook):
            raise CannotLook(f"The pool {self._pool_id} cannot be read: {answer.reason}.", denied=answer.denied)
        if answer is None:
            return None
        described = answer["UserPool"]
        prefix, custom = described.get("Domain"), described.get("CustomDomain")
        clients = {client_id: self.client(client_id) for client_id in client_ids}
        named = set(providers)
        for client in clients.values():
            named |= set(client.providers) - {NATIVE} if isinstance(client, LiveClient) else set()
        return LivePool(
            pool_id=self._pool_id,
            prefix=prefix,
            custom_domain=custom,
            updated_issuer=(described.get("IssuerConfiguration") or {}).get("Type") == "UPDATED",
            attributes=attributes(described.get("SchemaAttributes") or []),
            domain=self._domain(domain_to_describe(cognito_domain, prefix, custom)),
            replicas=self._replicas(),
            clients=clients,
            kinds=self.kinds(),
            providers={name: self.provider(name) for name in sorted(named)},
            configuration=self._aws.configuration(self._pool_id.partition("_")[0], described),
        )

    def client_ids(self) -> list[str] | CouldNotLook:
        """Return the ids of all app clients."""
        found = self._pages("ListUserPoolClients", "UserPoolClients", MaxResults=PAGE)
        return found if isinstance(found, CouldNotLook) else [one["ClientId"] for one in found]

    def kinds(self) -> dict[str, str] | CouldNotLook:
        """Return the types of all providers by name."""
        found = self._pages("ListIdentityProviders", "Providers", MaxResults=PAGE)
        return found if isinstance(found, CouldNotLook) else {one["ProviderName"]: one["ProviderType"] for one in found}

    def client(self, client_id: str) -> LiveClient | CouldNotLook | None:
        """Return an app client, None when the pool does not have it."""
        answer = self._ask("DescribeUserPoolClient", ClientId=client_id)
        return LiveClient.of(answer["UserPoolClient"]) if isinstance(answer, dict) else answer

    def provider(self, name: str) -> LiveProvider | CouldNotLook | None:
        """Return a provider, None when the pool does not have it."""
        answer = self._ask("DescribeIdentityProvider", ProviderName=name)
        return LiveProvider.of(answer["IdentityProvider"]) if isinstance(answer, dict) else answer

    def _domain(self, name: str | None) -> LiveDomain | CouldNotLook | None:
        if name is None:
            return None
        region = self._pool_id.partition("_")[0]
        answer = self._aws.ask("cognito-idp", region, "DescribeUserPoolDomain", Domain=name)
        if isinstance(answer, CouldNotLook):
            return answer
        return LiveDomain.of(name, (answer or {}).get("DomainDescription") or {})

    def _replicas(self) -> tuple[LiveReplica, ...] | CouldNotLook:
        found = self._pages("ListUserPoolReplicas", "UserPoolReplicas")
        if isinstance(found, CouldNotLook):
            return found
        return tuple(LiveReplica(one["RegionName"], one["Role"]) for one in found)

    def _pages(self, call: str, key: str, **arguments: Any) -> list[Mapping[str, Any]] | CouldNotLook:
        found: list[Mapping[str, Any]] = []
        while True:
            answer = self._ask(call, **arguments)
            if not isinstance(answer, dict):
                return answer or found
            found += answer.get(key, [])
            if not answer.get("NextToken"):
                return found
            arguments["NextToken"] = answer["NextToken"]

    def _ask(self, call: str, **arguments: Any) -> dict[str, Any] | CouldNotLook | None:
        region = self._pool_id.partition("_")[0]
        return self._aws.ask("cognito-idp", region, call, UserPoolId=self._pool_id, **arguments)


def outputs_of_stack(aws: Aws, region: str, stack: str) -> dict[str, str] | CouldNotLook | None:
    """Return the stack's outputs by name, None when the stack is not deployed."""
    answer = aws.ask("cloudformation", region, "DescribeStacks", StackName=stack)
    if not isinstance(answer, dict):
        return answer
    return outputs(answer["Stacks"][0])


def parameter(aws: Aws, region: str, name: str) -> str | CouldNotLook | None:
    """Return the text of an SSM parameter, None when there is none of that name."""
    answer = aws.ask("ssm", region, "GetParameter", Name=name)
    return str(answer["Parameter"]["Value"]) if isinstance(answer, dict) else answer
