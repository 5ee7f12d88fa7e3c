"""Sign-ins through a provider with RememberFunction: all of them succeed, and what is kept is kept out of sight."""

import time
from typing import Any

import pytest

from tests.functional.audit_log import Output
from tests.functional.cognito import BATCH_WRITE_ITEM, Cognito
from tests.functional.deployment import Deployment
from tests.functional.misbehaviour import MISBEHAVIOURS
from tests.functional.signing_in import EVENTS, Trigger, recorded
from tests.functional.stages import SHOP, USUAL
from tests.functional.tokens import Person

pytestmark = pytest.mark.slow
KEPT = 0.3
"""Seconds that the table may take."""


@pytest.fixture
def remember(deployment: Deployment) -> Trigger:
    """The function, told of the table, the keys and the stage."""
    return remembering(deployment)


def remembering(deployment: Deployment) -> Trigger:
    deployment.set(REMEMBER_TABLE="sign-ins", CONFIG=deployment.stage, CONFIG_FILE=None, COGNITO_DOMAIN=None)
    return Trigger(deployment)


def event(person: Person | None = None, name: str = "raw_id_token") -> dict[str, Any]:
    found = recorded(name)
    if person:
        tokens = found["request"]["attributes"]["tokenResponse"]
        tokens |= {"id_token": person.provider_id_token(), "access_token": person.access_token(signed_by="corp")}
        tokens["refresh_token"] = person.refresh_token()
        found["request"]["attributes"]["idToken"]["sid"] = person.remembered.add("session-of-mary-at-corp")
    return {**found, "response": {"userAttributesToMap": {"email": "a@b"}}}


def is_unchanged(answer: Any, asked: dict[str, Any]) -> bool:
    return bool(answer == {**asked, "response": {"userAttributesToMap": {}}})


@pytest.mark.parametrize("name", [path.stem for path in sorted(EVENTS.glob("*.json"))])
def test_every_shape_of_sign_in_is_kept_and_changes_nothing(name: str, remember: Trigger, cognito: Cognito) -> None:
    asked = event(name=name)

    assert is_unchanged(remember.call(asked), asked)
    subject = {"saml": "mary@example.com", "social": "10150000000000000"}.get(name, "4711")
    assert cognito.items[0]["id"]["S"] == f"user/{asked['request']['providerName']}/{subject}"


def test_what_is_kept_shows_no_secret_and_goes_when_no_token_can_tell_of_it(
    remember: Trigger, cognito: Cognito, mary: Person
) -> None:
    before = int(time.time())
    remember.call(event(mary))

    assert mary.remembered.found_in(cognito.calls[-1].body) == []
    assert {item["id"]["S"].partition("/")[0] for item in cognito.items} == {"user", "sid"}
    assert all(0 <= int(item["expires"]["N"]) - before - 31 * 86_400 <= 5 for item in cognito.items)
    assert len(cognito.called(BATCH_WRITE_ITEM)) == 1


def test_the_longest_refresh_token_of_any_app_says_how_long(deployment: Deployment, cognito: Cognito) -> None:
    deployment.configure(SHOP + "refresh_token_days = 90\n")
    remembering(deployment).call(event())

    assert int(cognito.items[0]["expires"]["N"]) - time.time() == pytest.approx(91 * 86_400, abs=5)


@pytest.mark.parametrize("way", MISBEHAVIOURS)
def test_a_table_that_misbehaves_keeps_nobody_out(
    way: str, remember: Trigger, cognito: Cognito, mary: Person, output: Output
) -> None:
    remember.call(event())
    cognito.misbehaving[BATCH_WRITE_ITEM] = way
    asked, began = event(mary), time.monotonic()

    assert is_unchanged(remember.call(asked), asked)
    assert time.monotonic() - began < KEPT + 0.2
    assert '"sign_in_not_kept": 1' in output.read()


@pytest.mark.parametrize(
    "changes",
    [
        {"SIGNING_KEYS": None},
        {"SIGNING_KEYS": "short"},
        {"REMEMBER_TABLE": None},
        {"USER_POOL_ID": "nonsense"},
        {"CONFIG": "no [toml"},
        {"CONFIG": None, "CONFIG_FILE": "config/nowhere.toml"},
        {"AWS_ENDPOINT_URL": "no address"},
        {"AWS_REGION": None, "AWS_DEFAULT_REGION": None, "AWS_ENDPOINT_URL": None},
    ],
)
def test_broken_settings_keep_nobody_out_and_are_told(
    changes: dict[str, str | None], remember: Trigger, deployment: Deployment, mary: Person, output: Output
) -> None:
    deployment.set(**changes)
    asked = event(mary)

    assert is_unchanged(remember.call(asked), asked)
    assert '"sign_in_not_kept": 1' in output.read()


def test_an_event_that_tells_of_no_sign_in_is_handed_back_and_counted(
    remember: Trigger, cognito: Cognito, output: Output
) -> None:
    for other in ({**event(), "userPoolId": "eu-central-1_Another01"}, {**event(), "request": None}):
        assert is_unchanged(remember.call(other), other)
    nonsense: tuple[Any, ...] = (
        None,
        [],
        {},
        {"triggerSource": "PreSignUp_ExternalProvider", "response": {"autoConfirmUser": True}},
    )
    for other in nonsense:
        assert remember.call(other) == other

    assert not cognito.calls
    assert output.read().count('"sign_in_not_kept": 1') == 6


def test_a_provider_whose_token_is_wanted_and_does_not_come_is_told_of(
    deployment: Deployment, cognito: Cognito, output: Output
) -> None:
    deployment.configure(USUAL.replace('"claim:custom:corp_id_token"', '"remembered"'))
    remember = remembering(deployment)

    remember.call(event())
    assert "without_id_token" not in output.read()

    remember.call(event(name="claims_alone"))
    assert '"sign_in_without_id_token": 1' in output.read()
    assert len(cognito.items) == 4
