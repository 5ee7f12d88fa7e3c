"""`make doctor` and `make configure` against the embedded AWS: green as deployed, red for what is really broken."""

import json
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from local import deployment, stage
from local.aws import account, bare_environment
from local.places import REPOSITORY
from local.pool import HINT_ATTRIBUTE, PROVIDER, add_provider
from local.system import LocalSystem

pytestmark = pytest.mark.e2e
HINT = f"custom:{HINT_ATTRIBUTE}"
METADATA = """<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://saml.example.com">
<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">{inside}
<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://saml.example.com/"/>
</IDPSSODescriptor></EntityDescriptor>"""
SIGN_OUT = '<SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://saml.example.com/"/>'


@dataclass(frozen=True)
class Answer:
    """What the doctor said."""

    status: int
    printed: str
    complaint: str

    @property
    def rows(self) -> dict[tuple[str, str], dict[str, str]]:
        """The rows of the document by subject and check."""
        return {(row["subject"], row["check"]): row for row in json.loads(self.printed)["findings"]}

    def of(self, verdict: str) -> set[tuple[str, str]]:
        """Subject and check of every row of a verdict."""
        return {name for name, row in self.rows.items() if row["verdict"] == verdict}


class Doctor:
    """Runs the command as a person would, for a folder whose stage names the deployed system."""

    def __init__(self, system: LocalSystem, folder: Path) -> None:
        self.system = system
        self.folder = folder
        self.cognito: Any = system.clients.cognito
        self.pool_id = system.pool.pool_id

    def fill_in(self, **changes: str) -> None:
        """Write samconfig.toml as this system was deployed; an empty value leaves the parameter out."""
        values = deployment.parameters(self.system.places, self.system.pool, "arn") | {"PublicUrl": ""} | changes
        overrides = [f"{name}={value}" for name, value in values.items() if value]
        text = f'[local.global.parameters]\nstack_name = "{deployment.STACK}"\nregion = "us-east-1"\n'
        text += f"parameter_overrides = {json.dumps(overrides)}\n"
        (self.folder / "samconfig.toml").write_text(text)

    def run(self, *arguments: str, module: str = "doctor", **environment: str) -> Answer:
        """Run it and wait."""
        command = [sys.executable, "-m", module, *arguments]
        variables = bare_environment() | account(self.system.places) | environment
        done = subprocess.run(  # noqa: S603 - our own command
            command, cwd=REPOSITORY, env=variables, capture_output=True, text=True, timeout=60, check=False
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Answer(done.returncode, done.stdout, done.stderr)

    def look(self, *arguments: str, **environment: str) -> Answer:
        """Let it look at the stage, and print its document."""
        return self.run("--stage", "local", "--folder", str(self.folder), "--json", *arguments, **environment)

    @contextmanager
    def client(self, name: str, **changes: Any) -> Iterator[None]:
        """Change an app client, and back."""
        names = {"UserPoolId": self.pool_id, "ClientId": self.system.pool.apps[name].client_id}
        before = self.cognito.describe_user_pool_client(**names)["UserPoolClient"]
        self.cognito.update_user_pool_client(**names, **changes)
        try:
            yield
        finally:
            self.cognito.update_user_pool_client(**names, **{key: before[key] for key in changes})

    @contextmanager
    def classic_domain(self) -> Iterator[None]:
        """Make the domain the classic hosted UI, and managed login again."""
        domain = self.cognito.describe_user_pool(UserPoolId=self.pool_id)["UserPool"]["Domain"]
        self.cognito.update_user_pool_domain(Domain=domain, UserPoolId=self.pool_id, ManagedLoginVersion=1)
        try:
            yield
        finally:
            self.cognito.update_user_pool_domain(Domain=domain, UserPoolId=self.pool_id, ManagedLoginVersion=2)

    @contextmanager
    def without_provider(self) -> Iterator[None]:
        """Delete the provider, and add it again."""
        self.cognito.delete_identity_provider(UserPoolId=self.pool_id, ProviderName=PROVIDER)
        try:
            yield
        finally:
            add_provider(self.cognito, self.system.places, self.system.provider, self.pool_id)

    @contextmanager
    def mapping(self, mapping: dict[str, str]) -> Iterator[None]:
        """Map other attributes, and back."""
        names = {"UserPoolId": self.pool_id, "ProviderName": PROVIDER}
        before = self.cognito.describe_identity_provider(**names)["IdentityProvider"]["AttributeMapping"]
        self.cognito.update_identity_provider(**names, AttributeMapping=mapping)
        try:
            yield
        finally:
            self.cognito.update_identity_provider(**names, AttributeMapping=before)

    @contextmanager
    def saml(self, inside: str, sign_out: str) -> Iterator[None]:
        """Add a SAML provider with this in its metadata."""
        names = {"UserPoolId": self.pool_id, "ProviderName": "Flat"}
        details = {"MetadataFile": METADATA.format(inside=inside), "IDPSignout": sign_out}
        self.cognito.create_identity_provider(**names, ProviderType="SAML", ProviderDetails=details)
        try:
            yield
        finally:
            self.cognito.delete_identity_provider(**names)

    @contextmanager
    def configured(self, old: str, new: str) -> Iterator[None]:
        """Change the stage's configuration in SSM, and back."""
        ssm: Any = self.system.clients.of("ssm")
        name = deployment.CONFIG_PARAMETER
        before = ssm.get_parameter(Name=name)["Parameter"]["Value"]
        assert old in before
        ssm.put_parameter(Name=name, Type="String", Value=before.replace(old, new), Overwrite=True)
        try:
            yield
        finally:
            ssm.put_parameter(Name=name, Type="String", Value=before, Overwrite=True)


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
