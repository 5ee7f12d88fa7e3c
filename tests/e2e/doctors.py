"""The doctor as a person calls it, for a pool of the local system whose settings change for a moment."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local import deployment
from local.pool import HINT_ATTRIBUTE, PROVIDER, add_provider
from local.system import LocalSystem
from tests.e2e.commands import ran

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
        done = ran(self.system, module, *arguments, **environment)
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
