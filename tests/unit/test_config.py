"""Settings: good, missing, empty and wrong values; every problem in one error, and no secret in its text."""

import json
import secrets
from pathlib import Path

import pytest
from coordinator.errors import ConfigurationError
from coordinator.settings import config

from tests.unit.deployments import environment

DOMAIN = "https://example.auth.eu-central-1.amazoncognito.com"
POOL = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example01"


def problems(**changes: str | None) -> tuple[str, ...]:
    with pytest.raises(ConfigurationError) as error:
        config.load(environment(**changes))
    return error.value.problems


def test_what_is_not_said_follows_from_the_pool() -> None:
    settings = config.load(environment())

    assert settings.issuer == POOL
    assert settings.jwks_url == f"{POOL}/.well-known/jwks.json"
    assert settings.discovery_url == f"{POOL}/.well-known/openid-configuration"
    assert settings.admin_sign_out is False
    assert settings.only_app is settings.app_of_client("1example23456789")
    assert settings.app_of_client("another") is None
    assert settings.origins == {"https://shop.example.com"}
    assert settings.plain_origins == ()


def test_what_is_said_stands() -> None:
    local = "http://localhost:4566/eu-central-1_Example01"
    settings = config.load(
        environment(
            COGNITO_DOMAIN="http://localhost:8001/",
            COGNITO_ISSUER=local,
            COGNITO_JWKS_URL=f"{local}/keys",
            COGNITO_DISCOVERY_URL=f"{local}/configuration",
            PUBLIC_URL="https://logout.example.com/live/",
            ADMIN_SIGN_OUT="on",
            ADMIN_GET_USER="on",
        )
    )

    assert (settings.cognito_domain, settings.public_url) == (
        "http://localhost:8001",
        "https://logout.example.com/live",
    )
    assert (settings.issuer, settings.jwks_url) == (local, f"{local}/keys")
    assert settings.discovery_url == f"{local}/configuration"
    assert settings.admin_sign_out is True
    assert settings.admin_get_user is True
    assert settings.plain_origins == ("http://localhost:8001",)


def test_of_several_apps_none_is_the_only_one() -> None:
    blog = '[apps.blog]\nclient_id = "b"\nreturn_to = ["https://blog.example.com/"]\n'

    assert config.load(environment(CONFIG=environment()["CONFIG"] + blog)).only_app is None


@pytest.mark.parametrize("value", [None, ""])
def test_the_public_url_may_be_left_to_the_request(value: str | None) -> None:
    assert config.load(environment(PUBLIC_URL=value)).public_url is None


@pytest.mark.parametrize("value", [None, "", "no-pool", "_x", "eu-central-1_"])
def test_a_pool_id_is_needed(value: str | None) -> None:
    assert [one.partition(":")[0] for one in problems(USER_POOL_ID=value)] == ["USER_POOL_ID"]


@pytest.mark.parametrize(
    "value", [None, "", "example.auth.example.com", "http://example.com", f"{DOMAIN}/login", f"{DOMAIN}?x", "ftp://x"]
)
def test_the_domain_has_a_scheme_and_no_path(value: str | None) -> None:
    assert [one.partition(":")[0] for one in problems(COGNITO_DOMAIN=value)] == ["COGNITO_DOMAIN"]


@pytest.mark.parametrize("name", ["PUBLIC_URL", "COGNITO_ISSUER", "COGNITO_JWKS_URL", "COGNITO_DISCOVERY_URL"])
def test_other_addresses_are_https_too(name: str) -> None:
    assert any(one.startswith(f"{name}: must be an https URL") for one in problems(**{name: "http://example.com"}))


@pytest.mark.parametrize("value", [None, "", " , ", "short", "{{resolve:secretsmanager:keys}}"])
def test_signing_keys_have_32_characters(value: str | None) -> None:
    assert [one.partition(":")[0] for one in problems(SIGNING_KEYS=value)] == ["SIGNING_KEYS"]


