"""What a run decides about the SAML provider: its one person, its key, and the service that it signs people in to."""

import json
import secrets
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from local.places import Places
from local.saml_provider.certificate import KeyPair

FILE = "setup.json"


@dataclass(frozen=True, slots=True)
class Service:
    """The user pool as a SAML service: its entity id, its two endpoints and its certificate in base64."""

    entity_id: str
    assertion_url: str
    logout_url: str
    certificate: str


@dataclass(frozen=True, slots=True, repr=False)
class SamlSetup:
    """Made anew for each run and read by SimpleSAMLphp's settings from a file that only its owner reads."""

    folder: str
    logs: str
    site: str
    port: int
    entity_id: str
    username: str
    password: str
    email: str
    name: str
    salt: str
    admin_password: str

    @classmethod
    def create(cls, places: Places) -> Self:
        """A setup with a fresh key and fresh random secrets, and a folder with nothing of an earlier run in it."""
        folder = places.root / "saml-provider"
        shutil.rmtree(folder, ignore_errors=True)
        log = places.logs("simplesamlphp")
        log.unlink(missing_ok=True)
        KeyPair.create(folder, "SAML provider")
        for name in ("sessions", "temporary"):
            (folder / name).mkdir(mode=0o700)
        return cls(
            folder=str(folder),
            logs=str(log.parent),
            site=places.saml_provider,
            port=places.behind(places.saml_provider_port),
            entity_id=f"{places.saml_provider}/saml2/idp/metadata.php",
            username="edsger",
            password=secrets.token_urlsafe(12),
            email="edsger@example.com",
            name="Edsger Example",
            salt=secrets.token_urlsafe(24),
            admin_password=secrets.token_urlsafe(24),
        )

    @property
    def file(self) -> Path:
        """Where `write` writes."""
        return Path(self.folder) / FILE

    def write(self, service: Service | None = None) -> Path:
        """Write it, with the service as soon as there is one; SimpleSAMLphp reads it at each request."""
        self.file.touch(mode=0o600)
        ours = self.file.with_suffix(".new")
        ours.touch(mode=0o600)
        ours.write_text(json.dumps(asdict(self) | {"service": asdict(service) if service else None}))
        # At once, so that a request meanwhile reads the old one or the new one.
        return ours.replace(self.file)
