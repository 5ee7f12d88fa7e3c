"""Reading a live pool from moto, whose answers are AWS's in form; and what becomes of refusals."""

from collections.abc import Iterator

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from doctor.finding import CannotLook, CouldNotLook
from doctor.pool import LiveClient, LivePool, LiveProvider, LiveReplica
from doctor.reading import Aws, PoolReader, outputs_of_stack, parameter
from tests.adapters.doctored import HINT, REGION, REPLICAS, STACKS, Account, answers, refuses

DOMAIN = f"https://people.auth.{REGION}.amazoncognito.com"


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    """An account of this test."""
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    with mock_aws():
        yield Account()


@pytest.fixture
def reader(account: Account) -> PoolReader:
    """Reads its pool."""
    return PoolReader(Aws(account.session), account.pool)


def read(account: Account, domain: str = DOMAIN, *, clients: tuple[str, ...] = ()) -> LivePool:
    found = PoolReader(Aws(account.session), account.pool).pool(clients or (account.client,), ("Corp",), domain)
    assert found is not None
    return found


def test_the_pool_is_read_with_its_domain_and_attributes(account: Account) -> None:
    pool = read(account)

    assert (pool.pool_id, pool.region, pool.prefix) == (account.pool, REGION, "people")
    assert (pool.own_domain, pool.updated_issuer, pool.replicas) == (DOMAIN, False, ())
    assert (pool.attributes[HINT].mutable, pool.attributes[HINT].longest) == (True, 2_048)
    assert not isinstance(pool.domain, CouldNotLook) and pool.domain is not None
    assert (pool.domain.pool_id, pool.domain.status) == (account.pool, "ACTIVE")


def test_its_client_and_provider_are_read_without_their_secrets(account: Account) -> None:
    pool = read(account)
    client, provider = pool.clients[account.client], pool.providers["Corp"]

    assert isinstance(client, LiveClient) and isinstance(provider, LiveProvider)
    assert (client.name, client.has_secret, client.providers) == ("shop", True, ("COGNITO", "Corp"))
    assert client.logout_urls == ("https://logout.example.com/logout/return", "https://shop.example.com/")
    assert (provider.kind, provider.issuer, provider.client_id) == ("OIDC", "https://login.example.com", "at-corp")
    assert provider.mapping == {HINT: "id_token"}
    assert pool.kinds == {"Corp": "OIDC"}
    secret = account.cognito.describe_user_pool_client(UserPoolId=account.pool, ClientId=account.client)
    assert secret["UserPoolClient"]["ClientSecret"] not in repr(pool)


def test_what_the_pool_does_not_have_is_none(account: Account) -> None:
    assert read(account, clients=("nobody",)).clients == {"nobody": None}
    assert PoolReader(Aws(account.session), account.pool).provider("Nobody") is None
    assert PoolReader(Aws(account.session), f"{REGION}_Nobody").pool((), (), DOMAIN) is None


@pytest.mark.parametrize("code", ["ResourceNotFoundException", "InvalidParameterException"])
def test_what_cognito_calls_malformed_is_not_there_either(account: Account, code: str) -> None:
    account.answer("before-call.cognito-idp.DescribeUserPoolClient", refuses(code, "failed to satisfy constraint"))

    assert read(account, clients=("not-an-id!",)).clients == {"not-an-id!": None}


def test_a_list_that_is_refused_as_malformed_is_a_gap(account: Account) -> None:
    account.answer(REPLICAS, refuses("InvalidParameterException"))

    assert isinstance(read(account).replicas, CouldNotLook)


def test_a_domain_that_nobody_has_is_of_no_pool(account: Account) -> None:
    domain = read(account, "https://login.example.com").domain

    assert not isinstance(domain, CouldNotLook) and domain is not None
    assert (domain.name, domain.pool_id) == ("login.example.com", None)


def test_every_page_of_a_list_is_read(account: Account, reader: PoolReader) -> None:
    ids = {account.client} | {account.add_client(f"app {number}") for number in range(61)}
    found = reader.client_ids()

    assert not isinstance(found, CouldNotLook)
    assert (set(found), len(found)) == (ids, 62)


