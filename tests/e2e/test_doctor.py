"""`make doctor` and `make configure` against the embedded AWS: green as deployed, red for what is really broken."""

import json
import shutil
import tomllib
from contextlib import ExitStack
from pathlib import Path

import pytest

from local import stage
from local.places import REPOSITORY
from local.pool import PROVIDER
from local.system import LocalSystem
from tests.e2e.doctors import HINT, SIGN_OUT, Doctor

pytestmark = pytest.mark.e2e


@pytest.fixture
def doctor(system: LocalSystem, tmp_path: Path) -> Doctor:
    """The doctor of the deployed system, which finds the return URL in the stack's outputs."""
    shutil.copy(REPOSITORY / "template.yaml", tmp_path)
    made = Doctor(system, tmp_path)
    made.fill_in()
    return made


def test_the_deployed_system_is_as_it_should_be(doctor: Doctor) -> None:
    answer = doctor.look()

    assert answer.status == 0, answer.printed + answer.complaint
    assert answer.of("red") == set()
    # Its clients name no attributes, and of replicas the embedded AWS knows nothing: which is said, and stops nothing.
    assert answer.of("warn") == {("pool", "primary Region"), ("provider Corp", "hint permissions")}
    assert "does not know ListUserPoolReplicas" in answer.rows["pool", "primary Region"]["found"]
    assert answer.rows["stack", "return URL"]["found"] == f"{doctor.system.places.logout}/logout/return"
    assert answer.rows["app shop", "Cognito's /logout"]["found"] == "sends the browser back to us"


def test_the_table_is_plain_where_there_is_no_terminal(doctor: Doctor) -> None:
    answer = doctor.run("--stage", "local", "--folder", str(doctor.folder))

    assert answer.status == 0
    assert "0 red, " in answer.printed and "sign-out URL" in answer.printed
    assert "\x1b" not in answer.printed


def test_what_is_broken_is_red_and_cognitos_error_is_translated(doctor: Doctor) -> None:
    ours = f"{doctor.system.places.logout}/logout/return"
    with ExitStack() as broken:
        broken.enter_context(doctor.client("shop", LogoutURLs=[f"{ours}/", "https://shop.example.com/"]))
        broken.enter_context(doctor.client("desk", EnableTokenRevocation=False))
        broken.enter_context(doctor.classic_domain())
        broken.enter_context(doctor.mapping({"email": "email"}))
        answer = doctor.look()

    assert answer.status == 1
    assert answer.of("red") == {
        ("app shop", "sign-out URL"),
        ("app shop", "Cognito's /logout"),
        ("app desk", "token revocation"),
        ("domain", "managed login"),
        ("provider Corp", "hint mapping"),
    }
    assert f"differs at character {len(ours) + 1}" in answer.rows["app shop", "sign-out URL"]["found"]
    assert "Allowed sign-out URLs: add" in answer.rows["app shop", "sign-out URL"]["change"]
    said = answer.rows["app shop", "Cognito's /logout"]["found"]
    assert "'redirect_uri' is not present”, which means: logout_uri is none of" in said


def test_a_provider_that_is_gone_and_an_attribute_that_is_too_short_are_red(doctor: Doctor) -> None:
    with doctor.without_provider():
        answer = doctor.look()
    assert (answer.status, answer.of("red")) == (1, {("provider Corp", "exists")})

    short = {"Name": "short", "AttributeDataType": "String", "Mutable": True}
    limits = {"StringAttributeConstraints": {"MinLength": "0", "MaxLength": "256"}}
    doctor.cognito.add_custom_attributes(UserPoolId=doctor.pool_id, CustomAttributes=[short | limits])
    with doctor.mapping({"custom:short": "id_token"}), doctor.configured(HINT, "custom:short"):
        answer = doctor.look()
    assert (answer.status, answer.of("red")) == (1, {("provider Corp", "hint attribute")})
    assert "custom:short holds 256 characters" in answer.rows["provider Corp", "hint attribute"]["found"]


@pytest.mark.parametrize(
    ("inside", "sign_out", "check"),
    [(SIGN_OUT, "true", None), ("", "true", "SAML metadata"), (SIGN_OUT, "false", "SAML sign-out")],
)
def test_saml_sign_out_is_on_and_has_somewhere_to_go(
    doctor: Doctor, inside: str, sign_out: str, check: str | None
) -> None:
    flat = '[providers.Flat]\nprofile = "saml"\n\n[providers.Corp]'
    with doctor.saml(inside, sign_out), doctor.configured("[providers.Corp]", flat):
        answer = doctor.look()

    assert answer.of("red") == ({("provider Flat", check)} if check else set())
    assert answer.status == (1 if check else 0)


def test_a_misspelt_profile_and_a_pool_that_is_not_there_are_red(doctor: Doctor) -> None:
    with doctor.configured('profile = "django_oauth_toolkit"', 'profile = "django_oauth_toolkits"'):
        answer = doctor.look()
    assert (answer.status, ("files", "settings") in answer.of("red")) == (1, True)
    assert "providers.Corp.profile: is no profile of" in answer.rows["files", "settings"]["found"]

    doctor.fill_in(UserPoolId="us-east-1_Nobody")
    answer = doctor.look()
    assert (answer.status, answer.of("red")) == (1, {("pool", "exists")})


def test_an_aws_that_cannot_be_asked_is_one_sentence_and_another_status(doctor: Doctor) -> None:
    answer = doctor.look(AWS_ENDPOINT_URL="http://127.0.0.1:1")

    assert answer.status == 2
    assert answer.complaint.startswith("AWS cannot be asked in us-east-1")
    assert json.loads(answer.printed)["error"] == answer.complaint.strip()


def test_configure_writes_a_stage_that_can_be_deployed(doctor: Doctor) -> None:
    path = doctor.folder / "functions" / "config" / "local.toml"
    path.parent.mkdir(parents=True)
    wanted = ("--pool", doctor.pool_id, "--stage", "local", "--output", str(path))
    written = doctor.run(*wanted, module="doctor.configure")
    assert written.status == 0, written.complaint
    assert doctor.run(*wanted, module="doctor.configure").status == 2

    document = tomllib.loads(path.read_text())
    apps, places = doctor.system.pool.apps, doctor.system.places
    assert {name: app["client_id"] for name, app in document["apps"].items()} == {
        name: app.client_id for name, app in apps.items()
    }
    assert document["apps"]["shop"]["return_to"] == [f"{places.app}/shop/signed-out"]
    assert document["providers"][PROVIDER] == {
        "profile": "oidc",
        "issuer": doctor.system.provider.issuer,
        "client_id": doctor.system.provider.client_id,
        "hint": f"claim:{HINT}",
    }
    text = path.read_text()
    assert not any(secret in text for secret in (apps["desk"].secret, doctor.system.provider.client_secret))

    doctor.fill_in(ConfigParameter="")
    assert stage.problems("local", doctor.folder) == []
    assert doctor.look().of("red") == {("app desk", "client secret")}
    path.write_text(text.replace('# client_secret = "env:desk"', 'client_secret = "env:desk"'))
    assert doctor.look().status == 0
