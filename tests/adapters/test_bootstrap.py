"""From the environment to dependencies: built once, with the real adapters, and cookies out of reach named at start."""

import json
import secrets
from collections.abc import Iterator

import pytest
from coordinator import bootstrap
from coordinator.adapters.seals import Seals
from coordinator.core.model import Purpose
from coordinator.errors import ConfigurationError
from coordinator.settings import config

STAGE = """
[apps.shop]
client_id = "1example23456789"
return_to = ["https://shop.example.com/"]
cookies = [{ name = "near", domain = "example.com" }, { name = "far", domain = "other.example" }]
"""


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The environment of one deployment."""
    for name in config.NAMES:
        monkeypatch.delenv(name, raising=False)
    usual = {
        "USER_POOL_ID": "eu-central-1_Example01",
        "COGNITO_DOMAIN": "https://example.auth.eu-central-1.amazoncognito.com",
        "PUBLIC_URL": "https://logout.example.com",
        "CONFIG": STAGE,
        "SIGNING_KEYS": secrets.token_urlsafe(32),
    }
    for name, value in usual.items():
        monkeypatch.setenv(name, value)
    bootstrap._built.cache_clear()
    yield monkeypatch
    bootstrap._built.cache_clear()


@pytest.mark.usefixtures("environment")
def test_dependencies_are_built_once_for_an_environment() -> None:
    assert bootstrap.dependencies() is bootstrap.dependencies()


def test_another_environment_is_another_deployment(environment: pytest.MonkeyPatch) -> None:
    before = bootstrap.dependencies()
    environment.setenv("STAGE", "prod")

    assert bootstrap.dependencies() is not before


@pytest.mark.usefixtures("environment")
def test_a_cookie_out_of_reach_is_named_once_at_start(capsys: pytest.CaptureFixture[str]) -> None:
    bootstrap.dependencies()
    bootstrap.dependencies()
    (warning,) = [json.loads(line)["message"] for line in capsys.readouterr().out.splitlines()]

    assert "apps.shop" in warning
    assert "far" in warning
    assert "near" not in warning


def test_without_a_public_url_nobody_knows_what_is_out_of_reach(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.delenv("PUBLIC_URL")
    bootstrap.dependencies()

    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("environment")
def test_time_is_now_and_chance_is_drawn_at_each_call() -> None:
    dependencies = bootstrap.dependencies()

    assert dependencies.now() > 1_700_000_000
    assert dependencies.random() != dependencies.random()
    assert len(dependencies.random()) >= 22


@pytest.mark.usefixtures("environment")
def test_seals_are_made_with_the_configured_keys_and_the_time_of_day() -> None:
    dependencies = bootstrap.dependencies()
    sealed = dependencies.seals.seal(Purpose.TICKET, b"x")

    assert Seals(dependencies.settings.signing_keys, lambda: float(dependencies.now())).open(Purpose.TICKET, sealed)


def test_a_wrong_environment_stops_the_start(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("SIGNING_KEYS")

    with pytest.raises(ConfigurationError):
        bootstrap.dependencies()