def test_the_roles_of_replicas_are_read(account: Account) -> None:
    replica = {"RegionName": "eu-west-1", "Status": "ACTIVE", "Role": "SECONDARY", "UserPoolArn": "arn"}
    account.answer(REPLICAS, answers(UserPoolReplicas=[replica]))

    assert read(account).replicas == (LiveReplica("eu-west-1", "SECONDARY"),)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("InvalidAction", "the AWS at this endpoint does not know ListUserPoolReplicas"),
        ("AccessDeniedException", "the credentials may not call ListUserPoolReplicas"),
        ("TooManyRequestsException", "Cognito says “TooManyRequestsException: no”"),
    ],
)
def test_a_call_that_fails_leaves_a_gap_with_its_reason(account: Account, code: str, reason: str) -> None:
    account.answer(REPLICAS, refuses(code, "no"))
    found = read(account).replicas

    assert isinstance(found, CouldNotLook)
    assert (found.reason, found.denied) == (reason, code == "AccessDeniedException")


def test_a_denied_call_is_noted(account: Account) -> None:
    account.answer(REPLICAS, refuses("AccessDeniedException"))
    aws = Aws(account.session)
    PoolReader(aws, account.pool).pool((), (), DOMAIN)

    assert aws.denied == ["ListUserPoolReplicas"]


def test_a_pool_that_may_not_be_read_ends_the_looking(account: Account, reader: PoolReader) -> None:
    account.answer("before-call.cognito-idp.DescribeUserPool", refuses("AccessDeniedException"))

    with pytest.raises(CannotLook, match="may not call DescribeUserPool") as ended:
        reader.pool((), (), DOMAIN)
    assert ended.value.denied


def test_a_secondary_region_is_translated(account: Account, reader: PoolReader) -> None:
    account.answer("before-call.cognito-idp.DescribeUserPool", refuses("OperationNotEnabledException", "not here"))

    with pytest.raises(CannotLook, match="secondary replica"):
        reader.pool((), (), DOMAIN)


@pytest.mark.parametrize("code", ["ExpiredTokenException", "UnrecognizedClientException", "InvalidSignatureException"])
def test_credentials_that_aws_does_not_take_are_one_sentence(account: Account, reader: PoolReader, code: str) -> None:
    account.answer("before-call.cognito-idp.DescribeUserPool", refuses(code))

    with pytest.raises(CannotLook, match=rf"^AWS does not take these credentials \({code}\): .*\.$"):
        reader.pool((), (), DOMAIN)


def test_no_credentials_are_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, "/dev/null")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")

    with pytest.raises(CannotLook, match=r"^There are no AWS credentials: .*\.$"):
        PoolReader(Aws(boto3.Session()), f"{REGION}_A").pool((), (), DOMAIN)


def test_a_profile_that_is_not_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    monkeypatch.setenv("AWS_PROFILE", "nobody")

    with pytest.raises(CannotLook, match="AWS_PROFILE"):
        Aws()


def test_an_aws_that_does_not_answer_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")

    with pytest.raises(CannotLook, match=r"^AWS cannot be asked in eu-central-1 \(EndpointConnectionError\): .*\.$"):
        PoolReader(Aws(boto3.Session("key", "secret", region_name=REGION)), f"{REGION}_A").pool((), (), DOMAIN)


def test_the_stacks_outputs_are_read_by_name(account: Account) -> None:
    aws = Aws(account.session)
    url = "https://a.execute-api.eu-central-1.amazonaws.com/live/logout/return"
    outputs = [{"OutputKey": "ApiId", "OutputValue": "a"}, {"OutputKey": "ReturnUrl", "OutputValue": url}]
    account.answer(STACKS, answers(Stacks=[{"Outputs": outputs}]))

    assert outputs_of_stack(aws, REGION, "logout") == {"ApiId": "a", "ReturnUrl": url}


def test_a_stack_that_is_not_there_has_none(account: Account) -> None:
    account.answer(STACKS, refuses("ValidationError", "Stack with id logout does not exist"))

    assert outputs_of_stack(Aws(account.session), REGION, "logout") is None


def test_a_parameter_is_read_and_one_that_is_not_there_is_none(account: Account) -> None:
    aws = Aws(account.session)
    account.ssm.put_parameter(Name="/logout/dev", Type="String", Value="[apps]")

    assert parameter(aws, REGION, "/logout/dev") == "[apps]"
    assert parameter(aws, REGION, "/logout/dev:1") == "[apps]"
    assert parameter(aws, REGION, "/logout/prod") is None


def test_moto_itself_says_that_there_is_no_such_client(account: Account) -> None:
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        account.cognito.describe_user_pool_client(UserPoolId=account.pool, ClientId="nobody")
