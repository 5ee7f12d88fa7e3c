"""docs/deploying.md, followed word by word: its commands, read out of the page, deploy to the embedded AWS and back.

Read out of the page are the commands, the table for samconfig.toml, and what stands for the reader's own values. Done
by hand, as the page says it, is what no command does: to fill in, to register, to keep a secret.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from doctor.policy import policy
from local.iam import as_text
from local.system import LocalSystem
from tests.e2e.following import Reader, blocks, clone

pytestmark = [pytest.mark.e2e, pytest.mark.more]


@pytest.fixture
def reader(system: LocalSystem, tmp_path: Path) -> Reader:
    """A reader of the page with the rights that it names, whose clone is under version control."""
    clone(tmp_path)
    made = Reader(system, tmp_path)
    (deployer,) = blocks("json", "Permissions")
    made.has_the_rights(
        deployer, deployer.replace("logout-coordinator-dev", "logout-coordinator-prod"), as_text(policy())
    )
    made.types("git init --quiet --initial-branch main; git add .; git commit --quiet --message 'The project'")
    return made


@contextmanager
def registered(system: LocalSystem, url: str) -> Iterator[None]:
    """Register a sign-out URL at every app client, and take it away again."""
    cognito: Any = system.clients.cognito
    pool, before = system.pool, {}
    for app in pool.apps.values():
        names = {"UserPoolId": pool.pool_id, "ClientId": app.client_id}
        before[app.client_id] = cognito.describe_user_pool_client(**names)["UserPoolClient"]["LogoutURLs"]
        cognito.update_user_pool_client(**names, LogoutURLs=[*before[app.client_id], url])
    try:
        yield
    finally:
        for client_id, urls in before.items():
            cognito.update_user_pool_client(UserPoolId=pool.pool_id, ClientId=client_id, LogoutURLs=urls)


def configured(reader: Reader) -> list[str]:
    """Do what no command of the page does before the first deployment; the parameters that it takes."""
    system, pool = reader.system, reader.system.pool
    (configure,) = [block for block in blocks("sh", "The first stage") if "make configure" in block]
    reader.typed.append(configure)
    reader.types(configure)
    path = reader.clone / "functions/config/dev.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('# client_secret = "env:desk"', 'client_secret = "env:desk"'), encoding="utf-8")
    secret = system.clients.of("secretsmanager").create_secret(
        Name="dev/clients", SecretString=json.dumps({"desk": pool.apps["desk"].secret})
    )
    return [
        f"ClientSecretsArn={secret['ARN']}",
        # An AWS on one machine has its keys and documents elsewhere, and knows no saved queries.
        f"CognitoJwksUrl={system.places.aws}/{pool.pool_id}/.well-known/jwks.json",
        f"CognitoDiscoveryUrl={system.places.cognito}/{pool.pool_id}/.well-known/openid-configuration",
        "SavedQueries=off",
    ]


def test_the_page_deploys_two_stages_rolls_back_and_removes(reader: Reader) -> None:
    (table,) = blocks("toml", "The first stage")
    _, deploy, doctor = blocks("sh", "The first stage")
    system = reader.system

    parameters = configured(reader)
    reader.fills_in("dev", table, *parameters)
    reader.types(deploy)
    outputs = reader.outputs()
    assert reader.answer().json()["end_session_endpoint"].endswith("/live/logout")

    with registered(system, outputs["ReturnUrl"]):
        assert "0 red, " in reader.types(doctor)

    # A release that is a mistake, and the one of before.
    reader.types(
        "echo 'raise RuntimeError' >> functions/logout/handler.py; git commit --quiet --all --message 'A mistake'"
    )
    reader.types("make deploy STAGE=dev")
    assert reader.answer().status_code >= 500
    reader.types_from_the_page("Roll back")
    assert reader.answer().json()["end_session_endpoint"].endswith("/live/logout")
    assert reader.types("git branch --show-current").strip() == "main"

    # The next stage, filled in as the first.
    reader.types("git checkout --quiet HEAD~1; cp functions/config/dev.toml functions/config/prod.toml")
    reader.fills_in(
        "prod", table.replace("[dev.", "[prod.").replace("-dev", "-prod").replace("=dev", "=prod"), *parameters
    )
    reader.types_from_the_page("Staged roll-out", answers="y\n")
    assert reader.answer("prod").status_code == 200

    reader.types_from_the_page("Remove it", answers="y\ny\n")
    with pytest.raises(system.clients.of("cloudformation").exceptions.ClientError, match="does not exist"):
        reader.outputs()
    assert sorted([*reader.typed, deploy, doctor]) == sorted(blocks("sh")), (
        "the page has commands that nobody has typed"
    )