def test_one_short_key_among_good_ones_is_a_mistake() -> None:
    assert problems(SIGNING_KEYS=f"{secrets.token_urlsafe(32)},short")


def test_several_signing_keys_stand_from_oldest_to_newest() -> None:
    old, new = secrets.token_urlsafe(32), secrets.token_urlsafe(32)

    assert config.load(environment(SIGNING_KEYS=f" {old} ,{new},")).signing_keys == (old, new)


def test_where_sam_local_resolves_no_secret_a_key_of_this_process_is_made() -> None:
    local = environment(SIGNING_KEYS="{{resolve:x}}", CLIENT_SECRETS="{{resolve:x}}", AWS_SAM_LOCAL="true")

    assert config.load(local).signing_keys != config.load(local).signing_keys
    assert problems(CLIENT_SECRETS="{{resolve:x}}")


@pytest.mark.parametrize("value", ["[]", "7", "nonsense", '{"shop": 7}', '{"shop": ""}', '{"shop": null}'])
def test_client_secrets_are_a_json_object_of_texts(value: str) -> None:
    assert [one.partition(":")[0] for one in problems(CLIENT_SECRETS=value)] == ["CLIENT_SECRETS"]


def test_no_problem_quotes_a_secret_and_no_settings_show_one() -> None:
    key, secret = secrets.token_urlsafe(20), secrets.token_urlsafe(20)
    stage = environment()["CONFIG"].replace("return_to", f'client_secret = "{secret}"\nreturn_to', 1)
    text = " ".join(problems(SIGNING_KEYS=key, CLIENT_SECRETS=json.dumps([secret]), CONFIG=stage))

    assert key not in text
    assert secret not in text
    good = environment(CLIENT_SECRETS=json.dumps({"shop": secret}), CONFIG=stage.replace(secret, "env:shop"))
    assert secret not in repr(config.load(good))
    assert good["SIGNING_KEYS"] not in repr(config.load(good))


@pytest.mark.parametrize("text", ["[apps", "apps = ", "a = 1\na = 2", "\x00"])
def test_what_is_no_toml_is_named_as_such(text: str) -> None:
    assert any(one.startswith("CONFIG: is no TOML") for one in problems(CONFIG=text))


def test_the_stage_file_is_read_beside_the_code_or_where_config_file_says(tmp_path: Path) -> None:
    file = tmp_path / "stage.toml"
    file.write_text(environment()["CONFIG"], encoding="utf-8")

    assert list(config.load(environment(CONFIG=None, CONFIG_FILE=str(file))).apps) == ["shop"]
    assert list(config.load(environment(CONFIG="{{resolve:ssm:x}}", STAGE="local")).apps) == ["shop"]


def test_a_stage_file_that_is_missing_or_no_text_is_named(tmp_path: Path) -> None:
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe")

    assert problems(CONFIG=None, CONFIG_FILE=str(binary)) == (f"{binary}: cannot be read as a text file",)
    assert problems(CONFIG=None, STAGE="nowhere") == ("config/nowhere.toml: cannot be read as a text file",)


def test_all_problems_of_environment_and_file_come_in_one_error() -> None:
    found = problems(
        USER_POOL_ID="x", COGNITO_DOMAIN="", PUBLIC_URL="ftp://x", SIGNING_KEYS="", CLIENT_SECRETS="x", CONFIG="x = 1"
    )

    assert len(found) == 7, found


@pytest.mark.parametrize(
    ("named", "key"), [(None, "alias/logout-retry"), ("", "alias/logout-retry"), ("arn:k", "arn:k")]
)
def test_the_retry_queues_key_is_the_one_of_its_name_where_nothing_is_said(named: str | None, key: str) -> None:
    queue = "https://sqs.eu-central-1.amazonaws.com/123456789012/logout-retry"
    settings = config.load(environment(RETRY_QUEUE_URL=queue, RETRY_KEY_ARN=named))

    assert (settings.retry_queue_url, settings.retry_key) == (queue, key)
    assert config.load(environment()).retry_queue_url is None


