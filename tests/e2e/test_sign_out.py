"""Operators end users everywhere: one by a signed request, and a list through the real queue, killed and resumed."""

import json
import secrets
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
import requests
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from local.audit import parsed_line
from local.aws import account, bare_environment
from local.deployment import functions_log
from local.owners import Owners
from local.person import Person
from local.places import REGION, REPOSITORY
from local.system import LocalSystem

pytestmark = pytest.mark.e2e
PEOPLE = 20


def command(system: LocalSystem, folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """`make sign-out` for the local stack, its journals in `folder`."""
    called = [sys.executable, "-m", "local.sign_out", "--stage", "local", "--folder", str(folder), *arguments]
    return subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
        called,
        cwd=REPOSITORY,
        env=bare_environment() | account(system.places),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def events(system: LocalSystem, function: str) -> list[dict[str, object]]:
    """What a function's audit events say in our own words, each with the user."""
    parsed = [parsed_line(line) for line in functions_log(system.clients, function)]
    return [one["unmapped"]["logout"] | {"user": one["user"]} for one in parsed if one.get("class_uid") == 3002]


class People:
    """Users of the pool, each with a session."""

    def __init__(self, system: LocalSystem, number: int) -> None:
        self._cognito, self._pool = system.clients.cognito, system.pool.pool_id
        client = self._cognito.create_user_pool_client(
            UserPoolId=self._pool,
            ClientName="of-a-list",
            ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        )
        self._client = client["UserPoolClient"]["ClientId"]
        self.sessions = {f"listed-{count}": self._session(f"listed-{count}") for count in range(number)}

    def _session(self, name: str) -> str:
        password = f"aA1!{secrets.token_urlsafe(16)}"
        self._cognito.admin_create_user(UserPoolId=self._pool, Username=name, MessageAction="SUPPRESS")
        self._cognito.admin_set_user_password(UserPoolId=self._pool, Username=name, Password=password, Permanent=True)
        given = self._cognito.admin_initiate_auth(
            UserPoolId=self._pool,
            ClientId=self._client,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": name, "PASSWORD": password},
        )
        return given["AuthenticationResult"]["RefreshToken"]

    def is_alive(self, name: str) -> bool:
        """Whether Cognito still gives tokens for a user's session."""
        try:
            self._cognito.initiate_auth(
                ClientId=self._client,
                AuthFlow="REFRESH_TOKEN_AUTH",
                AuthParameters={"REFRESH_TOKEN": self.sessions[name]},
            )
        except ClientError as error:
            assert error.response["Error"]["Code"] == "NotAuthorizedException"
            return False
        return True


def test_one_user_is_ended_everywhere_and_the_receipt_is_printed(system: LocalSystem, tmp_path: Path) -> None:
    person = Person(system, "desk")
    person.sign_in()
    tokens, owners = person.tokens(), Owners(system)

    asked = command(system, tmp_path, "--user", system.pool.username)
    out, _ = asked.communicate(timeout=60)

    assert asked.returncode == 0, out
    assert f"{system.pool.username}: done" in out and "other_sessions" in out
    assert not owners.honours_refresh_token(person.client, tokens.refresh)
    told = events(system, "SignOutFunction")[-4:]
    assert [(one["step"], one["leg"]) for one in told] == [
        ("requested", None),
        ("effect", "other_sessions"),
        ("effect", "revocation_list"),
        ("completed", None),
    ]
    assert {one["logout_id"] for one in told} == {out.partition("logout_id ")[2].partition(")")[0]}


def test_who_does_not_exist_is_said_to_be_unknown(system: LocalSystem, tmp_path: Path) -> None:
    asked = command(system, tmp_path, "--user", "nobody-at-all")
    out, _ = asked.communicate(timeout=60)

    assert (asked.returncode, out) == (1, "nobody-at-all: unknown_user\n")


def test_without_a_good_signature_nobody_is_let_in(system: LocalSystem) -> None:
    known = len(events(system, "SignOutFunction"))
    url = f"{system.places.aws}/_aws/execute-api/{system._gateway.api_id}/live/sign-out"
    body = json.dumps({"user": system.pool.username}).encode()
    forged = AWSRequest("POST", url, data=body, headers={"Content-Type": "application/json"})
    SigV4Auth(Credentials("stranger", "stranger"), "execute-api", REGION).add_auth(forged)

    for headers in ({"Origin": "http://localhost:8003"}, {"Authorization": "Bearer abc"}, dict(forged.headers.items())):
        answer = requests.post(url, data=body, headers=headers, timeout=30)
        assert answer.status_code in (403, 404), answer.text
        assert "Access-Control-Allow-Origin" not in answer.headers
    assert len(events(system, "SignOutFunction")) == known


def test_a_list_that_was_killed_in_the_middle_goes_on_where_it_stopped(system: LocalSystem, tmp_path: Path) -> None:
    people, listed = People(system, PEOPLE), tmp_path / "users.txt"
    names = list(people.sessions)
    listed.write_text("# who leaves\n\n" + "\n".join([*names, names[0], "nobody-at-all"]) + "\n", encoding="utf-8")
    journal = tmp_path / "local-users.jsonl"
    known = len(events(system, "SignOutFunction"))

    first = command(system, tmp_path, "--users", str(listed))
    deadline = time.monotonic() + 60
    while not journal.exists() or journal.read_text(encoding="utf-8").count("\n") < PEOPLE // 3:
        assert first.poll() is None and time.monotonic() < deadline, first.communicate()
        time.sleep(0.05)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    asked_before = len(events(system, "SignOutFunction")) - known
    assert 0 < asked_before < 3 * PEOPLE

    second = command(system, tmp_path, "--users", str(listed))
    out, _ = second.communicate(timeout=240)

    assert second.returncode == 1, out
    assert f"{PEOPLE + 1} users: done: {PEOPLE}, pending: 0, failed: 0, unknown: 1" in out, out
    assert "users are in it from an earlier run" in out and "unknown to the pool:\n  nobody-at-all\n" in out
    assert not any(people.is_alive(name) for name in names)
    asked = Counter(str(one["user"]) for one in events(system, "SignOutFunction")[known:] if one["step"] == "requested")
    assert len(asked) == PEOPLE
    assert sum(asked.values()) <= PEOPLE + 4, "but for those who were being asked for when it was killed"
    assert not journal.exists() and len(list(tmp_path.glob("local-users.*.jsonl"))) == 1
