"""Deploying the unchanged template into the embedded AWS, with SAM and the stage `local` of samconfig.toml."""

import json
import os
from collections.abc import Iterable, Mapping

from local.aws import Clients, account
from local.other_providers import OpenIdProvider
from local.places import REPOSITORY, Places
from local.pool import HINT_ATTRIBUTE, PROVIDER, SAML_PROVIDER, AppClient, Pool
from local.processes import Process
from local.provider.setup import ProviderSetup
from local.sam import environment, program

STACK = "logout-coordinator-local"  # as samconfig.toml names it
CONFIG_PARAMETER = "/logout-coordinator/local/config"
BUILD_SECONDS = 300.0
DEPLOY_SECONDS = 120.0
HINT = f'hint = "claim:custom:{HINT_ATTRIBUTE}"'
LARGEST_PAGE = 10_000
"""Events of a log that one call gives at most (CloudWatch Logs API, "FilterLogEvents")."""


def sam(places: Places, name: str, *arguments: str) -> Process:
    """A SAM command with the embedded AWS as its account, not started yet. Raises LocalError without SAM."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    command = [program(), name, *arguments]
    return Process(f"sam {name}", command, environment(kept | account(places)), places.logs(f"sam-{name}"))


def build(places: Places) -> Process:
    """`sam build` for a run, not started yet; start it in `places.root`.

    SAM keeps dependencies in the folder it is started in, and deletes those of other builds there: in a folder of its
    own a run disturbs nobody's .aws-sam, and builds in a moment when only the code has changed.
    """
    template = ("--template-file", str(REPOSITORY / "template.yaml"))
    return sam(places, "build", "--cached", *template, "--build-dir", "build", "--cache-dir", "cache")


def deploy(
    places: Places,
    clients: Clients,
    pool: Pool,
    provider: ProviderSetup,
    others: Iterable[OpenIdProvider] = (),
    *,
    remember: bool = False,
) -> str:
    """Deploy what was built and return the API's id. Raises LocalError when SAM fails."""
    stage = stage_file(places, pool, provider, others)
    if remember:
        stage = stage.replace(HINT, 'hint = "remembered"')
    clients.of("ssm").put_parameter(Name=CONFIG_PARAMETER, Type="String", Value=stage)
    values = parameters(places, pool, client_secrets(clients, pool))
    return sam_deploy(places, clients, values | ({"Remember": "on"} if remember else {}))


def sam_deploy(places: Places, clients: Clients, values: Mapping[str, str]) -> str:
    """Deploy what was built with these parameters and return the API's id. Raises LocalError when SAM fails."""
    process = sam(
        places,
        "deploy",
        *("--template-file", str(places.root / "build" / "template.yaml")),
        *("--config-file", str(REPOSITORY / "samconfig.toml"), "--config-env", "local"),
        *("--parameter-overrides", *(f"{name}={value}" for name, value in values.items())),
    )
    try:
        process.start(REPOSITORY)
        process.finish(DEPLOY_SECONDS)
    finally:
        process.stop()
    return resource(clients, "LogoutApi")


def resource(clients: Clients, name: str) -> str:
    """The physical id of a resource of the stack, by its name in the template."""
    stack = clients.of("cloudformation")
    found = stack.describe_stack_resource(StackName=STACK, LogicalResourceId=name)
    return str(found["StackResourceDetail"]["PhysicalResourceId"])


def parameters(places: Places, pool: Pool, secrets_arn: str) -> dict[str, str]:
    """The template's parameters for this run."""
    return {
        "UserPoolId": pool.pool_id,
        "CognitoDomain": places.cognito,
        # The tokens carry AWS's issuer; its keys lie at the embedded AWS.
        "CognitoIssuer": pool.issuer,
        "CognitoJwksUrl": f"{places.aws}/{pool.pool_id}/.well-known/jwks.json",
        "CognitoDiscoveryUrl": f"{places.cognito}/{pool.pool_id}/.well-known/openid-configuration",
        "Stage": "local",
        "PublicUrl": places.logout,
        "ConfigParameter": CONFIG_PARAMETER,
        "ClientSecretsArn": secrets_arn,
        "AdminSignOut": "on",
        "Retry": "on",
        "RevocationList": "on",
        "OperatorSignOut": "on",
        "Dashboard": "on",
        "BackChannelLogout": "on",
        # The embedded AWS knows no saved queries; tests/architecture/test_saved_queries.py runs them.
        "SavedQueries": "off",
    }


