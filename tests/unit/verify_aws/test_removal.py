"""Removal: as often as it takes, in whatever order, and honest about what stays; and what the trigger may log."""

import json
from collections.abc import Sequence
from typing import Any, cast

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError
from hypothesis import given
from hypothesis import strategies as st

from verify_aws import trigger
from verify_aws.account import Account
from verify_aws.made import App, Person, Pool
from verify_aws.names import Run
from verify_aws.pools import KEPT, PoolMaker, client_settings
from verify_aws.removal import Remover, StillThere, Thing

RUN = Run("0123456789")
NOBODY = cast(Account, None)
ERRORS = [
    ClientError({"Error": {"Code": "DependencyViolation"}}, "DeleteUserPool"),
    ConnectTimeoutError(endpoint_url="https://x.example.com"),
    StillThere("CloudFormation says DELETE_FAILED"),
]


class Removing(Remover):
    """A remover of things that fail as often as they are told."""

    def __init__(self, failures: Sequence[int], rounds: int) -> None:
        super().__init__(NOBODY, RUN, (0.0,) * (rounds - 1), 0.0)
        self.failures = list(failures)
        self.tries = [0] * len(failures)

    def things(self) -> list[Thing]:
        """One for each number."""
        return [Thing("thing", str(number), self._removal(number)) for number in range(len(self.failures))]

    def _removal(self, number: int) -> Any:
        def remove() -> bool:
            self.tries[number] += 1
            if self.tries[number] <= self.failures[number]:
                raise ERRORS[number % len(ERRORS)]
            return True

        return remove


@given(st.lists(st.integers(0, 5), max_size=6), st.integers(1, 4))
def test_everything_is_tried_until_it_has_gone_and_what_stays_is_named(failures: list[int], rounds: int) -> None:
    said: list[str] = []
    remover = Removing(failures, rounds)

    left = remover.everything(said.append)

    stays = [number for number, fails in enumerate(failures) if fails >= rounds]
    assert [text.partition(":")[0] for text in left] == [f"the thing {number}" for number in stays]
    assert len(said) == len(failures) - len(stays)
    assert remover.tries == [min(fails + 1, rounds) for fails in failures]


def test_why_something_stays_is_said_without_an_address() -> None:
    left = Removing([9, 9, 9], 1).everything(lambda text: None)

    assert left == [
        "the thing 0: AWS refuses DeleteUserPool (DependencyViolation)",
        "the thing 1: ConnectTimeoutError",
        "the thing 2: CloudFormation says DELETE_FAILED",
    ]


def test_everything_that_is_removed_is_named_by_the_run() -> None:
    things = Remover(NOBODY, RUN).things()

    assert len({thing.told for thing in things}) == len(things) == 7
    assert all(RUN.word in thing.name for thing in things)


def test_the_trigger_logs_which_fields_there_are_and_never_a_value(capsys: pytest.CaptureFixture[str]) -> None:
    module: dict[str, Any] = {}
    exec(compile(trigger.CODE, "shape.py", "exec"), module)  # noqa: S102 - our own code, as Lambda runs it
    tokens = {"id_token": "eyJh.eyJz.c2ln", "access_token": "opaque", "expires_in": 3600, "more": {"scope": "openid"}}
    attributes = {"tokenResponse": tokens, "idToken": {"email": "ada@example.com"}}

    event = {"triggerSource": "InboundFederation_ExternalProvider", "request": {"attributes": attributes}}
    answer = module["handler"](event, None)

    line = capsys.readouterr().out
    assert json.loads(line.removeprefix(trigger.MARK)) == {
        "source": "InboundFederation_ExternalProvider",
        "tokenResponse": {"id_token": "JWT", "access_token": "text", "expires_in": "int", "more": {"scope": "text"}},
    }
    assert not any(value in line for value in ("eyJh", "opaque", "3600", "ada@"))
    assert answer["response"] == {"userAttributesToMap": {}}
    another = {"triggerSource": "PostAuthentication_Authentication", "request": {}, "response": {}}
    assert module["handler"](dict(another), None) == another


class FakeCognito:
    """One app client, described and updated."""

    def __init__(self, client: dict[str, Any]) -> None:
        self.client = client
        self.updated: dict[str, Any] = {}

    def describe_user_pool_client(self, **names: str) -> dict[str, Any]:
        """As it is."""
        return {"UserPoolClient": self.client | names | {"CreationDate": "today"}}

    def update_user_pool_client(self, **settings: Any) -> None:
        """As it shall be."""
        self.updated = settings


class FakeAccount:
    """Has nothing but user pools."""

    def __init__(self, cognito: FakeCognito) -> None:
        self._cognito = cognito

    def client(self, service: str) -> FakeCognito:
        """The one client."""
        return self._cognito


def test_a_client_keeps_its_settings_when_it_is_allowed_a_sign_out_url() -> None:
    settings = client_settings(["COGNITO"], ["https://shop.example.com/callback"])
    settings |= {"ClientName": "shop", "RefreshTokenRotation": {"Feature": "ENABLED"}}
    cognito = FakeCognito(settings)
    maker = PoolMaker(cast(Account, FakeAccount(cognito)), RUN)

    maker.may_return_to("eu-central-1_A", "1example", ["https://logout.example.com/logout/return"])

    assert set(settings) <= KEPT
    assert cognito.updated == settings | {
        "UserPoolId": "eu-central-1_A",
        "ClientId": "1example",
        "LogoutURLs": ["https://logout.example.com/logout/return"],
    }


def test_a_password_is_shown_nowhere() -> None:
    person = Person("ada", "not-to-be-shown")

    assert "not-to-be-shown" not in repr(Pool("eu-central-1_A", "https://x.example.com", person))
    assert App("shop", "1example", "COGNITO").callback == "https://shop.example.com/callback"
