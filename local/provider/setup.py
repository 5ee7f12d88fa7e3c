"""What a run decides about a provider before it starts: its client, its one user, its key."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from local.places import Places

FILE = "setup.json"
# Names in the pool: of the provider that every local system has, and of one that offers no logout.
CORP, HUB = "Corp", "Hub"


@dataclass(frozen=True, slots=True, repr=False)
class ProviderSetup:
    """Made anew for each run and handed to the provider's process as a file that only its owner reads."""

    name: str
    folder: str
    site: str
    port: int
    callback: str
    signed_out: str
    client_id: str
    client_secret: str
    username: str
    password: str
    person: str
    signing_key: str
    signs_out: bool
    padding: int = 0

    @classmethod
    def create(cls, places: Places, name: str = CORP, padding: int = 0) -> Self:
        """A setup with a fresh key and fresh random secrets, whose client is Cognito at `places`.

        HUB is one that offers no logout. ID tokens are longer by `padding` characters and a third: some providers'
        name a hundred groups.
        """
        hub = name == HUB
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return cls(
            name=name,
            folder=str(places.root / ("hub" if hub else "provider")),
            site=places.hub if hub else places.provider,
            port=places.behind(places.hub_port if hub else places.provider_port),
            callback=f"{places.cognito}/oauth2/idpresponse",
            signed_out=f"{places.logout}/logout/return",
            client_id="cognito",
            client_secret=secrets.token_urlsafe(24),
            username="margaret" if hub else "ada",
            password=secrets.token_urlsafe(12),
            person="Margaret Example" if hub else "Ada Example",
            signing_key=pem.decode(),
            signs_out=not hub,
            padding=padding,
        )

    @property
    def issuer(self) -> str:
        """The issuer, below which the discovery document lies."""
        return f"{self.site}/o"

    def write(self) -> Path:
        """Write it to its folder and return the file."""
        folder = Path(self.folder)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / FILE
        path.touch(mode=0o600)
        path.write_text(json.dumps(asdict(self)))
        return path

    @classmethod
    def read(cls, path: Path) -> Self:
        """The setup in a file that `write` wrote."""
        return cls(**json.loads(path.read_text()))