@pytest.mark.parametrize(("table", "kept"), [(None, None), ("", None), ("revocations", "revocations")])
def test_the_revocation_list_is_on_where_it_has_a_table(table: str | None, kept: str | None) -> None:
    assert config.load(environment(REVOCATION_TABLE=table)).revocation_table == kept


@pytest.mark.parametrize(("table", "kept"), [(None, None), ("", None), ("sign-ins", "sign-ins")])
def test_sign_ins_are_remembered_where_they_have_a_table(table: str | None, kept: str | None) -> None:
    assert config.load(environment(REMEMBER_TABLE=table)).remember_table == kept


def test_a_hint_that_nobody_remembers_is_named_where_it_would_be_sent() -> None:
    stage = environment()["CONFIG"] + '[providers.Told]\nprofile = "oidc"\nissuer = "https://a.example"\n'
    stage += 'client_id = "c"\nhint = "remembered"\nlogout_hint = "remembered"\n'
    told = "is remembered by nobody: REMEMBER_TABLE is empty (the stack's parameter Remember is off)"

    assert problems(CONFIG=stage) == (f"providers.Told.hint: {told}", f"providers.Told.logout_hint: {told}")
    provider = config.load(environment(CONFIG=stage, REMEMBER_TABLE="sign-ins")).providers["Told"]
    assert (sorted(provider.remembered), provider.hint, provider.logout_hint) == (["hint", "logout_hint"], None, None)
    assert config.load(environment(CONFIG=stage), config.RETRY).providers["Told"] == provider


@pytest.mark.parametrize(
    ("said", "days"), [("", 30), ("refresh_token_days = 1", 1), ("refresh_token_days = 3650", 3650)]
)
def test_refresh_tokens_live_as_long_as_cognito_has_it_where_nothing_is_said(said: str, days: int) -> None:
    stage = f'[apps.shop]\nclient_id = "1"\nreturn_to = ["https://shop.example.com/"]\n{said}'

    assert config.load(environment(CONFIG=stage)).apps["shop"].refresh_token_days == days


@pytest.mark.parametrize("said", ["0", "3651", '"30"', "true"])
def test_refresh_tokens_live_between_a_day_and_ten_years(said: str) -> None:
    stage = f'[apps.shop]\nclient_id = "1"\nreturn_to = ["https://shop.example.com/"]\nrefresh_token_days = {said}'

    assert problems(CONFIG=stage) == ("apps.shop.refresh_token_days: must be a whole number from 1 to 3650",)


def test_a_function_is_asked_only_for_what_it_needs() -> None:
    stage = environment()["CONFIG"].replace("return_to", 'client_secret = "env:shop"\nreturn_to', 1)
    authorizer = environment(COGNITO_DOMAIN=None, SIGNING_KEYS=None, CONFIG=stage, REVOCATION_TABLE="t")
    settings = config.load(authorizer, config.AUTHORIZER)

    assert (settings.revocation_table, settings.signing_keys, settings.cognito_domain) == ("t", (), "")
    assert settings.apps["shop"].client_secret is None
    with pytest.raises(ConfigurationError) as error:
        config.load(authorizer, config.RETRY)
    assert [one.partition(":")[0] for one in error.value.problems] == ["COGNITO_DOMAIN", "apps.shop.client_secret"]


def test_a_secret_that_nobody_needs_is_not_even_kept() -> None:
    settings = config.load(environment(REVOCATION_TABLE="t", CLIENT_SECRETS="no json"), config.AUTHORIZER)

    assert settings.signing_keys == ()


def test_what_is_missing_for_a_function_is_named_with_all_other_mistakes() -> None:
    with pytest.raises(ConfigurationError) as error:
        config.load(environment(USER_POOL_ID="x", COGNITO_DOMAIN="ftp://x", CONFIG="x = 1"), config.AUTHORIZER)

    found = [one.partition(":")[0] for one in error.value.problems]
    assert found == ["USER_POOL_ID", "COGNITO_DOMAIN", "stage.x", "apps", "REVOCATION_TABLE"]