def client_secrets(clients: Clients, pool: Pool) -> str:
    """Put the confidential clients' secrets into Secrets Manager, as a JSON object by name; the secret's ARN."""
    values = {name: client.secret for name, client in pool.apps.items() if client.secret}
    manager = clients.of("secretsmanager")
    return str(manager.create_secret(Name="local/clients", SecretString=json.dumps(values))["ARN"])


def stage_file(places: Places, pool: Pool, provider: ProviderSetup, others: Iterable[OpenIdProvider] = ()) -> str:
    """The stage's configuration as TOML, with the client ids that the pool gave out."""
    apps = "\n".join(app_table(places, client) for client in pool.apps.values())
    if any(client.provider == SAML_PROVIDER for client in pool.apps.values()):
        apps += f'\n[providers.{SAML_PROVIDER}]\nprofile = "saml"\n'
    tables = [provider_table(PROVIDER, "django_oauth_toolkit", provider)]
    tables += [provider_table(other.name, other.profile, other) + other.signals for other in others]
    return "\n".join([apps, *tables])


def provider_table(name: str, profile: str, provider: ProviderSetup | OpenIdProvider) -> str:
    """The table of an OpenID provider whose ID token is mapped to the pool's one attribute for it.

    The profile `none` has no use for a hint: nobody is sent there.
    """
    hint = "" if profile == "none" else f"{HINT}\n"
    return f"""[providers.{name}]
profile = {json.dumps(profile)}
issuer = {json.dumps(provider.issuer)}
client_id = {json.dumps(provider.client_id)}
{hint}"""


def app_table(places: Places, client: AppClient) -> str:
    """One app's table, with the cookies of an app of ours."""
    secret = f'client_secret = "env:{client.name}"\n' if client.secret else ""
    return f"""[apps.{client.name}]
client_id = {json.dumps(client.client_id)}
return_to = [{json.dumps(client.signed_out)}, {json.dumps(client.home)}]
{secret}{"" if client.elsewhere else cookies(places, client)}"""


def cookies(places: Places, client: AppClient) -> str:
    """The app's cookies; their host is named where it is not the logout's: they are out of its reach."""
    name, path = client.name, 'path = "/"' if places.reaches(client.host) else f'domain = "{client.host}", path = "/"'
    return f"""cookies = [
  {{ name = "{name}_session", {path} }},
  {{ name = "{name}_id", {path}, holds = "id_token" }},
  {{ name = "{name}_at", {path}, holds = "access_token" }},
  {{ name = "{name}_rt", {path}, holds = "refresh_token" }},
]
"""


def functions_log(clients: Clients, name: str = "LogoutFunction") -> list[str]:
    """Every line that a function has printed so far, oldest first."""
    function = clients.of("lambda").get_function_configuration(FunctionName=resource(clients, name))
    group = function.get("LoggingConfig", {}).get("LogGroup") or f"/aws/lambda/{function['FunctionName']}"
    logs, found, since = clients.of("logs"), list[str](), 0
    while True:
        events = logs.filter_log_events(logGroupName=group, startTime=since, limit=LARGEST_PAGE)["events"]
        last = events[-1]["timestamp"] if events else since
        if len(events) < LARGEST_PAGE or last == since:
            return found + [event["message"] for event in events]
        # The embedded AWS gives no token for what follows a page: read its last millisecond anew.
        found += [event["message"] for event in events if event["timestamp"] < last]
        since = last
